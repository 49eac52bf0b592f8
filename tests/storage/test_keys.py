from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.core.errors import Stop
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from bot.storage.migrate import migrate
from bot.storage.secrets import new_secret
from bot.storage.tables import accounts, keys
from tests.databases import SECRETS
from tests.laws.examples import ANN, BEN, CAT, NOON, NORTHSIDE, meet

OLD = SECRETS[0]
NEW = b"n" * 32
NEWER = b"m" * 32


async def opened(url: str, *secrets: bytes) -> Database:
    return await Database.open(url, secrets)


async def sealed_by(database: Database) -> list[int]:
    """The numbers of the keys with which the accounts' names were sealed, in the order of the accounts."""
    async with database.engine.connect() as connection:
        rows = await connection.execute(select(accounts.c.name).order_by(accounts.c.id))
        return [int.from_bytes(bytes(row.name)[1:3], "big") for row in rows]


async def key_count(database: Database) -> int:
    async with database.engine.connect() as connection:
        return len((await connection.execute(select(keys))).all())


async def test_a_wrong_secret_is_refused_and_changes_nothing(database_url: str) -> None:
    for secrets in ([NEW], [NEW, NEWER]):
        with pytest.raises(Stop, match="SECRET_KEY does not fit"):
            await opened(database_url, *secrets)
        with pytest.raises(Stop, match="SECRET_KEY does not fit"):
            migrate(database_url, secrets)
    await (await opened(database_url, OLD)).close()


async def test_no_secret_is_refused(database_url: str) -> None:
    with pytest.raises(Stop, match="python -m bot secret"):
        await opened(database_url)


async def test_with_a_new_first_secret_the_old_one_can_go(database_url: str) -> None:
    before = await opened(database_url, OLD)
    async with before.work() as work:
        ann = await meet(work, ANN)
        await work.refusals.add(ann.id, NORTHSIDE, "age", NOON)
    await before.close()

    both = await opened(database_url, NEW, OLD)
    async with both.work() as work:
        assert await meet(work, ANN) == ann
        ben = await meet(work, BEN)
    assert await sealed_by(both) == [1, 2]
    await both.close()

    with pytest.raises(Stop, match="SECRET_KEY does not fit"):
        await opened(database_url, OLD)
    after = await opened(database_url, NEW)
    async with after.work() as work:
        assert await meet(work, ANN) == ann
        assert await meet(work, BEN) == ben
        assert await work.refusals.steps(ann.id, NORTHSIDE) == ["age"]
        await meet(work, CAT)
    assert await sealed_by(after) == [1, 2, 2]
    await after.close()


async def test_the_same_secrets_make_no_further_keys(database_url: str) -> None:
    for secrets in ([OLD], [NEW, OLD], [NEW, OLD], [NEW], [NEW, NEWER]):
        database = await opened(database_url, *secrets)
        count = await key_count(database)
        await database.close()
    assert count == 3


async def test_migrating_makes_use_of_a_new_secret_too(database_url: str) -> None:
    migrate(database_url, [NEW, OLD])
    await (await opened(database_url, NEW)).close()


async def test_two_may_start_with_a_new_secret_at_once(database_url: str) -> None:
    both = await asyncio.gather(opened(database_url, NEW, OLD), opened(database_url, NEW, OLD))
    assert await key_count(both[0]) == 3
    for database in both:
        await database.close()


async def test_a_running_bot_goes_on_while_another_one_changes_the_secret(database_url: str) -> None:
    running = await opened(database_url, OLD)
    changing = await opened(database_url, NEW, OLD)
    async with running.work() as work:
        ann = await meet(work)
    async with changing.work() as work:
        assert await meet(work) == ann
    await running.close()
    await changing.close()


async def test_who_takes_over_reads_what_was_sealed_by_a_newer_key(database_url: str) -> None:
    standing_by = await opened(database_url, OLD, NEW)
    changing = await opened(database_url, NEW, OLD)
    async with changing.work() as work:
        ann = await meet(work)
    await changing.close()
    leadership = Leadership(standing_by)
    await leadership.acquire()
    async with standing_by.work() as work:
        assert await meet(work) == ann
    await leadership.release()
    await standing_by.close()


async def test_who_has_only_the_old_secret_cannot_take_over(database_url: str) -> None:
    standing_by = await opened(database_url, OLD)
    await (await opened(database_url, NEW, OLD)).close()
    with pytest.raises(Stop, match="SECRET_KEY does not fit"):
        await Leadership(standing_by).acquire()
    await standing_by.close()


def test_secrets_are_32_random_bytes_in_url_safe_letters() -> None:
    made = {new_secret() for _ in range(5)}
    assert len(made) == 5
    assert all(len(secret) == 44 and secret.isascii() and "/" not in secret and "+" not in secret for secret in made)
