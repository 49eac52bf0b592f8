"""One seed of the killing journey: people at the door, and a bot that is killed again and again."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.bot_api.faults import Fault, Faults
from tests.journeys.manners import POLICY, Manner
from tests.journeys.newcomers import Newcomer
from tests.journeys.on_record import Record, on_record
from tests.journeys.process import STOPS_WITHIN, Program, program, settings_of
from tests.journeys.telegram_hall import Hall, telegram_hall

_NAMES = ("Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Huw")
_FAULTS = 0.05  # the share of calls that meet a fault, where there are faults
_SETTLES = 60.0  # seconds for what is left to do when everybody has had their answer

Life = Callable[[], AbstractAsyncContextManager[Program]]


@dataclass(frozen=True, slots=True)
class Seed:
    """Every fifth is on PostgreSQL, every third on a Telegram that fails now and then."""

    number: int
    kills: int = 2

    @property
    def kind(self) -> str:
        return "postgresql" if self.number % 5 == 4 else "sqlite"

    @property
    def faulty(self) -> bool:
        return self.number % 3 == 2

    def __str__(self) -> str:
        return f"{self.number}-{self.kind}{'-faulty' if self.faulty else ''}"


class CountedFaults(Faults):
    """Remembers how many answers were lost for each chat: what they were about is sent again, as after a kill."""

    def __init__(self) -> None:
        super().__init__()
        self.lost: Counter[int | None] = Counter()

    def next_for(self, method: str, chat_id: int | None) -> Fault | None:
        fault = super().next_for(method, chat_id)
        if fault and fault.kind == "lose_reply":
            self.lost[chat_id] += 1
        return fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """The hall when everybody has had their answer, and the bot was told to stop with nothing left to do."""

    seed: Seed
    hall: Hall
    people: list[Newcomer]
    faults: CountedFaults
    record: Record
    exit_code: int
    said: str

    def figures(self) -> Counter[str]:
        """What can be added up over many seeds."""
        messages = sum(call.ok for call in self.hall.world.calls_to("sendMessage"))
        repeated = sum(person.repeated() for person in self.people)
        named = {"seeds": 1, "kills": self.seed.kills, "restarts": self.seed.kills}
        return Counter({**named, "messages": messages, "repeated messages": repeated})


@asynccontextmanager
async def killed_and_restarted(seed: Seed, folder: Path) -> AsyncIterator[Aftermath]:
    """People do what their seed says, while the bot dies `seed.kills` times and then lives to see them all out."""
    chance = random.Random(seed.number)
    async with telegram_hall(folder, kind=seed.kind, policy=POLICY) as hall, on_record(hall.database_url) as record:
        hall.world.faults = faults = CountedFaults()
        faults.at_random(_FAULTS if seed.faulty else 0.0, seed.number)
        people = [Newcomer(hall.visitor(name), Manner.of(chance)) for name in _NAMES]
        environment = settings_of(hall, folder)

        def life() -> AbstractAsyncContextManager[Program]:
            return program("run", folder=folder, environment=environment)

        going: asyncio.Future[Any] = asyncio.gather(*(person.go() for person in people))
        try:
            for _ in range(seed.kills):
                await die_young(life, chance)
            exit_code, said = await live_on(life, going, record)
        finally:
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)
        yield Aftermath(
            seed=seed, hall=hall, people=people, faults=faults, record=record, exit_code=exit_code, said=said
        )


async def die_young(
    life: Life,
    chance: random.Random,
    *,
    begun: Callable[[Program], Awaitable[None]] = Program.is_at_work,
    to_begin: float = 0.0,
) -> None:
    """Killed while it starts, or soon after it has begun to work: sooner rather than later, when most is going on.

    `begun` returns when it has; `to_begin` are the seconds of a start that go by before there is much to interrupt.
    """
    while_starting, delay = chance.random() < 0.2, 0.02 + 1.48 * chance.random() ** 2
    async with life() as short:
        if while_starting:
            await asyncio.sleep(to_begin)
        else:
            await begun(short)
        await asyncio.sleep(delay)
        short.kill()


async def live_on(life: Life, going: asyncio.Future[Any], record: Record) -> tuple[int, str]:
    """Until everybody is content and nothing is left to do; then told to stop. The exit code, and all that was said."""
    async with life() as last:
        await last.is_at_work()
        await _unless_it_ends(last, going)
        await _unless_it_ends(last, asyncio.ensure_future(_nothing_left(record)))
        last.terminate()
        await last.says("Hallkeeper has stopped", seconds=STOPS_WITHIN)
        return await last.ends(), last.said


async def _unless_it_ends(running: Program, work: asyncio.Future[Any]) -> None:
    end = asyncio.ensure_future(running.process.wait())
    try:
        await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
        assert work.done(), f"the bot has ended by itself: {running.said}"
        await work
    except Exception as problem:
        problem.add_note(f"the bot said: {running.said}")
        raise
    finally:
        end.cancel()


async def _nothing_left(record: Record) -> None:
    try:
        async with asyncio.timeout(_SETTLES):
            while left := await record.outbox():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"left in the outbox: {left}") from None
