"""The parts of a running Hallkeeper, put together: intake, outbox and keeper between the platforms and the store."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from bot.app.wiring import DUTIES, EVENTS, OUTCOMES, STILL_WANTED
from bot.core.clock import Clock
from bot.core.desk import Desk, Policies
from bot.core.ids import PlatformName
from bot.core.messages import Speak
from bot.core.ports import Platform, Store, Work
from bot.runtime.carrying import Carrier
from bot.runtime.intake import Intake
from bot.runtime.keeper import Keeper
from bot.runtime.outbox import Outbox

_TO_CATCH_UP = 3.0  # seconds to hear what was missed, before what was left is done all the same
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
            store, desk=self._desk, handlers=EVENTS, clock=clock, hand_over=self.outbox.expect, doubt=self.outbox.doubt
        )
        first = next(iter(platforms))
        self.keeper = Keeper(
            store,
            desk=lambda work: self._desk(work, first),
            duties=DUTIES,
            clock=clock,
            hand_over=self.outbox.expect,
            doubt=self.outbox.doubt,
        )

    async def run(self) -> None:
        """Take up what was left, then receive, keep and carry out, until cancelled; then finish what has been begun.

        Raises what stops it: `Stop`, `Deposed`.
        """
        await self.outbox.recover()
        async with self.store.work() as work:
            since = {name: await work.deliveries.token(name) for name in self._platforms}
        tasks = [
            asyncio.create_task(platform.receive(self.intake.take, since[name]))
            for name, platform in self._platforms.items()
        ]
        tasks += [asyncio.create_task(self._carry_out()), asyncio.create_task(self._keep())]
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

    async def _carry_out(self) -> None:
        await self._catch_up()
        await self.outbox.run()

    async def _keep(self) -> None:
        await self._catch_up()
        await self.keeper.run()

    async def _catch_up(self) -> None:
        """What was missed is heard first: it may have changed what is still wanted, and what has fallen due."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_TO_CATCH_UP):
                await self.intake.caught_up.wait()

    async def _finish(self) -> None:
        await self.intake.finish()
        await self.keeper.finish()
        await self.outbox.finish()

    def _desk(self, work: Work, platform: PlatformName) -> Desk:
        return Desk(
            self._clock.now(), self._policies, work, self._speak[platform], called=self._platforms[platform].called
        )
