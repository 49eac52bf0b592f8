"""What a message in a group on Matrix costs that needs nothing, beside matrix-nio alone that looks at none.

All bots are in the same plain room and are told of the same messages, mostly in a sync of its own each, since one is
sent after the other. Taken is the processor time of each process meanwhile, with whatever else it does: Hallkeeper's
keeper goes through its records every two seconds, and its client is ready to decrypt, which the floor's is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import Figure, figure, ratios
from tests.benchmarks.matrix_bots import BARE, Bot, Hall, hall

TITLE = "Processor time of a message in a Matrix room that needs nothing"
_GOAL = 1.5


@dataclass(frozen=True, slots=True)
class Size:
    """`before`: messages that are not measured. `calm`: seconds after which all have been taken in."""

    messages: int = 300
    before: int = 30
    calm: float = 0.5
    repetitions: int = 5
    databases: tuple[str, ...] = ("sqlite", "postgresql")


async def measure(size: Size, folder: Path) -> list[Figure]:
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(hall(folder))
        bare = await stack.enter_async_context(there.bare_bot("silent"))
        await there.sam.invite(there.evening, bare.user)
        await there.joins(bare.user)
        bots = {BARE: bare}
        for kind in size.databases:
            bots[kind] = await stack.enter_async_context(there.hallkeeper(kind))
        await _chatter(there, size.before, size.calm)
        taken: dict[str, list[float]] = {name: [] for name in bots}
        for _ in range(size.repetitions):
            for name, microseconds in (await _one_go(there, bots, size)).items():
                taken[name].append(microseconds)
    return _figures(taken)


async def _one_go(there: Hall, bots: Mapping[str, Bot], size: Size) -> Mapping[str, float]:
    """Microseconds a message, of each."""
    before = {name: bot.process.processor_seconds() for name, bot in bots.items()}
    await _chatter(there, size.messages, size.calm)
    return {name: 1e6 * (bot.process.processor_seconds() - before[name]) / size.messages for name, bot in bots.items()}


async def _chatter(there: Hall, messages: int, calm: float) -> None:
    for number in range(messages):
        await there.sam.write(there.evening, f"Good morning, everyone. That makes {number} of us.")
    await asyncio.sleep(calm)


def _figures(taken: Mapping[str, Sequence[float]]) -> list[Figure]:
    times = [figure(name, "µs", values) for name, values in taken.items()]
    compared = [
        figure(f"{name}: times the floor", "×", ratios(values, taken[BARE]), goal=_GOAL)
        for name, values in taken.items()
        if name != BARE
    ]
    return times + compared
