"""Which deliveries have been decided, and those that could not be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import PlatformName
from bot.storage.instants import Instant
from bot.storage.secrets import Vault
from bot.storage.tables import deliveries, positions, undecided

# One statement whatever the number of ids: it is compiled once, and takes them all as one value.
_NEW = {
    dialect: text(
        f"INSERT INTO deliveries (platform, delivery, decided_at) SELECT :platform, {each}, :now {end}"
        " ON CONFLICT DO NOTHING RETURNING delivery"
    ).bindparams(bindparam("now", type_=Instant))
    for dialect, each, end in (
        ("sqlite", "value", "FROM json_each(:ids) WHERE true"),
        ("postgresql", "json_array_elements_text(CAST(:ids AS json))", ""),
    )
}
_FORGET = delete(deliveries).where(deliveries.c.decided_at < bindparam("before"))
_SET_ASIDE = insert(undecided)
_FORGET_UNDECIDED = delete(undecided).where(undecided.c.set_aside_at < bindparam("before"))
_TOKEN = select(positions.c.token).where(positions.c.platform == bindparam("of_platform"))
_MOVE = update(positions).where(positions.c.platform == bindparam("of_platform")).values(token=bindparam("to"))
_BEGIN = insert(positions)


class StoredDeliveries:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def new(self, platform: PlatformName, ids: Sequence[str], now: datetime) -> set[str]:
        values = {"platform": platform.value, "ids": json.dumps(ids), "now": now}
        rows = await self._connection.execute(_NEW[self._connection.dialect.name], values)
        return {row[0] for row in rows.all()}

    async def set_aside(self, platform: PlatformName, delivery: str, raw: str, why: str, now: datetime) -> None:
        values = {
            "platform": platform.value,
            "delivery": delivery,
            "raw": self._vault.seal("undecided.raw", raw),
            "why": self._vault.seal("undecided.why", why),
            "set_aside_at": now,
        }
        await self._connection.execute(_SET_ASIDE, values)

    async def token(self, platform: PlatformName) -> str:
        found = await self._connection.execute(_TOKEN, {"of_platform": platform.value})
        return found.scalar_one_or_none() or ""

    async def reached(self, platform: PlatformName, token: str) -> None:
        moved = await self._connection.execute(_MOVE, {"of_platform": platform.value, "to": token})
        if not moved.rowcount:
            await self._connection.execute(_BEGIN, {"platform": platform.value, "token": token})

    async def forget(self, before: datetime) -> int:
        """What was set aside stays."""
        return (await self._connection.execute(_FORGET, {"before": before})).rowcount

    async def forget_set_aside(self, before: datetime) -> int:
        return (await self._connection.execute(_FORGET_UNDECIDED, {"before": before})).rowcount
