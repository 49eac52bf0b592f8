"""What arrives is decided and saved, and only then acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

import structlog

from bot.core.clock import Clock
from bot.core.desk import Desk, Handle
from bot.core.errors import Deposed, NotYet, Stop
from bot.core.events import Arrival, Batch, Event, Unreadable
from bot.core.ids import PlatformName
from bot.core.ports import Errand, Store, Work
from bot.runtime.acquaintance import Acquaintance
from bot.runtime.unbroken import Unbroken

_log = structlog.get_logger(__name__)

SetUpDesk = Callable[[Work, PlatformName], Desk]


class Intake:
    """Takes batches. Those that arrive while one is being saved are saved together in the next transaction."""

    def __init__(
        self,
        store: Store,
        *,
        desk: SetUpDesk,
        handlers: Mapping[type[Event], Handle],
        clock: Clock,
        hand_over: Callable[[Sequence[Errand]], None],
        doubt: Callable[[], None],
    ) -> None:
        self._store = store
        self._desk = desk
        self._handlers = handlers
        self._clock = clock
        self._hand_over = hand_over
        self._doubt = doubt
        self._acquaintance = Acquaintance()
        self._pending: list[tuple[Batch, asyncio.Future[None]]] = []
        self._turn = asyncio.Lock()
        self._unbroken = Unbroken()

    async def take(self, batch: Batch) -> None:
        """Decide and save; returns once it is on disk.

        Raises what the database raises, and `Deposed` when another process leads: then nothing was taken.
        """
        saved = asyncio.get_running_loop().create_future()
        self._pending.append((batch, saved))
        async with self._turn:
            if not saved.done():
                await self._unbroken.do(self._take_all())
        await saved

    async def finish(self) -> None:
        """Wait for what is being saved."""
        await self._unbroken.finish()

    async def _take_all(self) -> None:
        pending, self._pending = self._pending, []
        problem: Exception | None = None
        try:
            await self._save([batch for batch, _ in pending])
        except Exception as raised:  # noqa: BLE001 - whoever handed a batch over is told
            problem = raised
        for _, saved in pending:
            if not saved.done():
                _settle(saved, problem)

    async def _save(self, batches: Sequence[Batch]) -> None:
        decided: list[Event] = []
        try:
            async with self._store.work() as work:
                for batch in batches:
                    await self._decide(work, batch, decided)
        except NotYet:
            self._doubt()
            raise
        for event in decided:
            self._acquaintance.remember(event)
        self._hand_over(work.wanted)

    async def _decide(self, work: Work, batch: Batch, decided: list[Event]) -> None:
        now = self._clock.now()
        new = await work.deliveries.new(batch.platform, [arrival.id for arrival in batch.arrivals], now)
        for arrival in batch.arrivals:
            event = arrival.event
            if event is None or arrival.id not in new:
                continue
            if isinstance(event, Unreadable):
                await work.deliveries.set_aside(batch.platform, arrival.id, event.raw, event.why, now)
            elif not self._acquaintance.needs_nothing(event) and await self._handle(work, batch, arrival, event):
                decided.append(event)

    async def _handle(self, work: Work, batch: Batch, arrival: Arrival, event: Event) -> bool:
        """Whether it could be decided. What raises is undone by itself, kept and set aside; it blocks nothing."""
        handle = self._handlers.get(type(event))
        if handle is None:
            return True
        desk = self._desk(work, batch.platform)
        try:
            async with work.attempt():
                await handle(event, desk)
                await work.errands.add(desk.effects, desk.now)
        except (Stop, Deposed):
            raise
        except Exception as problem:  # noqa: BLE001 - whatever it was, the next event must be decided
            kind = type(problem).__name__
            _log.error(
                "An event could not be decided and was set aside.", event_kind=type(event).__name__, problem=kind
            )
            await work.deliveries.set_aside(batch.platform, arrival.id, repr(event), kind, desk.now)
            return False
        return True


def _settle(saved: asyncio.Future[None], problem: Exception | None) -> None:
    if problem is None:
        saved.set_result(None)
    else:
        saved.set_exception(problem)
        saved.exception()  # whoever waited may have gone
