"""Who cannot post for now, and what is to be given back to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, GroupId
from bot.core.membership.mute import MuteHeld
from bot.storage.secrets import Vault
from bot.storage.tables import mutes

_PLACE = "mutes.had"
_IN_GROUP = select(mutes).where(mutes.c.group_id == bindparam("of_group")).order_by(mutes.c.account)
_THIS_ONE = (mutes.c.group_id == bindparam("of_group"), mutes.c.account == bindparam("of_account"))
_OF = select(mutes).where(*_THIS_ONE)
_DELETE = delete(mutes).where(*_THIS_ONE)
_ADD = insert(mutes)


class StoredMutes:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def of(self, account: AccountId, group: GroupId) -> MuteHeld | None:
        row = (await self._connection.execute(_OF, {"of_group": group, "of_account": account})).one_or_none()
        return None if row is None else self._held(row)

    async def in_group(self, group: GroupId) -> Sequence[MuteHeld]:
        return [self._held(row) for row in await self._connection.execute(_IN_GROUP, {"of_group": group})]

    async def save(self, held: MuteHeld) -> None:
        await self.forget(held.account, held.group)
        values = {
            "group_id": held.group,
            "account": held.account,
            "reasons": " ".join(sorted(held.reasons)),
            "had": None if held.had is None else self._vault.seal(_PLACE, held.had),
        }
        await self._connection.execute(_ADD, values)

    async def forget(self, account: AccountId, group: GroupId) -> None:
        await self._connection.execute(_DELETE, {"of_group": group, "of_account": account})

    def _held(self, row: Any) -> MuteHeld:
        return MuteHeld(
            account=AccountId(row.account),
            group=GroupId(row.group_id),
            reasons=frozenset(row.reasons.split()),
            had=None if row.had is None else self._vault.open(_PLACE, row.had),
        )
