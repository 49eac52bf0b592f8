"""What the bot has written down, read beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.core.consent.given import Consent
from bot.core.events import User
from bot.core.ids import ApplicationId, GroupId, PersonId
from bot.core.membership.application import Application
from bot.storage.database import Database
from bot.storage.tables import applications, errands, members, prompts, undecided
from bot.storage.transaction import Transaction
from tests.databases import SECRETS


@dataclass(frozen=True, slots=True)
class Record:
    database: Database

    async def applications_of(self, user: User) -> list[Application]:
        """Every one that they have made, oldest first."""
        async with self.database.work() as work:
            numbers = select(applications.c.id).where(applications.c.person == await _person(work, user))
            rows = await work._connection.execute(numbers.order_by(applications.c.id))
            return [await work.applications.get(ApplicationId(number)) for number in rows.scalars().all()]

    async def newest_of(self, user: User, group: GroupId) -> Application:
        async with self.database.work() as work:
            account = await work.people.meet(user, datetime.now(UTC))
            newest = await work.applications.newest(account.id, group)
        assert newest is not None
        return newest

    async def consents_of(self, user: User) -> Sequence[Consent]:
        async with self.database.work() as work:
            return await work.consents.of(await _person(work, user))

    async def outbox(self) -> Counter[str]:
        """What has not been done, by kind and state."""
        async with self.database.engine.connect() as connection:
            rows = await connection.execute(select(errands.c.kind, errands.c.state))
            return Counter(f"{row.kind} {row.state}" for row in rows)

    async def undecided(self) -> int:
        """How many deliveries were set aside because they could not be decided."""
        return await self._count(undecided)

    async def members(self) -> int:
        """How many people are counted as seen in a group."""
        return await self._count(members)

    async def prompts(self) -> int:
        """How often a question was put."""
        return await self._count(prompts)

    async def _count(self, table: object) -> int:
        async with self.database.engine.connect() as connection:
            return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())  # type: ignore[arg-type]


@asynccontextmanager
async def on_record(url: str) -> AsyncIterator[Record]:
    database = await Database.open(url, SECRETS)
    try:
        yield Record(database)
    finally:
        await database.close()


async def _person(work: Transaction, user: User) -> PersonId:
    return (await work.people.meet(user, datetime.now(UTC))).person
