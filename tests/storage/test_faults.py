"""What happens to the work at hand when the database suffers: nothing is saved, and it goes on when it can."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from bot.core.errors import NotYet, Stop
from bot.storage.database import Database
from bot.storage.engines import sqlite_file
from tests.databases import SECRETS, fresh_database, postgres_server
from tests.laws.examples import NOON, TELEGRAM


@pytest.fixture
async def sqlite_store(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database("sqlite", tmp_path) as url:
        database = await Database.open(url, SECRETS)
        yield database
        await database.close()


@pytest.fixture
async def postgresql_store(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database("postgresql", tmp_path) as url:
        database = await Database.open(url, SECRETS)
        yield database
        await database.close()


async def tell(store: Database, statement: str) -> None:
    async with store.work() as work:
        await work._connection.execute(text(statement))


async def save(store: Database, *ids: str) -> set[str]:
    async with store.work() as work:
        return await work.deliveries.new(TELEGRAM, ids, NOON)


async def test_a_full_disk_may_be_emptied(sqlite_store: Database) -> None:
    await tell(sqlite_store, "PRAGMA max_page_count = 1")
    many = [f"{number:0100}" for number in range(5000)]
    with pytest.raises(NotYet, match="disk is full"):
        await save(sqlite_store, *many)
    await tell(sqlite_store, "PRAGMA max_page_count = 100000")
    assert await save(sqlite_store, *many) == set(many)


async def test_a_database_that_somebody_else_holds_may_be_let_go(sqlite_store: Database) -> None:
    other = sqlite3.connect(sqlite_file(sqlite_store.url), isolation_level=None)
    await tell(sqlite_store, "PRAGMA busy_timeout = 20")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotYet, match="held by another program"):
        await save(sqlite_store, "1")
    other.close()
    assert await save(sqlite_store, "1") == {"1"}


async def test_who_has_only_read_so_far_can_still_write(sqlite_store: Database) -> None:
    other = sqlite3.connect(sqlite_file(sqlite_store.url), isolation_level=None, timeout=0.01)
    async with sqlite_store.work() as work:
        await work.errands.waiting()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("UPDATE leader SET epoch = 7")
        await work.deliveries.new(TELEGRAM, ["1"], NOON)
    other.close()


def damage(file: Path) -> None:
    """Everything after the first page is overwritten."""
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\xff" * (size - 4096))


async def test_a_damaged_file_will_not_mend_itself(sqlite_store: Database) -> None:
    await save(sqlite_store, "1")
    await sqlite_store.close()
    damage(sqlite_file(sqlite_store.url))
    with pytest.raises(Stop, match="damaged") as caught:
        await save(sqlite_store, "2")
    assert not isinstance(caught.value, NotYet)


async def test_what_is_committed_is_on_the_disk_itself(sqlite_store: Database) -> None:
    async with sqlite_store.work() as work:
        for pragma, expected in (("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1), ("fullfsync", 1)):
            assert (await work._connection.execute(text(f"PRAGMA {pragma}"))).scalar_one() == expected


async def test_mistakes_of_our_own_are_not_explained_away(store: Database) -> None:
    async with store.work() as work:
        await work.deliveries.new(TELEGRAM, ["1"], NOON)
    with pytest.raises(IntegrityError):
        await tell(store, "INSERT INTO deliveries (platform, delivery, decided_at) VALUES ('telegram', '1', 0)")
    with pytest.raises((ProgrammingError, Exception), match="nowhere"):
        await tell(store, "SELECT * FROM nowhere")
    assert await save(store, "1", "2") == {"2"}


async def test_a_server_that_restarts_is_worked_with_again(postgresql_store: Database) -> None:
    server = postgres_server()
    await save(postgresql_store, "before")

    async def save_while_it_stops() -> None:
        async with postgresql_store.work() as work:
            await work.deliveries.new(TELEGRAM, ["within"], NOON)
            await asyncio.to_thread(server.stop)
            await work.deliveries.new(TELEGRAM, ["later"], NOON)

    with pytest.raises(NotYet):
        await save_while_it_stops()
    with pytest.raises(NotYet, match="cannot be reached"):
        await save(postgresql_store, "while it is down")
    await asyncio.to_thread(server.start)
    assert await save(postgresql_store, "before", "within") == {"within"}


async def test_a_connection_that_is_cut_while_idle_is_not_noticed(postgresql_store: Database) -> None:
    await save(postgresql_store, "1")
    name = postgresql_store.url.database
    postgres_server().tell(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert await save(postgresql_store, "1", "2") == {"2"}


@pytest.mark.parametrize("code", ["53100", "53300", "57P01", "57P03", "40001", "55P03", "08006", "25006"])
async def test_complaints_that_may_pass(postgresql_store: Database, code: str) -> None:
    with pytest.raises(NotYet):
        await tell(postgresql_store, f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")
    assert await save(postgresql_store, "1") == {"1"}


async def test_a_server_that_may_only_be_read_may_change_its_mind(postgresql_store: Database) -> None:
    statement = "SET TRANSACTION READ ONLY; INSERT INTO people (met_at) VALUES (0)"
    with pytest.raises(NotYet, match="only be read"):
        await tell(postgresql_store, statement)
    assert await save(postgresql_store, "1") == {"1"}


async def test_tables_without_rights_on_them_are_final(tmp_path: Path) -> None:
    server = postgres_server()
    async with fresh_database("postgresql", tmp_path) as url:
        server.tell("CREATE ROLE guest LOGIN")
        try:
            with pytest.raises(Stop, match="rights") as caught:
                await Database.open(url.replace("postgres@", "guest@"), SECRETS)
        finally:
            server.tell("DROP ROLE guest")
    assert not isinstance(caught.value, NotYet)
