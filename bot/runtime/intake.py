"""What arrives is decided and saved, and only then acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta

import structlog

from bot.core.clock import Clock
from bot.core.desk import Desk, Handle
from bot.core.errors import Deposed, NotYet, Stop
from bot.core.events import Arrival, Batch, Event, Unreadable
from bot.core.ids import PlatformName
from bot.core.ports import Errand, Store, Work
from bot.runtime import figures
from bot.runtime.acquaintance import Acquaintance
from bot.runtime.unbroken import Unbroken

_log = structlog.get_logger(__name__)

SetUpDesk = Callable[[Work, PlatformName], Desk]

_PLACE_SAVED_EVERY = timedelta(seconds=60)  # though nothing happened: what comes again after a kill is told once more


class _Tripped(Exception):  # noqa: N818 - it is told within this file alone
    """An event could not be decided, and took all that was decided along with it."""


class Intake:
    """Takes batches. Those that arrive while one is being saved are saved together in the next transaction.

    `overhear` is given everything, and says what is to be decided though nothing in it is new.
    """

    def __init__(
        self,
        store: Store,
        *,
        desk: SetUpDesk,
        handlers: Mapping[type[Event], Handle],
        clock: Clock,
        look_ahead: Callable[[Work], Awaitable[None]],
        hand_over: Callable[[Sequence[Errand]], None],
        doubt: Callable[[], None],
        overhear: Callable[[Event, datetime], bool],
    ) -> None:
        self._store = store
        self._desk = desk
        self._handlers = handlers
        self._clock = clock
        self._look_ahead = look_ahead
        self._hand_over = hand_over
        self._doubt = doubt
        self._acquaintance = Acquaintance()
        self._overhear = overhear
        self._pending: list[tuple[Batch, asyncio.Future[None]]] = []
        self._place_saved: dict[PlatformName, datetime] = {}
        self._turn = asyncio.Lock()
        self._unbroken = Unbroken()

    async def take(self, batch: Batch) -> None:
        """Decide and save; returns once it is on disk, or at once where nothing of it has to be.

        Raises what the database raises, and `Deposed` when another process leads: then nothing was taken.
        """
        if self._needs_nothing(batch):
            figures.ARRIVALS.labels(batch.platform).inc(len(batch.arrivals))
            return
        saved = asyncio.get_running_loop().create_future()
        self._pending.append((batch, saved))
        async with self._turn:
            if not saved.done():
                await self._unbroken.do(self._take_all())
        await saved

    def _needs_nothing(self, batch: Batch) -> bool:
        """Whether nothing of it has to be on disk. What is being saved just now could change that."""
        if self._pending or self._turn.locked():
            return False
        if batch.token:
            saved = self._place_saved.get(batch.platform)
            if saved is None or self._clock.now() - saved > _PLACE_SAVED_EVERY:
                return False
        return all(self._is_nothing(arrival.event) for arrival in batch.arrivals)

    def _is_nothing(self, event: Event | Unreadable | None) -> bool:
        if event is None or isinstance(event, Unreadable):
            return event is None
        wanted = self._overhear(event, self._clock.now())
        return not wanted and self._acquaintance.needs_nothing(event)

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
        """All in one go; when an event raises, all once more, with each undone by itself where it raises.

        To guard each from the first would cost as much as deciding most of them does.
        """
        try:
            try:
                await self._save_all(batches, guarded=False)
            except _Tripped:
                await self._save_all(batches, guarded=True)
        except NotYet:
            self._doubt()
            raise

    async def _save_all(self, batches: Sequence[Batch], *, guarded: bool) -> None:
        decided: list[Event] = []
        async with self._store.work() as work:
            for batch in batches:
                await self._decide(work, batch, decided, guarded=guarded)
            await self._look_ahead(work)
        for batch in batches:
            if batch.token:
                self._place_saved[batch.platform] = self._clock.now()
            figures.ARRIVALS.labels(batch.platform).inc(len(batch.arrivals))
        for event in decided:
            self._acquaintance.remember(event)
            figures.DECIDED.labels(type(event).__name__).inc()
        self._hand_over(work.wanted)

    async def _decide(self, work: Work, batch: Batch, decided: list[Event], *, guarded: bool) -> None:
        now = self._clock.now()
        new = await work.deliveries.new(batch.platform, [arrival.id for arrival in batch.arrivals], now)
        if batch.token:
            await work.deliveries.reached(batch.platform, batch.token)
        for arrival in batch.arrivals:
            event = arrival.event
            if event is None or arrival.id not in new:
                continue
            if isinstance(event, Unreadable):
                await work.deliveries.set_aside(batch.platform, arrival.id, event.raw, event.why, now)
            elif self._is_nothing(event):
                continue
            elif await self._handle(work, batch, arrival, event, guarded=guarded):
                decided.append(event)

    async def _handle(self, work: Work, batch: Batch, arrival: Arrival, event: Event, *, guarded: bool) -> bool:
        """Whether it could be decided. What raises is, when guarded, undone by itself, kept and set aside.

        Raises `_Tripped` for it otherwise.
        """
        handle = self._handlers.get(type(event))
        if handle is None:
            return True
        desk = self._desk(work, batch.platform)
        try:
            async with work.attempt() if guarded else nullcontext():
                await handle(event, desk)
                await work.errands.add(desk.effects, desk.now)
        except (Stop, Deposed):
            raise
        except Exception as problem:
            if not guarded:
                raise _Tripped from problem
            kind = type(problem).__name__
            _log.error(
                "An event could not be decided and was set aside.", event_kind=type(event).__name__, problem=kind
            )
            figures.SET_ASIDE.labels(type(event).__name__).inc()
            await work.deliveries.set_aside(batch.platform, arrival.id, repr(event), kind, desk.now)
            return False
        return True


def _settle(saved: asyncio.Future[None], problem: Exception | None) -> None:
    if problem is None:
        saved.set_result(None)
    else:
        saved.set_exception(problem)
        saved.exception()  # whoever waited may have gone
