"""What falls due is looked for in the records, again and again: nothing hangs on a timer that a restart forgets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core.clock import Clock
from bot.core.desk import Desk
from bot.core.errors import Deposed, NotYet, Stop
from bot.core.ports import Errand, Store, Work
from bot.runtime.unbroken import Unbroken

_log = structlog.get_logger(__name__)

LOOK_EVERY = timedelta(seconds=2)
_HOURLY = timedelta(hours=1)
_REPEATED = timedelta(hours=48)  # twice as long as Telegram keeps what it could not deliver
_LOOKED_AT = timedelta(days=30)  # people's words that were set aside, and messages to those who never came back


@dataclass(frozen=True, slots=True)
class Duty:
    """`attend` does a share of what is due and says whether there may be more."""

    attend: Callable[[Desk], Awaitable[bool]]
    every: timedelta = LOOK_EVERY


class Keeper:
    def __init__(
        self,
        store: Store,
        *,
        desk: Callable[[Work], Desk],
        duties: Sequence[Duty],
        clock: Clock,
        hand_over: Callable[[Sequence[Errand]], None],
        doubt: Callable[[], None],
    ) -> None:
        self._store = store
        self._desk = desk
        self._duties = duties
        self._clock = clock
        self._hand_over = hand_over
        self._doubt = doubt
        self._unbroken = Unbroken()
        self._forget_at = clock.now()
        self._next: dict[Duty, datetime] = {}

    async def run(self) -> None:
        """Attend to every duty at its interval, at once after a start, for ever."""
        while True:
            now = self._clock.now()
            for duty in self._duties:
                if now >= self._next.get(duty, now):
                    self._next[duty] = now + duty.every
                    await self._attend(duty)
            if now >= self._forget_at:
                self._forget_at = now + _HOURLY
                await self._forget(now)
            await self._clock.sleep_until(now + LOOK_EVERY)

    async def _forget(self, now: datetime) -> None:
        """Ids that no platform will repeat any more, and what nobody has looked at or waited for."""
        with suppress(NotYet):
            await self._unbroken.do(self._forget_old(now))

    async def _forget_old(self, now: datetime) -> None:
        async with self._store.work() as work:
            await work.deliveries.forget(now - _REPEATED)
            await work.deliveries.forget_set_aside(now - _LOOKED_AT)
            await work.errands.forget(now - _LOOKED_AT)

    async def finish(self) -> None:
        """Wait for what has been begun."""
        await self._unbroken.finish()

    async def _attend(self, duty: Duty) -> None:
        """A duty that fails is tried again in its turn, and never keeps the others waiting."""
        more = True
        while more:
            try:
                more = await self._unbroken.do(self._once(duty))
            except NotYet:
                self._doubt()
                return
            except (Stop, Deposed):
                raise
            except Exception as problem:  # noqa: BLE001
                _log.error("A duty failed.", duty=duty.attend.__name__, problem=type(problem).__name__)
                return

    async def _once(self, duty: Duty) -> bool:
        async with self._store.work() as work:
            desk = self._desk(work)
            more = await duty.attend(desk)
            await work.errands.add(desk.effects, desk.now)
        self._hand_over(work.wanted)
        return more
