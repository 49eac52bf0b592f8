"""A start with much left to do: how soon the first of it is done, and what the rest takes in memory."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.effects import Say
from bot.core.ids import AccountId
from bot.core.messages import line, message
from bot.storage.database import Database
from tests.benchmarks.children import Memory, child
from tests.benchmarks.figures import Figure, figure
from tests.benchmarks.memory import libraries_alone
from tests.benchmarks.neighbourhood import Circle, circles, copy_database, environment, move_in, remember
from tests.benchmarks.policy_text import policy_text
from tests.databases import SECRETS, fresh_database
from tests.journeys.telegram_hall import telegram_hall

TITLE = "A start with errands left to do"
_GOAL = 3.0
_GOAL_MEMORY = 40.0
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Size:
    """`calm`: seconds after which the start is over."""

    people: int = 500
    errands_each: int = 20
    repetitions: int = 5
    calm: float = 1.0


async def measure(size: Size, folder: Path) -> list[Figure]:
    [circle] = circles(1, size.people)
    seconds: list[float] = []
    beyond: list[float] = []
    async with fresh_database("sqlite", folder) as url:
        await remember(url, [circle])
        await _leave(url, size)
        for _ in range(size.repetitions):
            libraries = await libraries_alone()
            soon, used = await _start(folder, url, circle, size.calm)
            seconds.append(soon)
            beyond.append((used - libraries).resident)
    count = f"{size.people * size.errands_each:,} errands"
    return [
        figure(f"{count}: from exec to the first message", "s", seconds, goal=_GOAL),
        figure(f"{count}: resident memory beyond the libraries", "MiB", beyond, goal=_GOAL_MEMORY),
    ]


async def _leave(url: str, size: Size) -> None:
    """Everybody is to be told something, several times."""
    database = await Database.open(url, SECRETS)
    async with database.work() as work:
        for number in range(size.errands_each):
            words = message(line("There is nothing to stop: I am not asking you anything."))
            effects = [Say(to=AccountId(1 + person), message=words) for person in range(size.people)]
            await work.errands.add(effects, datetime.now(UTC) - timedelta(minutes=size.errands_each - number))
    await database.close()


async def _start(folder: Path, url: str, circle: Circle, calm: float) -> tuple[float, Memory]:
    """Seconds from exec until the first message is sent, and the memory after that."""
    policy = folder / "policy.toml"
    policy.write_text(policy_text({circle.key: circle.chat}))
    async with telegram_hall(folder) as hall:
        copy_database(url, hall.database_url)
        _, people = move_in(hall, circle)
        for person in people:
            hall.bot.met.add(person.id)
            person.chat_with(hall.bot).opened = True
        began = time.time()
        async with child("bot", "run", environment=environment(hall, policy)) as bot:
            await hall.world.until(lambda: hall.world.calls_to("sendMessage"), _PATIENCE)
            soon = hall.world.calls_to("sendMessage")[0].at - began
            await asyncio.sleep(calm)
            return soon, bot.memory()
