"""What has been said lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import told

_AT = select(told.c.at).where(told.c.what == bindparam("this"))
_AGAIN = update(told).where(told.c.what == bindparam("this"))
_FIRST = insert(told)


class StoredTold:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def once(self, what: str, within: timedelta, now: datetime) -> bool:
        last = (await self._connection.execute(_AT, {"this": what})).scalar_one_or_none()
        if last is None:
            await self._connection.execute(_FIRST, {"what": what, "at": now})
        elif now - last < within:
            return False
        else:
            await self._connection.execute(_AGAIN.values(at=now), {"this": what})
        return True
