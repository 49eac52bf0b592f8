"""Which groups the bot has closed, and what their members could do before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import GroupId, PlatformName
from bot.core.keeping.closing import ClosedGroup
from bot.storage.tables import closings

_THERE = (closings.c.group_id == bindparam("of_group"), closings.c.platform == bindparam("on_platform"))
_ALL = select(closings)
_OF = _ALL.where(*_THERE)
_FORGET = delete(closings).where(*_THERE)
_ADD = insert(closings)


class StoredClosings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, group: GroupId, platform: PlatformName) -> ClosedGroup | None:
        row = (await self._connection.execute(_OF, _there(group, platform))).one_or_none()
        return None if row is None else _closed(row)

    async def everywhere(self) -> Sequence[ClosedGroup]:
        return [_closed(row) for row in await self._connection.execute(_ALL)]

    async def save(self, held: ClosedGroup) -> None:
        await self.forget(held.group, held.platform)
        values = {"group_id": held.group, "platform": held.platform.value, "had": held.had, "done": held.done}
        await self._connection.execute(_ADD, values)

    async def forget(self, group: GroupId, platform: PlatformName) -> None:
        await self._connection.execute(_FORGET, _there(group, platform))


def _there(group: GroupId, platform: PlatformName) -> dict[str, str]:
    return {"of_group": group, "on_platform": platform.value}


def _closed(row: Any) -> ClosedGroup:
    return ClosedGroup(group=GroupId(row.group_id), platform=PlatformName(row.platform), had=row.had, done=row.done)
