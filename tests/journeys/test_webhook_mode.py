"""Told by Telegram instead of asking: somebody gets in, and nothing is acknowledged before it is saved."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path

from tests.journeys.manners import POLICY
from tests.journeys.process import Program, free_port, program, settings_of, status
from tests.journeys.telegram_hall import Hall, telegram_hall

PASS = "what-telegram-shows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
ANSWERS = (
    ("sees your name", "Yes, others may see that"),
    ("Do you live with MS", "Yes"),
    ("safe space", "Yes, I agree to this"),
)


def called(hall: Hall, folder: Path, port: int) -> AbstractAsyncContextManager[Program]:
    here = {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "WEBHOOK_SECRET": PASS, "PORT": str(port)}
    return program("run", folder=folder, environment=settings_of(hall, folder, **here))


@asynccontextmanager
async def hall_with_webhook(folder: Path) -> AsyncIterator[tuple[Hall, int]]:
    async with telegram_hall(folder, policy=POLICY) as hall:
        hall.bot.inbox.drop_all()  # how the groups were set up
        yield hall, free_port()


@contextmanager
def held(hall: Hall) -> Iterator[None]:
    """Nothing can be saved."""
    file = hall.database_url.partition(":///")[2]
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_somebody_gets_in_and_only_telegram_is_listened_to(tmp_path: Path) -> None:
    async with hall_with_webhook(tmp_path) as (hall, port), called(hall, tmp_path, port) as running:
        await running.is_ready(port)
        address = hall.bot.webhook.url
        assert address.startswith(f"http://127.0.0.1:{port}/telegram/")
        forged = b'{"update_id": 1, "message": {}}'
        assert await status(address, post=forged, headers={HEADER: "something else"}) == 403
        assert await status(address, post=forged) == 403
        assert await status(f"{address}x", post=forged, headers={HEADER: PASS}) == 404
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.answers(*ANSWERS)
        await ada.is_let_in()
        await hall.until(lambda: hall.bot.inbox.pending() == 0)
        assert PASS not in running.said


async def test_nothing_is_acknowledged_before_it_is_saved(tmp_path: Path) -> None:
    async with hall_with_webhook(tmp_path) as (hall, port):
        ada = hall.visitor("Ada")
        async with called(hall, tmp_path, port) as running:
            await running.is_ready(port)
            await hall.until(lambda: hall.bot.inbox.pending() == 0)
            with held(hall):
                ada.asks_to_join()
                await asyncio.sleep(1.0)
                assert hall.bot.inbox.pending() == 1
                running.kill()
                await running.ends()
        assert hall.bot.inbox.pending() == 1
        assert ada.heard == []
        async with called(hall, tmp_path, port):
            await ada.hears("sees your name")
            await hall.until(lambda: hall.bot.inbox.pending() == 0)


async def test_it_says_that_it_is_alive_and_when_it_is_ready(tmp_path: Path) -> None:
    async with hall_with_webhook(tmp_path) as (hall, port):
        hall.world.faults.unreachable()
        async with called(hall, tmp_path, port) as running:
            await running.says("Telegram cannot be reached")
            base = f"http://127.0.0.1:{port}"
            assert (await status(f"{base}/healthz"), await status(f"{base}/readyz")) == (200, 503)
            assert await status(f"{base}/metrics") == 404
            hall.world.faults.clear()
            await running.is_ready(port)
            assert await status(f"{base}/healthz") == 200
