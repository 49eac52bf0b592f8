"""Two at once: one leads, the other stands by, and a deposed one saves nothing more."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from sqlalchemy import make_url

from tests.databases import postgres_server
from tests.journeys.manners import POLICY
from tests.journeys.on_record import on_record
from tests.journeys.process import Program, free_port, outcome, program, settings_of, status
from tests.journeys.telegram_hall import Hall, telegram_hall

TAKES_OVER_WITHIN = 10.0  # seconds; it looks every second
STANDING_BY = "standing by: another Hallkeeper leads"


def another(hall: Hall, folder: Path, **more: str) -> AbstractAsyncContextManager[Program]:
    return program("run", folder=folder, environment=settings_of(hall, folder, **more))


def cut_off_whoever_leads(hall: Hall) -> None:
    """End the session that holds the lock, as a database does that is failed over or restarted."""
    postgres_server().tell(
        "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
        f"WHERE locktype = 'advisory' AND granted AND datname = '{make_url(hall.database_url).database}'"
    )


async def test_the_second_stands_by_and_takes_over_in_the_middle_of_a_quiz(tmp_path: Path) -> None:
    port = free_port()
    async with (
        telegram_hall(tmp_path, kind="postgresql", policy=POLICY) as hall,
        another(hall, tmp_path) as first,
    ):
        await first.is_at_work()
        async with another(hall, tmp_path, PORT=str(port)) as second:
            await second.says(STANDING_BY)
            ada = hall.visitor("Ada")
            ada.asks_to_join()
            await ada.answers(("sees your name", "yes"))
            await ada.hears("Do you live with MS")
            assert await status(f"http://127.0.0.1:{port}/readyz") == 503
            assert sum(STANDING_BY in line for line in second.err) == 1
            first.kill()
            ada.writes("yes")
            at = time.monotonic()
            await second.is_ready(port)
            assert time.monotonic() - at < TAKES_OVER_WITHIN
            await ada.answers(("safe space", "yes"))
            await ada.is_let_in()
            assert sum("Question 2" in text for text in ada.heard) <= 2  # the one in flight may come again


async def test_one_that_lost_its_database_session_saves_nothing_more_and_ends(tmp_path: Path) -> None:
    async with (
        telegram_hall(tmp_path, kind="postgresql", policy=POLICY) as hall,
        another(hall, tmp_path) as first,
        another(hall, tmp_path) as second,
    ):
        leader, other = await which_leads(first, second)
        await other.says(STANDING_BY)
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.hears("sees your name")
        cut_off_whoever_leads(hall)
        ada.writes("yes")
        await other.is_at_work()
        assert await leader.ends() == 1
        assert leader.err[-1].startswith("Another Hallkeeper has taken the lead"), leader.said
        assert "Traceback" not in leader.said
        await ada.answers(("Do you live with MS", "yes"), ("safe space", "yes"))
        await ada.is_let_in()
        assert len(hall.world.calls_to("approveChatJoinRequest")) == 1
        async with on_record(hall.database_url) as record:
            assert await record.undecided() == 0
            (application,) = await record.applications_of(ada.user)
            assert [answer.step for answer in application.answers] == ["visible", "condition", "closing"]


async def test_on_sqlite_the_second_says_so_and_ends(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=POLICY) as hall, another(hall, tmp_path) as first:
        await first.is_at_work()
        second = await outcome("run", folder=tmp_path, environment=settings_of(hall, tmp_path))
        assert second.process.returncode == 1
        (sentence,) = second.err
        assert sentence.startswith("Another Hallkeeper already runs on this database. Stop it first")
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.hears("Hello!")


async def which_leads(first: Program, second: Program) -> tuple[Program, Program]:
    waiting = {asyncio.ensure_future(each.is_at_work()): each for each in (first, second)}
    done, others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        other.cancel()
    leader = waiting[done.pop()]
    return leader, second if leader is first else first
