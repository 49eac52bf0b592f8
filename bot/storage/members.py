"""Who is in which group, as far as the bot has seen. Of those who left nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, GroupId, PersonId
from bot.storage.tables import accounts, members

_THIS_ONE = (members.c.group_id == bindparam("of_group"), members.c.account == bindparam("of_account"))
_SAW = {
    "sqlite": insert_sqlite(members).on_conflict_do_nothing(),
    "postgresql": insert_postgresql(members).on_conflict_do_nothing(),
}
_IS_MEMBER = select(literal(1)).where(*_THIS_ONE)
_LEFT = delete(members).where(*_THIS_ONE)
_PLACES = (
    select(members.c.account, members.c.group_id)
    .join(accounts, accounts.c.id == members.c.account)
    .where(accounts.c.person == bindparam("person"))
    .order_by(members.c.group_id, members.c.account)
)
_COUNT = select(func.count()).select_from(members).where(members.c.group_id == bindparam("of_group"))


class StoredMembers:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def saw(self, account: AccountId, group: GroupId, now: datetime) -> None:
        """Writes nothing, and keeps the moment of the first time, if they were there already."""
        values = {"group_id": group, "account": account, "since": now}
        await self._connection.execute(_SAW[self._connection.dialect.name], values)

    async def left(self, account: AccountId, group: GroupId, now: datetime) -> None:  # noqa: ARG002 - kept nowhere
        await self._connection.execute(_LEFT, {"of_group": group, "of_account": account})

    async def is_member(self, account: AccountId, group: GroupId) -> bool:
        result = await self._connection.execute(_IS_MEMBER, {"of_group": group, "of_account": account})
        return result.first() is not None

    async def places_of(self, person: PersonId) -> Sequence[tuple[AccountId, GroupId]]:
        rows = await self._connection.execute(_PLACES, {"person": person})
        return [(AccountId(row.account), GroupId(row.group_id)) for row in rows]

    async def count(self, group: GroupId) -> int:
        return (await self._connection.execute(_COUNT, {"of_group": group})).scalar_one()
