"""What an update costs that needs nothing: most of what a bot in a lively group is told.

The floor is python-telegram-bot alone, asking the same server for the same updates and looking at none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.children import child
from tests.benchmarks.figures import Figure, figure, ratios
from tests.benchmarks.neighbourhood import Circle, chatter, circles, environment, move_in, remember
from tests.benchmarks.policy_text import policy_text
from tests.journeys.telegram_hall import TOKEN, Hall, telegram_hall

TITLE = "Processor time of an update that needs nothing"
_FLOOR = "python-telegram-bot alone"
_GOAL = 1.5


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for the bot. `is_ours`: the group is the policy's. `strangers`: each message is the first of somebody
    who has long been a member, since the process began.
    """

    name: str
    database: str
    is_ours: bool = True
    strangers: bool = False


BACKLOGS = (
    Backlog("known people, sqlite", "sqlite"),
    Backlog("known people, postgresql", "postgresql"),
    Backlog("a group that is not ours, sqlite", "sqlite", is_ours=False),
    Backlog("known to the database alone, sqlite", "sqlite", strangers=True),
)


@dataclass(frozen=True, slots=True)
class Size:
    """Counts are multiples of 100, the updates of one call; `strangers` is how many updates are measured of those."""

    people: int = 200
    updates: int = 10_000
    strangers: int = 2_000
    repetitions: int = 5
    backlogs: tuple[Backlog, ...] = BACKLOGS


async def measure(size: Size, folder: Path) -> list[Figure]:
    taken: dict[str, list[float]] = {_FLOOR: [], **{backlog.name: [] for backlog in size.backlogs}}
    for _ in range(size.repetitions):
        taken[_FLOOR].append(await _floor(size, folder))
        for backlog in size.backlogs:
            taken[backlog.name].append(await _hallkeeper(size, backlog, folder))
    return _figures(taken, size.backlogs)


def _figures(taken: Mapping[str, list[float]], backlogs: Sequence[Backlog]) -> list[Figure]:
    times = [figure(name, "µs", values) for name, values in taken.items()]
    compared = [
        figure(
            f"{backlog.name}: times the floor",
            "×",
            ratios(taken[backlog.name], taken[_FLOOR]),
            goal=None if backlog.strangers else _GOAL,
        )
        for backlog in backlogs
    ]
    return times + compared


async def _floor(size: Size, folder: Path) -> float:
    async with telegram_hall(folder) as hall:
        _fill(hall, size, Backlog("", "sqlite"))
        arguments = (hall.server.url, TOKEN, str(size.people), str(size.updates))
        async with child("tests.benchmarks.bare_polling", *arguments) as bot:
            told = await bot.says()
    return float(told["processor"] / told["counted"] * 1e6)


async def _hallkeeper(size: Size, backlog: Backlog, folder: Path) -> float:
    async with telegram_hall(folder, kind=backlog.database) as hall:
        circle = _fill(hall, size, backlog)
        policy = folder / "policy.toml"
        policy.write_text(policy_text({circle.key: circle.chat if backlog.is_ours else circle.chat - 1}))
        if backlog.strangers:
            await remember(hall.database_url, [circle])
        counts = (str(size.people), str(size.strangers if backlog.strangers else size.updates))
        async with child("tests.benchmarks.counted_polling", *counts, environment=environment(hall, policy)) as bot:
            told = await bot.says()
    return float(told["processor"] / told["counted"] * 1e6)


def _fill(hall: Hall, size: Size, backlog: Backlog) -> Circle:
    """Everybody writes once before it counts, and the rest is what is measured."""
    [circle] = circles(1, size.people + size.strangers if backlog.strangers else size.people)
    group, people = move_in(hall, circle)
    chatter(group, people, size.people + (size.strangers if backlog.strangers else size.updates))
    return circle
