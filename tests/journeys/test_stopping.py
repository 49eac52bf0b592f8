"""Told to stop, it finishes what it has begun, and what it has not begun waits for the next start."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.journeys.manners import POLICY
from tests.journeys.on_record import on_record
from tests.journeys.process import STOPS_WITHIN, program, settings_of
from tests.journeys.telegram_hall import telegram_hall


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_told_to_stop_while_it_sends_it_sends_to_the_end_and_nothing_twice(tmp_path: Path, kind: str) -> None:
    async with telegram_hall(tmp_path, kind=kind, policy=POLICY) as hall:
        people = [hall.visitor(name) for name in ("Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Huw", "Isa")]
        environment = settings_of(hall, tmp_path)
        hall.world.faults.delay("sendMessage", 0.6)
        async with program("run", folder=tmp_path, environment=environment) as running:
            await running.is_at_work()
            for person in people:
                person.asks_to_join()
            await asyncio.sleep(0.8)
            running.terminate()
            assert await running.ends(STOPS_WITHIN) == 0, running.said
            assert "Hallkeeper has stopped." in running.said
        sent = len(hall.world.calls_to("sendMessage"))
        assert 0 < sent < 3 * len(people)
        hall.world.faults.clear()
        async with program("run", folder=tmp_path, environment=environment), on_record(hall.database_url) as record:
            for person in people:
                await person.hears("sees your name")
            while await record.outbox():
                await asyncio.sleep(0.02)
        heard = Counter((call.params["chat_id"], call.params["text"]) for call in hall.world.calls_to("sendMessage"))
        assert set(heard.values()) == {1}
        assert len(heard) == 3 * len(people)


async def test_told_to_stop_while_telegram_is_away_it_stops_at_once(tmp_path: Path) -> None:
    async with (
        telegram_hall(tmp_path, policy=POLICY) as hall,
        program("run", folder=tmp_path, environment=settings_of(hall, tmp_path)) as running,
    ):
        await running.is_at_work()
        hall.world.faults.unreachable()
        hall.visitor("Ada").asks_to_join()
        await asyncio.sleep(0.3)
        running.terminate()
        assert await running.ends(STOPS_WITHIN) == 0, running.said
