from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.errors import Deposed, Stop
from bot.storage import leadership as leading
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from bot.storage.migrate import migrate
from tests.databases import SECRETS, bare_database, fresh_database, postgres_server
from tests.laws.examples import NOON, TELEGRAM
from tests.storage.test_migrations import tell

_LEADS_UNTIL_KILLED = """
import asyncio, sys
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from bot.storage.migrate import migrate
from tests.databases import SECRETS

async def lead():
    await Leadership(await Database.open(sys.argv[1], SECRETS)).acquire()
    print("leads", flush=True)
    await asyncio.sleep(600)

asyncio.run(lead())
"""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "_POLL_SECONDS", 0.02)


class Hallkeeper:
    """What one process has: the database open, and leadership or the wish for it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.leadership = Leadership(database)

    async def save(self, *ids: str) -> set[str]:
        async with self.database.work() as work:
            return await work.deliveries.new(TELEGRAM, ids, NOON)


@asynccontextmanager
async def process(url: str) -> AsyncIterator[Hallkeeper]:
    database = await Database.open(url, SECRETS)
    one = Hallkeeper(database)
    try:
        yield one
    finally:
        await one.leadership.release()
        await database.close()


@asynccontextmanager
async def another_program_leads(url: str) -> AsyncIterator[Process]:
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", _LEADS_UNTIL_KILLED, url, stdout=PIPE)
    assert program.stdout is not None
    assert await program.stdout.readline() == b"leads\n"
    try:
        yield program
    finally:
        if program.returncode is None:
            program.kill()
        await program.wait()


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    async with fresh_database("postgresql", tmp_path) as address:
        yield address


def cut_the_leaders_session() -> None:
    postgres_server().tell("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")


async def test_who_leads_saves(database_url: str) -> None:
    async with process(database_url) as first:
        await first.leadership.acquire()
        assert await first.save("1") == {"1"}


async def test_what_the_last_leader_still_wants_to_save_is_not_saved(database_url: str) -> None:
    async with process(database_url) as first, process(database_url) as second:
        await first.leadership.acquire()
        await first.leadership.release()
        await second.leadership.acquire()
        with pytest.raises(Deposed):
            await first.save("1")
        assert await second.save("1") == {"1"}


async def test_who_never_led_is_not_asked(database_url: str) -> None:
    async with process(database_url) as leader, process(database_url) as tool:
        await leader.leadership.acquire()
        assert await tool.save("1") == {"1"}


async def test_leading_again_after_letting_go(database_url: str) -> None:
    async with process(database_url) as first:
        for number in ("1", "2"):
            await first.leadership.acquire()
            assert await first.save(number) == {number}
            await first.leadership.release()


async def test_a_second_program_on_the_same_sqlite_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    async with (
        fresh_database("sqlite", tmp_path) as url,
        process(url) as second,
        another_program_leads(url) as program,
    ):
        with pytest.raises(Stop, match="Another Hallkeeper already runs on this database"):
            await second.leadership.acquire()
        program.kill()
        await program.wait()
        await second.leadership.acquire()
        assert await second.save("1") == {"1"}


async def test_leadership_of_sqlite_is_not_lost(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as url, process(url) as first:
        await first.leadership.acquire()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(first.leadership.lost(), 0.1)


async def test_a_second_program_on_the_same_postgresql_takes_over_when_the_first_is_killed(url: str) -> None:
    async with process(url) as second, another_program_leads(url) as program:
        acquiring = asyncio.create_task(second.leadership.acquire())
        await asyncio.sleep(0.2)
        assert not acquiring.done()
        program.kill()
        await asyncio.wait_for(acquiring, 5)
        assert await second.save("1") == {"1"}


async def test_standing_by_is_said_once(url: str) -> None:
    async with process(url) as first, process(url) as second:
        await first.leadership.acquire()
        with capture_logs() as logs:
            acquiring = asyncio.create_task(second.leadership.acquire())
            await asyncio.sleep(0.2)
            await first.leadership.release()
            await asyncio.wait_for(acquiring, 5)
    events = [entry["event"] for entry in logs]
    assert len([event for event in events if "standing by" in event]) == 1
    assert len([event for event in events if "taking over" in event]) == 1


async def test_who_lost_the_session_notices_and_the_other_takes_over(url: str) -> None:
    async with process(url) as first, process(url) as second:
        await first.leadership.acquire()
        losing = asyncio.create_task(first.leadership.lost())
        acquiring = asyncio.create_task(second.leadership.acquire())
        await asyncio.sleep(0.2)
        assert not losing.done()
        assert not acquiring.done()
        cut_the_leaders_session()
        await asyncio.wait_for(asyncio.gather(losing, acquiring), 5)
        with pytest.raises(Deposed):
            await first.save("1")
        assert await second.save("1") == {"1"}


async def test_what_was_being_saved_when_the_lead_changed_is_saved_first(url: str) -> None:
    async with process(url) as first, process(url) as second:
        await first.leadership.acquire()
        acquiring = asyncio.create_task(second.leadership.acquire())
        async with first.database.work() as work:
            await work.deliveries.new(TELEGRAM, ["begun"], NOON)
            cut_the_leaders_session()
            await asyncio.sleep(0.3)
            assert not acquiring.done()
        await asyncio.wait_for(acquiring, 5)
        assert await second.save("begun", "new") == {"new"}


async def test_who_stands_by_outlasts_a_restart_of_the_server(url: str) -> None:
    server = postgres_server()
    async with process(url) as first, process(url) as second:
        await first.leadership.acquire()
        acquiring = asyncio.create_task(second.leadership.acquire())
        await asyncio.sleep(0.1)
        await asyncio.to_thread(server.stop)
        await asyncio.wait_for(first.leadership.lost(), 5)
        await asyncio.sleep(0.1)
        assert not acquiring.done()
        await asyncio.to_thread(server.start)
        await asyncio.wait_for(acquiring, 5)
        assert await second.save("1") == {"1"}


async def test_bots_that_share_a_postgresql_by_schema_lead_side_by_side(tmp_path: Path) -> None:
    async with bare_database("postgresql", tmp_path) as url:
        tell(url, "CREATE SCHEMA north", "CREATE SCHEMA south")
        north, south = (f"{url}&options=-csearch_path%3D{schema}" for schema in ("north", "south"))
        for each in (north, south):
            migrate(each, SECRETS)
        async with process(north) as one, process(south) as other:
            await one.leadership.acquire()
            await asyncio.wait_for(other.leadership.acquire(), 5)
            assert await one.save("1") == {"1"}
            assert await other.save("1") == {"1"}


async def test_who_gives_up_standing_by_leaves_nothing_behind(url: str) -> None:
    async with process(url) as first, process(url) as second:
        await first.leadership.acquire()
        acquiring = asyncio.create_task(second.leadership.acquire())
        await asyncio.sleep(0.1)
        acquiring.cancel()
        with pytest.raises(asyncio.CancelledError):
            await acquiring
        await second.leadership.release()
        assert await first.save("1") == {"1"}
