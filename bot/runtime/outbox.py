"""What has been decided is done, and done again until it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.core.clock import Clock
from bot.core.errors import NotYet
from bot.core.ids import PlatformName
from bot.core.ports import Errand, Store
from bot.runtime import figures
from bot.runtime.carrying import Carried, Carrier
from bot.runtime.lanes import Lanes

_AT_ONCE = 8  # calls under way together: a platform's client is slower with more
_PAUSE = timedelta(seconds=2)  # before the database is asked again


class Outbox:
    """Carries out errands, several chats at once, each chat in order."""

    def __init__(self, store: Store, carrier: Carrier, clock: Clock) -> None:
        self._store = store
        self._carrier = carrier
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

    def shut(self, platform: PlatformName) -> None:
        """Nothing is carried out there until it is opened."""
        self._lanes.shut(platform)

    def open(self, platform: PlatformName) -> None:
        self._lanes.open(platform)
        self._news.set()

    async def run(self) -> None:
        """Carry out what is due, for ever. Cancelled, it begins nothing more; `finish` waits for what is under way.

        Raises what the database raises for good, and `Deposed` when another process leads.
        """
        while True:
            self._news.clear()
            if self._failure is not None:
                raise self._failure
            while self._in_doubt:
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
        task = asyncio.create_task(self._carry_out(errand))
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._news.set()
        if not task.cancelled() and (problem := task.exception()) is not None:
            self._failure = problem

    async def _carry_out(self, errand: Errand) -> None:
        try:
            carried = await self._carrier.carry_out(errand)
        except NotYet:
            self.doubt()
            carried = Carried(self._clock.now() + _PAUSE)
        if carried.due is None:
            self._lanes.done(errand)
        else:
            self._lanes.put_off(errand, carried.due)
            if carried.everywhere:
                self._lanes.hold(errand.platform, carried.due)
        self.expect(carried.wanted)
