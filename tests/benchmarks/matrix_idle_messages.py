"""What a message in a group on Matrix costs that needs nothing, beside matrix-nio alone that looks at none.

Each Hallkeeper has a plain room, the floor is in all of them. One message is sent after the other, so that mostly each
comes in a sync of its own. Taken is the processor time of each process meanwhile, with whatever else it does:
Hallkeeper's keeper goes through its records every two seconds, and its client is ready to decrypt, which the floor's is
not. On a machine with much else to do a message takes longer to send, and more of what the keeper does falls to it.
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
    """Messages to each Hallkeeper. `before`: others, not measured. `calm`: seconds until all have been taken in."""

    messages: int = 300
    before: int = 30
    calm: float = 0.5
    repetitions: int = 5
    databases: tuple[str, ...] = ("sqlite", "postgresql")


async def measure(size: Size, folder: Path) -> list[Figure]:
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(hall(folder))
        bare = await stack.enter_async_context(there.bare_bot("silent"))
        bots = {BARE: bare}
        for kind in size.databases:
            bots[kind] = await stack.enter_async_context(there.hallkeeper(kind, beside=bare.user))
        await _chatter(there, bots, size.before, size.calm)
        taken: dict[str, list[float]] = {name: [] for name in bots}
        for _ in range(size.repetitions):
            for name, microseconds in (await _one_go(there, bots, size)).items():
                taken[name].append(microseconds)
    return _figures(taken)


async def _one_go(there: Hall, bots: Mapping[str, Bot], size: Size) -> Mapping[str, float]:
    """Microseconds a message, of each."""
    before = {name: bot.process.processor_seconds() for name, bot in bots.items()}
    await _chatter(there, bots, size.messages, size.calm)
    took = {name: bot.process.processor_seconds() - before[name] for name, bot in bots.items()}
    heard = {name: size.messages if bot.group else size.messages * len(size.databases) for name, bot in bots.items()}
    return {name: 1e6 * took[name] / heard[name] for name in bots}


async def _chatter(there: Hall, bots: Mapping[str, Bot], messages: int, calm: float) -> None:
    for number in range(messages):
        for bot in bots.values():
            if bot.group:
                await there.sam.write(bot.group, f"Good morning, everyone. That makes {number} of us.")
    await asyncio.sleep(calm)


def _figures(taken: Mapping[str, Sequence[float]]) -> list[Figure]:
    times = [figure(name, "µs", values) for name, values in taken.items()]
    compared = [
        figure(f"{name}: times the floor", "×", ratios(values, taken[BARE]), goal=_GOAL)
        for name, values in taken.items()
        if name != BARE
    ]
    return times + compared
