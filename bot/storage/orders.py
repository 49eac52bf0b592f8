"""What people in charge have said about groups for a while, and who said it when. Nothing of it is overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, GroupId
from bot.core.keeping.orders import Order, Ordered, Orders, last_words
from bot.storage.tables import group_orders

_NEWEST = select(func.max(group_orders.c.id)).group_by(group_orders.c.group_id, group_orders.c.locks)
_EVERYWHERE = select(group_orders).where(group_orders.c.id.in_(_NEWEST)).order_by(group_orders.c.id)
_OF = select(group_orders).where(group_orders.c.id.in_(_NEWEST.where(group_orders.c.group_id == bindparam("of_group"))))
_NEXT = select(func.min(group_orders.c.until)).where(group_orders.c.until > bindparam("now"))
_GIVE = insert(group_orders)


class StoredOrders:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def give(self, order: Order) -> None:
        values = {
            "group_id": order.group,
            "what": order.what.value,
            "locks": order.what.locks,
            "account": order.by,
            "given_at": order.at,
            "until": order.until,
        }
        await self._connection.execute(_GIVE, values)

    async def of(self, group: GroupId) -> Orders:
        return last_words(_order(row) for row in await self._connection.execute(_OF, {"of_group": group}))

    async def everywhere(self) -> Mapping[GroupId, Orders]:
        found: defaultdict[GroupId, list[Order]] = defaultdict(list)
        for row in await self._connection.execute(_EVERYWHERE):
            found[GroupId(row.group_id)].append(_order(row))
        return {group: last_words(orders) for group, orders in found.items()}

    async def next_end(self, now: datetime) -> datetime | None:
        found: datetime | None = (await self._connection.execute(_NEXT, {"now": now})).scalar_one()
        return found


def _order(row: Any) -> Order:
    return Order(
        group=GroupId(row.group_id),
        what=Ordered(row.what),
        by=AccountId(row.account),
        at=row.given_at,
        until=row.until,
    )
