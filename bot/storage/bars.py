"""Who may not come in: by keyed hash of their accounts, so that erasing somebody frees nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, CommunityKey, GroupId, community_of
from bot.core.membership.bars import Bar, Place
from bot.storage.people import StoredPeople
from bot.storage.secrets import Vault
from bot.storage.tables import bars

_SEALED = "bars.particulars"
_WHO = bars.c.who.in_(bindparam("hashes", expanding=True))
_KEEPING_OUT = (
    select(bars)
    .where(
        _WHO,
        bars.c.place.in_(bindparam("places", expanding=True)),
        or_(bars.c.until.is_(None), bars.c.until > bindparam("now")),
    )
    .order_by(bars.c.id)
)
_LIFT = delete(bars).where(_WHO, bars.c.place == bindparam("there"), bars.c.on_platform == bindparam("by_platform"))
_ADD = insert(bars)


class StoredBars:
    def __init__(self, connection: AsyncConnection, vault: Vault, people: StoredPeople) -> None:
        self._connection = connection
        self._vault = vault
        self._people = people

    async def add(self, account: AccountId, bar: Bar) -> None:
        """Raises KeyError if there is no such account."""
        await self.lift(account, bar.place, on_platform=bar.on_platform)
        values = {
            "place": bar.place,
            "on_platform": bar.on_platform,
            "particulars": self._vault.seal(_SEALED, json.dumps({"by": bar.by, "why": bar.why})),
            "barred_at": bar.at,
            "until": bar.until,
        }
        whose = await self._whose(account, on_platform=bar.on_platform)
        await self._connection.execute(_ADD, [{"who": who, **values} for who in whose])

    async def lift(self, account: AccountId, place: Place, *, on_platform: bool) -> None:
        """Raises KeyError if there is no such account."""
        hashes = await self._whose(account, on_platform=on_platform)
        await self._connection.execute(_LIFT, {"hashes": hashes, "there": place, "by_platform": on_platform})

    async def keeping_out(self, account: AccountId, group: GroupId, now: datetime) -> Sequence[Bar]:
        """Raises KeyError if there is no such account."""
        hashes = await self._whose(account, on_platform=False)
        values = {"hashes": hashes, "places": [group, community_of(group)], "now": now}
        found = [self._bar(row) for row in await self._connection.execute(_KEEPING_OUT, values)]
        return tuple(dict.fromkeys(found))

    async def _whose(self, account: AccountId, *, on_platform: bool) -> list[bytes]:
        """Of everything that this person is known by; what a platform does concerns one account alone."""
        natives = [await self._people.native(account)] if on_platform else await self._people.natives(account)
        return [self._vault.lookup("bars", platform, native) for platform, native in natives]

    def _bar(self, row: Any) -> Bar:
        told = json.loads(self._vault.open(_SEALED, row.particulars))
        place: Place = GroupId(row.place) if "/" in row.place else CommunityKey(row.place)
        return Bar(
            place=place,
            by=told["by"],
            why=told["why"],
            at=row.barred_at,
            until=row.until,
            on_platform=row.on_platform,
        )
