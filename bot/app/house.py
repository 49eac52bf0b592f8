"""The parts of a running Hallkeeper, put together: intake, outbox and keeper between the platforms and the store."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from bot.app.wiring import EVENTS, OUTCOMES, STILL_WANTED, make_duties
from bot.core.clock import Clock
from bot.core.desk import Desk, Policies
from bot.core.events import Batch
from bot.core.ids import PlatformName
from bot.core.messages import Speak
from bot.core.ports import Platform, Store, Take, Work
from bot.i18n import languages
from bot.runtime.carrying import Carrier
from bot.runtime.intake import Intake
from bot.runtime.keeper import Keeper
from bot.runtime.outbox import Outbox
from handlers.talking import Overhearing

_TO_CATCH_UP = 3.0  # seconds, once a platform answers, to hear what was missed before what was left is done there
_TO_FINISH = 8.0  # seconds for what has been begun, out of the ten that a PaaS allows


class House:
    def __init__(
        self,
        store: Store,
        *,
        policies: Policies,
        platforms: Mapping[PlatformName, Platform],
        speak: Mapping[PlatformName, Speak],
        clock: Clock,
    ) -> None:
        self.store = store
        self._platforms = platforms
        self._answered: set[PlatformName] = set()
        self._unheard = set(platforms)
        self._all_heard = asyncio.Event()
        self._policies = policies
        self._speak = speak
        self._clock = clock
        self.carrier = Carrier(
            store,
            platforms=platforms,
            speak=speak,
            desk=self._desk,
            follow=OUTCOMES,
            still_wanted=STILL_WANTED,
            clock=clock,
        )
        self.outbox = Outbox(store, self.carrier, clock)
        self.intake = Intake(
            store,
            desk=self._desk,
            handlers=EVENTS,
            clock=clock,
            look_ahead=self.carrier.look_ahead,
            hand_over=self.outbox.expect,
            doubt=self.outbox.doubt,
            overhear=Overhearing(policies),
        )
        first = next(iter(platforms))
        self.keeper = Keeper(
            store,
            desk=lambda work: self._desk(work, first),
            duties=make_duties(),
            clock=clock,
            hand_over=self.outbox.expect,
            doubt=self.outbox.doubt,
        )

    async def run(self) -> None:
        """Take up what was left, then receive, keep and carry out, until cancelled; then finish what has been begun.

        Raises what stops it: `Stop`, `Deposed`.
        """
        for name in self._platforms:
            self.outbox.shut(name)
        await self.outbox.recover()
        async with self.store.work() as work:
            since = {name: await work.deliveries.token(name) for name in self._platforms}
        tasks = [asyncio.create_task(self._live(platform, since[name])) for name, platform in self._platforms.items()]
        tasks += [asyncio.create_task(self.outbox.run()), asyncio.create_task(self._keep())]
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(_TO_FINISH):
                    await self._finish()

    @property
    def missing(self) -> tuple[PlatformName, ...]:
        """The platforms that have not answered yet."""
        return tuple(name for name in self._platforms if name not in self._answered)

    async def _live(self, platform: Platform, since: str) -> None:
        """On one platform; another that does not answer keeps nobody waiting here."""
        await platform.start()
        self._answered.add(platform.name)
        in_any_case = asyncio.create_task(self._heard_in_any_case(platform.name))
        try:
            await platform.receive(self._taking(platform.name), since)
        finally:
            in_any_case.cancel()

    def _taking(self, name: PlatformName) -> Take:
        async def take(batch: Batch) -> None:
            await self.intake.take(batch)
            if not batch.more:
                self._heard(name)

        return take

    def _heard(self, name: PlatformName) -> None:
        """What was missed there is known: it may have changed what is still wanted, and what has fallen due."""
        if name in self._unheard:
            self._unheard.discard(name)
            self.outbox.open(name)
            if not self._unheard:
                self._all_heard.set()

    async def _heard_in_any_case(self, name: PlatformName) -> None:
        await asyncio.sleep(_TO_CATCH_UP)
        self._heard(name)

    async def _keep(self) -> None:
        await self._all_heard.wait()
        await self.keeper.run()

    async def _finish(self) -> None:
        await self.intake.finish()
        await self.keeper.finish()
        await self.outbox.finish()

    def _desk(self, work: Work, platform: PlatformName) -> Desk:
        return Desk(
            self._clock.now(),
            self._policies,
            work,
            self._speak[platform],
            called=self._platforms[platform].called,
            languages=languages(),
        )
