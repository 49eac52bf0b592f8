"""How much memory the running bot takes beyond that of the libraries it runs on.

After as many messages as there are people who write one each, so that whatever is remembered of people is full.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.children import Memory, child
from tests.benchmarks.figures import Figure, figure
from tests.benchmarks.neighbourhood import Circle, chatter, circles, copy_database, environment, move_in, remember
from tests.benchmarks.policy_text import policy_text
from tests.databases import fresh_database
from tests.journeys.telegram_hall import Hall, telegram_hall

TITLE = "Memory"
_GOAL = 40.0
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Size:
    """`lively`: in how many of the groups people write; everybody in them does, once. `calm`: seconds after which
    what was under way is over.
    """

    groups: int = 1000
    members: int = 200
    lively: int = 50
    repetitions: int = 3
    calm: float = 1.0


async def measure(size: Size, folder: Path) -> list[Figure]:
    known = circles(size.groups, size.members)
    floor: list[Memory] = []
    started: list[Memory] = []
    used: list[Memory] = []
    async with fresh_database("sqlite", folder) as url:
        await remember(url, known)
        for _ in range(size.repetitions):
            floor.append(await libraries_alone())
            before, after = await _after_messages(folder, url, known, size)
            started.append(before)
            used.append(after)
    return _figures(floor, started, used, f"{size.lively * size.members:,} messages")


def _figures(floor: list[Memory], started: list[Memory], used: list[Memory], messages: str) -> list[Figure]:
    beyond_at_start = [more - less for more, less in zip(started, floor, strict=True)]
    beyond = [more - less for more, less in zip(used, floor, strict=True)]
    return [
        figure("the libraries alone: resident", "MiB", (each.resident for each in floor)),
        figure("the libraries alone: its own", "MiB", (each.own for each in floor)),
        figure(f"after {messages}: resident", "MiB", (each.resident for each in used)),
        figure(f"after {messages}: its own", "MiB", (each.own for each in used)),
        figure("at work, beyond the libraries: resident", "MiB", (each.resident for each in beyond_at_start)),
        figure(f"after {messages}, beyond the libraries: resident", "MiB", (e.resident for e in beyond), goal=_GOAL),
        figure(f"after {messages}, beyond the libraries: its own", "MiB", (e.own for e in beyond), goal=_GOAL),
        figure(f"after {messages}, beyond the libraries: its share", "MiB", (e.share for e in beyond), goal=_GOAL),
    ]


async def libraries_alone() -> Memory:
    async with child("tests.benchmarks.bare_imports") as process:
        await process.says()
        return process.memory()


async def _after_messages(folder: Path, url: str, known: list[Circle], size: Size) -> tuple[Memory, Memory]:
    """When it has just begun to work, and when it has taken in everything."""
    policy = folder / "policy.toml"
    policy.write_text(policy_text({circle.key: circle.chat for circle in known}))
    async with telegram_hall(folder) as hall:
        copy_database(url, hall.database_url)
        groups = [move_in(hall, circle) for circle in known[: size.lively]]
        async with child("bot", "run", environment=environment(hall, policy)) as bot:
            await hall.world.until(lambda: hall.world.record.calls, _PATIENCE)
            await asyncio.sleep(size.calm)
            before = bot.memory()
            for group, people in groups:
                chatter(group, people, len(people))
            await _all_taken(hall)
            await asyncio.sleep(size.calm)
            return before, bot.memory()


async def _all_taken(hall: Hall) -> None:
    async with asyncio.timeout(_PATIENCE):
        while hall.bot.inbox.pending():
            await asyncio.sleep(0.02)
