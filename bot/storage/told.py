"""What has been said lately, by keyed hash: that something was said to somebody may tell much about them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.secrets import Vault
from bot.storage.tables import told

_AT = select(told.c.at).where(told.c.what == bindparam("this"))
_AGAIN = update(told).where(told.c.what == bindparam("this"))
_FIRST = insert(told)
_FORGET = delete(told).where(told.c.at < bindparam("before"))


class StoredTold:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def once(self, what: str, within: timedelta, now: datetime) -> bool:
        what = self._vault.lookup("told", what).hex()
        last = (await self._connection.execute(_AT, {"this": what})).scalar_one_or_none()
        if last is None:
            await self._connection.execute(_FIRST, {"what": what, "at": now})
        elif now - last < within:
            return False
        else:
            await self._connection.execute(_AGAIN.values(at=now), {"this": what})
        return True

    async def forget(self, said_before: datetime) -> int:
        return (await self._connection.execute(_FORGET, {"before": said_before})).rowcount
