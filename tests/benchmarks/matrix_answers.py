"""How long somebody on Matrix waits for the next question, beside what a bot needs that only says thank you.

From the moment before a person's client sends an answer to the moment when the next message of the bot is there to be
read, decrypted where it was encrypted. The person's client and the floor are both on matrix-nio. The floor is a process
that says the same to everything, with the library's own loop and, where it encrypts, the library's own keys; it
remembers nothing. Hallkeeper is the program as deployed: it decides, commits, sends the question from its outbox, and
puts 👍 and 👎 under it. These come after the question; how long until both are there is told, too.

All of them are up at the same time, on one Synapse, and are answered in turn; in each repetition by another person, so
that each ratio is of medians that shared the machine's mood. Most of every wait is the homeserver's own work, twice a
message and a sync, with its SQLite on the same machine and no network between: a ratio says how much longer people wait
because the bot thinks and remembers, on a homeserver of this speed. On a slower one, or far away, it is nearer to 1.
"""

from __future__ import annotations

import asyncio
import math
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tests.benchmarks.correspondent import Correspondent
from tests.benchmarks.figures import Figure, figure, ratios
from tests.benchmarks.matrix_bots import BARE, Bot, Hall, hall

TITLE = "From an answer to the next question, on Matrix"
_GOAL = 1.3
_REACTIONS = 2


@dataclass(frozen=True, slots=True)
class Size:
    """`answers`: how many are measured of each person, after `before` others. `rest`: seconds after each."""

    answers: int = 20
    before: int = 3
    rest: float = 0.15
    repetitions: int = 5
    ways: tuple[str, ...] = ("plain", "encrypted")
    databases: tuple[str, ...] = ("sqlite", "postgresql")


class Expected(TypedDict):
    hears: str
    signs: int


@dataclass(frozen=True, slots=True)
class Waits:
    """Of one bot in one repetition, in milliseconds: for the answer itself, and for all that belongs to it."""

    answer: Sequence[float]
    whole: Sequence[float]


async def measure(size: Size, folder: Path) -> list[Figure]:
    """Each way with a floor of its own, and the same Hallkeepers."""
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(hall(folder))
        floors = {way: await stack.enter_async_context(there.bare_bot(way)) for way in size.ways}
        questions = size.before + size.answers + 1
        ours = {
            kind: await stack.enter_async_context(there.hallkeeper(kind, questions=questions))
            for kind in size.databases
        }
        figures: list[Figure] = []
        for way, floor in floors.items():
            figures += _figures(way, await _measure(there, {BARE: floor, **ours}, way, size))
    return figures


async def _measure(there: Hall, bots: Mapping[str, Bot], way: str, size: Size) -> Mapping[str, Sequence[Waits]]:
    taken: defaultdict[str, list[Waits]] = defaultdict(list)
    for _ in range(size.repetitions):
        for name, waits in (await _one_person(there, bots, way, size)).items():
            taken[name].append(waits)
    return taken


async def _one_person(there: Hall, bots: Mapping[str, Bot], way: str, size: Size) -> Mapping[str, Waits]:
    """Talks with each of the bots, an answer at a time, a different one first in each round."""
    encrypted = way == "encrypted"
    taken = {name: Waits([], []) for name in bots}
    async with Correspondent.at(there.homeserver, encrypted=encrypted) as person:
        rooms = {name: await person.opens_chat(bot.user, encrypted=encrypted) for name, bot in bots.items()}
        for name, room in rooms.items():
            await person.writes(room, "join evening", **_expected(name, 1))
        names = list(rooms)
        for number in range(size.before + size.answers):
            names.append(names.pop(0))
            for name in names:
                waits = await person.writes(rooms[name], "yes", **_expected(name, number + 2))
                if number >= size.before:
                    taken[name] = _with(taken[name], *waits)
                await asyncio.sleep(size.rest)
    return taken


def _expected(name: str, question: int) -> Expected:
    if name == BARE:
        return {"hears": "Thank you", "signs": 0}
    return {"hears": f"Question {question} of ", "signs": _REACTIONS}


def _with(waits: Waits, answer: float, whole: float) -> Waits:
    return Waits([*waits.answer, 1000 * answer], [*waits.whole, 1000 * whole])


def _figures(way: str, taken: Mapping[str, Sequence[Waits]]) -> list[Figure]:
    """Each value is of one repetition."""
    medians = {name: [statistics.median(each.answer) for each in all_] for name, all_ in taken.items()}
    ours = [name for name in taken if name != BARE]
    whole = {name: [statistics.median(each.whole) for each in taken[name]] for name in ours}
    return [
        *(figure(f"{way}, {name}: p50", "ms", values) for name, values in medians.items()),
        *(figure(f"{way}, {name}: p95", "ms", (_p95(each.answer) for each in all_)) for name, all_ in taken.items()),
        *(figure(f"{way}, {name}: p50 with its reactions", "ms", values) for name, values in whole.items()),
        *(
            figure(f"{way}, {name}: p50, times the floor", "×", ratios(medians[name], medians[BARE]), goal=_GOAL)
            for name in ours
        ),
    ]


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
