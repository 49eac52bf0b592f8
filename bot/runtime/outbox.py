"""What has been decided is done, and done again until it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.core.clock import Clock
from bot.core.desk import Desk
from bot.core.effects import (
    AcknowledgePress,
    CannotWrite,
    Done,
    Effect,
    Later,
    Moved,
    Outcome,
    Post,
    Refused,
    RequestGone,
    Say,
)
from bot.core.errors import NotYet
from bot.core.ids import PlatformName
from bot.core.messages import Message, Speak
from bot.core.ports import Errand, LoadedErrand, Order, Platform, Store, Work
from bot.runtime import figures
from bot.runtime.lanes import Lanes

_log = structlog.get_logger(__name__)

_AT_ONCE = 8  # calls under way together: a platform's client is slower with more
_PAUSE = timedelta(seconds=2)  # before the database is asked again
_LONGEST_WAIT = timedelta(minutes=5)

Follow = Callable[[Any, Outcome, Desk], Awaitable[None]]
"""What follows from an effect and what became of it."""


class Outbox:
    """Carries out errands, several chats at once, each chat in order."""

    def __init__(
        self,
        store: Store,
        *,
        platforms: Mapping[PlatformName, Platform],
        speak: Mapping[PlatformName, Speak],
        desk: Callable[[Work, PlatformName], Desk],
        follow: Mapping[type[Effect], Follow],
        clock: Clock,
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._speak = speak
        self._desk = desk
        self._follow = follow
        self._clock = clock
        self._lanes = Lanes()
        self._news = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._failure: BaseException | None = None
        self._in_doubt = False
        figures.WAITING.set_function(self.__len__)

    def expect(self, errands: Sequence[Errand]) -> None:
        """These have been saved and are to be done."""
        for errand in errands:
            self._lanes.add(errand)
        if errands:
            self._news.set()

    async def recover(self) -> None:
        """Take up what was left when the last process ended, or when it could not be told whether it was saved."""
        async with self._store.work() as work:
            waiting = await work.errands.waiting()
        self._in_doubt = False
        self.expect(waiting)

    def doubt(self) -> None:
        """The database failed just when something was being saved: look there for what there is to do."""
        self._in_doubt = True
        self._news.set()

    async def run(self) -> None:
        """Carry out what is due, for ever. Cancelled, it begins nothing more; `finish` waits for what is under way.

        Raises what the database raises for good, and `Deposed` when another process leads.
        """
        while True:
            self._news.clear()
            if self._failure is not None:
                raise self._failure
            if self._in_doubt:
                await self._recover_patiently()
            while len(self._under_way) < _AT_ONCE and (errand := self._lanes.take(self._clock.now())) is not None:
                self._begin(errand)
            await self._sleep()

    async def finish(self) -> None:
        """Wait for what has been begun."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    def __len__(self) -> int:
        return len(self._lanes)

    async def _recover_patiently(self) -> None:
        try:
            await self.recover()
        except NotYet:
            await asyncio.sleep(_PAUSE.total_seconds())

    async def _sleep(self) -> None:
        due = self._lanes.next_due() if len(self._under_way) < _AT_ONCE else None
        if due is None:
            await self._news.wait()
            return
        waiting = asyncio.ensure_future(self._news.wait())
        timer = asyncio.ensure_future(self._clock.sleep_until(due))
        try:
            await asyncio.wait({waiting, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            timer.cancel()

    def _begin(self, errand: Errand) -> None:
        task = asyncio.create_task(self._run_errand(errand))
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._news.set()
        if not task.cancelled() and (problem := task.exception()) is not None:
            self._failure = problem

    async def _run_errand(self, errand: Errand) -> None:
        try:
            due = await self._carry_out(errand)
        except NotYet:
            self.doubt()
            due = self._clock.now() + _PAUSE
        if due is None:
            self._lanes.done(errand)
        else:
            self._lanes.put_off(errand, due)
        self._news.set()

    async def _carry_out(self, errand: Errand) -> datetime | None:
        """None when it is done with; else when to try again."""
        async with self._store.work() as work:
            loaded = await work.errands.load(errand.id)
            if loaded is None:
                return None
            if _pointless(loaded, self._clock.now()):
                await work.errands.done(errand.id)
                return None
            if isinstance(loaded.effect, Say) and not loaded.reachable:
                await work.errands.park(errand.id)
                return None
        outcome = await self._ask_platform(errand, loaded)
        async with self._store.work() as work:
            due = await self._settle(work, errand, loaded, outcome)
        self.expect(work.wanted)
        return due

    async def _ask_platform(self, errand: Errand, loaded: LoadedErrand) -> Outcome:
        said = _message(loaded.effect)
        speech = None if said is None else self._speak[errand.platform](said, loaded.language)
        order = Order(errand.id, loaded.effect, loaded.chat, loaded.user, speech)
        try:
            return await self._platforms[errand.platform].carry_out(order)
        except Exception as problem:  # noqa: BLE001 - a fault of ours must not lose the errand
            _log.error("An errand failed.", kind=type(loaded.effect).__name__, problem=type(problem).__name__)
            return Later(_backoff(loaded.attempts))

    async def _settle(self, work: Work, errand: Errand, loaded: LoadedErrand, outcome: Outcome) -> datetime | None:
        now = self._clock.now()
        figures.ERRANDS.labels(type(loaded.effect).__name__, type(outcome).__name__).inc()
        match outcome:
            case Later(wait=wait, everywhere=everywhere):
                due = now + max(wait, timedelta(seconds=0.1))
                if everywhere:
                    self._lanes.hold(errand.platform, due)
                await work.errands.put_off(errand.id, due)
                return due
            case Moved(new=new):
                await work.groups.moved(errand.platform, loaded.chat, new)
                return now
            case CannotWrite():
                await self._cannot_write(work, errand, loaded.effect)
                return None
            case Refused(words=words):
                _log.warning("A platform refuses something for good.", kind=type(loaded.effect).__name__, words=words)
                await work.errands.set_aside(errand.id, words)
            case Done() | RequestGone():
                await work.errands.done(errand.id)
        await self._follow_up(work, errand.platform, loaded.effect, outcome)
        return None

    async def _cannot_write(self, work: Work, errand: Errand, effect: Effect) -> None:
        if not isinstance(effect, Say):
            await work.errands.done(errand.id)
            return
        await work.people.set_reachable(effect.to, reachable=False)
        if effect.only_if_reachable:
            await work.errands.done(errand.id)
        else:
            await work.errands.park(errand.id)

    async def _follow_up(self, work: Work, platform: PlatformName, effect: Effect, outcome: Outcome) -> None:
        follow = self._follow.get(type(effect))
        if follow is None:
            return
        desk = self._desk(work, platform)
        await follow(effect, outcome, desk)
        await work.errands.add(desk.effects, desk.now)


def _pointless(loaded: LoadedErrand, now: datetime) -> bool:
    """A question that is no longer open, a press that nobody waits for, a nicety for somebody who is away."""
    match loaded.effect:
        case AcknowledgePress(lasts=lasts):
            return now - loaded.asked_at > lasts
        case Say(only_if_reachable=True):
            return not loaded.reachable
        case _:
            return loaded.stale


def _message(effect: Effect) -> Message | None:
    match effect:
        case Say(message=message) | Post(message=message):
            return message
        case AcknowledgePress(text=text):
            return text
        case _:
            return None


def _backoff(attempts: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(attempts, 10)), _LONGEST_WAIT)
