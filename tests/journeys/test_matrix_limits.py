"""On a homeserver that slows the bot down as Synapse does by default, nothing is lost and everybody gets there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox.synapse import Synapse
from tests.journeys.matrix_killing import MatrixSeed, killed_and_restarted
from tests.journeys.matrix_outcome import all_is_well

_TIMES_AS_FAST = 10.0
_LOOKS = 0.1  # seconds between two movements of the clock
_BURST, _EACH_TAKES = 10, 5.0  # rc_message: so many events at once, then one in so many seconds


class Hours:
    """A clock that runs faster than ours, for the homeserver and the bot alike: to wait for a limit takes minutes."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.began = time.monotonic()
        self._set()

    @property
    def passed(self) -> float:
        """Seconds by this clock."""
        return (time.monotonic() - self.began) * _TIMES_AS_FAST

    async def run(self) -> None:
        while True:
            await asyncio.sleep(_LOOKS)
            self._set()

    def _set(self) -> None:
        ahead = (time.monotonic() - self.began) * (_TIMES_AS_FAST - 1)
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{ahead:.3f}\n")
        beside.replace(self.file)


@asynccontextmanager
async def slow_homeserver(folder: Path) -> AsyncIterator[tuple[Synapse, Hours]]:
    hours = Hours(folder / "clock")
    homeserver = Synapse(folder / "homeserver", limits=True, clock_file=hours.file)
    running = asyncio.create_task(hours.run())
    try:
        await asyncio.to_thread(homeserver.start)
        yield homeserver, hours
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.to_thread(homeserver.remove)


@pytest.mark.timeout(400)
async def test_under_synapses_own_limits_nothing_is_lost_and_everybody_gets_there(tmp_path: Path) -> None:
    async with slow_homeserver(tmp_path) as (homeserver, hours):
        seed = MatrixSeed(7, kills=1, people=2)
        async with killed_and_restarted(seed, tmp_path, homeserver=homeserver, CLOCK_FILE=str(hours.file)) as after:
            await all_is_well(after)
            said = sum(len(person.heard) for person in after.people)
            assert hours.passed > (said - _BURST) * _EACH_TAKES, "it was slowed down"
