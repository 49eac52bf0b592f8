"""Which rights the bot lacks in which group, and what of it people have been told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.community.rights import Power, Right, Shortcoming
from bot.core.effects import Inspect
from bot.core.ids import GroupId, PlatformName
from bot.storage.tables import errands, shortcomings

_THERE = (shortcomings.c.group_id == bindparam("of_group"), shortcomings.c.platform == bindparam("on_platform"))
_THIS = (*_THERE, shortcomings.c.what == bindparam("this"))
_OF = select(shortcomings).where(*_THERE).order_by(shortcomings.c.what)
_UNTOLD = (
    select(shortcomings.c.group_id, shortcomings.c.platform)
    .distinct()
    .where(shortcomings.c.lacking != shortcomings.c.told)
    .order_by(shortcomings.c.group_id, shortcomings.c.platform)
)
_LOOKS = select(errands.c.id).where(
    errands.c.kind == Inspect.__name__, errands.c.state == "wanted", errands.c.asked_at > bindparam("since")
)
_ADD = insert(shortcomings)
_CHANGE = update(shortcomings).where(*_THIS).values(lacking=bindparam("is_lacking"), called=bindparam("so_called"))
_TELL = update(shortcomings).where(*_THERE).values(told=shortcomings.c.lacking)
_OVER = delete(shortcomings).where(*_THERE, shortcomings.c.lacking.is_(False), shortcomings.c.told.is_(False))
_RIGHTS = tuple(Right)


class StoredShortcomings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def found(self, group: GroupId, platform: PlatformName, lacking: Sequence[Power]) -> None:
        there = _there(group, platform)
        called = {str(power.right): power.called for power in lacking}
        rows = (await self._connection.execute(_OF, there)).all()
        for row in rows:
            is_lacking, so_called = row.what in called, called.pop(row.what, row.called)
            if (is_lacking, so_called) != (row.lacking, row.called):
                values = {**there, "this": row.what, "is_lacking": is_lacking, "so_called": so_called}
                await self._connection.execute(_CHANGE, values)
        if rows:
            await self._connection.execute(_OVER, there)
        for right, name in called.items():
            values = {"group_id": group, "platform": platform.value, "what": right, "called": name}
            await self._connection.execute(_ADD, {**values, "lacking": True, "told": False})

    async def of(self, group: GroupId, platform: PlatformName) -> Sequence[Shortcoming]:
        rows = (await self._connection.execute(_OF, _there(group, platform))).all()
        found = (Shortcoming(Right(row.what), row.called) for row in rows if row.lacking and row.what in _RIGHTS)
        return sorted(found, key=lambda each: _RIGHTS.index(each.right))

    async def untold(self) -> Sequence[tuple[GroupId, PlatformName]]:
        rows = (await self._connection.execute(_UNTOLD)).all()
        return [(GroupId(row.group_id), PlatformName(row.platform)) for row in rows]

    async def are_looked_for(self, *, since: datetime) -> bool:
        return (await self._connection.execute(_LOOKS, {"since": since})).first() is not None

    async def told(self, group: GroupId, platform: PlatformName) -> None:
        there = _there(group, platform)
        await self._connection.execute(_TELL, there)
        await self._connection.execute(_OVER, there)


def _there(group: GroupId, platform: PlatformName) -> dict[str, str]:
    return {"of_group": group, "on_platform": platform.value}
