"""Failed attempts, which outlive the account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, CommunityKey, NativeId, PlatformName
from bot.storage.people import StoredPeople
from bot.storage.secrets import Vault
from bot.storage.tables import refusals

_STEPS = (
    select(refusals.c.step)
    .where(refusals.c.who.in_(bindparam("hashes", expanding=True)), refusals.c.community == bindparam("community"))
    .order_by(refusals.c.id)
)
_ADD = insert(refusals)


class StoredRefusals:
    """What somebody failed at says something about them, so it is sealed; whose it is, only a platform's id tells."""

    def __init__(self, connection: AsyncConnection, vault: Vault, people: StoredPeople) -> None:
        self._connection = connection
        self._vault = vault
        self._people = people

    async def add(self, account: AccountId, community: CommunityKey, step: str, now: datetime) -> None:
        """Raises KeyError if there is no such account."""
        values = {
            "who": self._hash(*await self._people.native(account)),
            "community": community,
            "step": self._vault.seal("refusals.step", step),
            "refused_at": now,
        }
        await self._connection.execute(_ADD, values)

    async def steps(self, account: AccountId, community: CommunityKey) -> Sequence[str]:
        """Raises KeyError if there is no such account."""
        natives = await self._people.natives(account)
        values = {"hashes": [self._hash(*native) for native in natives], "community": community}
        rows = await self._connection.execute(_STEPS, values)
        return [self._vault.open("refusals.step", row.step) for row in rows]

    def _hash(self, platform: PlatformName, native: NativeId) -> bytes:
        return self._vault.lookup("refusals", platform, native)
