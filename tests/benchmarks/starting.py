"""How long `python -m bot run` takes from its exec to its first getUpdates, on a database with much in it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.children import child
from tests.benchmarks.figures import Figure, figure
from tests.benchmarks.neighbourhood import Circle, circles, copy_database, environment, move_in, remember
from tests.benchmarks.policy_text import policy_text
from tests.databases import fresh_database
from tests.journeys.telegram_hall import Hall, telegram_hall

TITLE = "From exec to the first getUpdates"
_FLOOR = "the libraries alone, imported"
_GOAL = 3.0
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds by the clock, which other programs on the machine lengthen, and of processor time."""

    seconds: float
    processor: float


@dataclass(frozen=True, slots=True)
class Size:
    """The first so many of the groups are in the policy."""

    groups: int = 1000
    members: int = 200
    in_policy: tuple[int, ...] = (3, 1000)
    repetitions: int = 5


async def measure(size: Size, folder: Path) -> list[Figure]:
    known = circles(size.groups, size.members)
    taken: dict[str, list[Taken]] = {}
    async with fresh_database("sqlite", folder) as url:
        await remember(url, known)
        for _ in range(size.repetitions):
            taken.setdefault(_FLOOR, []).append(await _libraries())
            for number in size.in_policy:
                name = f"{size.groups * size.members:,} memberships, {number:,} groups in the policy"
                taken.setdefault(name, []).append(await _start(folder, url, known[:number]))
    goals = {name: None if name == _FLOOR else _GOAL for name in taken}
    seconds = [figure(name, "s", (each.seconds for each in all_), goal=goals[name]) for name, all_ in taken.items()]
    return seconds + [figure(f"{name}: processor", "s", (e.processor for e in all_)) for name, all_ in taken.items()]


async def _libraries() -> Taken:
    began = time.time()
    async with child("tests.benchmarks.bare_imports") as process:
        await process.says()
        return Taken(time.time() - began, process.processor_seconds())


async def _start(folder: Path, url: str, named: Sequence[Circle]) -> Taken:
    policy = folder / "policy.toml"
    policy.write_text(policy_text({circle.key: circle.chat for circle in named}))
    async with telegram_hall(folder) as hall:
        copy_database(url, hall.database_url)
        _something_waits(hall, named[0])
        began = time.time()
        async with child("bot", "run", environment=environment(hall, policy)) as bot:
            await hall.world.until(lambda: hall.world.record.polls, _PATIENCE)
            return Taken(hall.world.record.polls[0].at - began, bot.processor_seconds())


def _something_waits(hall: Hall, circle: Circle) -> None:
    """So that the first call is answered at once, and thereby on record."""
    group, people = move_in(hall, replace(circle, members=circle.members[:1]))
    people[0].write(group, "Is anybody there?")
