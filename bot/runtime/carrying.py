"""One errand: is it still wanted, what does its platform say, and what follows from that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
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
    Fetched,
    InvitationBlocked,
    Later,
    Moved,
    Outcome,
    Post,
    Refused,
    RequestGone,
    Say,
    Seen,
)
from bot.core.errors import Deposed, NotYet, Stop
from bot.core.ids import EffectId, PlatformName
from bot.core.messages import Message, Speak
from bot.core.ports import Errand, LoadedErrand, Order, Platform, Store, Work
from bot.runtime import figures

_log = structlog.get_logger(__name__)

_SHORTEST_WAIT = timedelta(seconds=0.1)
_MOST_AHEAD = 8  # as many as the outbox begins at once
_MOST_FAULTS = 5  # after so many tries a fault of ours is not taken for a passing one
_LONGEST_WAIT = timedelta(minutes=5)

_Final = Done | Fetched | Seen | CannotWrite | InvitationBlocked | RequestGone | Refused
SetUpDesk = Callable[[Work, PlatformName], Desk]

Follow = Callable[[Any, Outcome, Desk], Awaitable[None]]
"""What follows from an effect and what became of it."""

StillWanted = Callable[[Any, Desk], Awaitable[bool]]
"""Whether an effect that was wanted once should still be carried out."""


@dataclass(frozen=True, slots=True)
class Carried:
    """`due`: when to try again, None when it is done with. `wanted`: what is to be done now because of it.

    `everywhere`: the platform as a whole asks for patience until then.
    """

    due: datetime | None = None
    wanted: Sequence[Errand] = ()
    everywhere: bool = False


class Carrier:
    def __init__(
        self,
        store: Store,
        *,
        platforms: Mapping[PlatformName, Platform],
        speak: Mapping[PlatformName, Speak],
        desk: SetUpDesk,
        follow: Mapping[type[Effect], Follow],
        still_wanted: Mapping[type[Effect], StillWanted],
        clock: Clock,
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._speak = speak
        self._desk = desk
        self._follow = follow
        self._still_wanted = still_wanted
        self._clock = clock
        self._unsettled: dict[EffectId, tuple[LoadedErrand, Outcome]] = {}
        self._ahead: dict[EffectId, LoadedErrand] = {}
        self._ahead_as_of = 0

    async def look_ahead(self, work: Work) -> None:
        """Load the messages that this transaction, when it ends now, leaves to be sent at once.

        Somebody waits for an answer; to send it should not take another transaction.
        """
        self._ahead, self._ahead_as_of = {}, self._store.begun
        for errand in work.wanted[:_MOST_AHEAD]:
            loaded = await work.errands.load(errand.id)
            if loaded is None or not isinstance(loaded.effect, Say) or not loaded.reachable:
                continue
            if not await self._is_pointless(work, errand, loaded):
                self._ahead[errand.id] = loaded

    async def carry_out(self, errand: Errand) -> Carried:
        """Do it, and save what became of it. What cannot be handled is set aside, and stands in nobody's way.

        Raises what the database raises, and `Deposed` when another process leads.
        """
        try:
            return await self._carry_out(errand)
        except (Stop, Deposed):
            raise
        except Exception as problem:  # noqa: BLE001 - a fault of ours must not come again at every start
            kind = type(problem).__name__
            _log.error("An errand could not be handled and was set aside.", problem=kind)
            async with self._store.work() as work:
                await work.errands.set_aside(errand.id, kind)
            return Carried()

    async def _carry_out(self, errand: Errand) -> Carried:
        """What was done but could not be saved is not done again, only saved again."""
        if errand.id not in self._unsettled:
            loaded = await self._load(errand)
            if loaded is None:
                return Carried()
            self._unsettled[errand.id] = loaded, await self._ask_platform(errand, loaded)
        try:
            carried = await self._settle(errand, *self._unsettled[errand.id])
        except NotYet:
            if isinstance(self._unsettled[errand.id][1], CannotWrite):
                del self._unsettled[errand.id]  # nothing was done, and they may have opened the chat meanwhile
            raise
        except BaseException:
            del self._unsettled[errand.id]
            raise
        del self._unsettled[errand.id]
        return carried

    async def _load(self, errand: Errand) -> LoadedErrand | None:
        """None if there is nothing to be done about it, at present or at all."""
        ahead = self._ahead.pop(errand.id, None)
        if ahead is not None and self._ahead_as_of == self._store.begun:
            return ahead
        async with self._store.work() as work:
            loaded = await work.errands.load(errand.id)
            if loaded is None:
                return None
            if isinstance(loaded.effect, Say) and not loaded.reachable and not loaded.effect.only_if_reachable:
                await work.errands.park(errand.id)
                return None
            if await self._is_pointless(work, errand, loaded):
                await work.errands.done(errand.id)
                return None
            return loaded

    async def _is_pointless(self, work: Work, errand: Errand, loaded: LoadedErrand) -> bool:
        """A question that is no longer open, a press that nobody waits for, a nicety for somebody who is away."""
        effect = loaded.effect
        if loaded.stale or (isinstance(effect, Say) and not loaded.reachable):
            return True
        if isinstance(effect, AcknowledgePress):
            return self._clock.now() - loaded.asked_at > effect.lasts
        still_wanted = self._still_wanted.get(type(effect))
        return still_wanted is not None and not await still_wanted(effect, self._desk(work, errand.platform))

    async def _ask_platform(self, errand: Errand, loaded: LoadedErrand) -> Outcome:
        said = _message(loaded.effect)
        speech = None if said is None else self._speak[errand.platform](said, loaded.language)
        order = Order(errand.id, loaded.effect, loaded.chat, loaded.user, speech)
        try:
            return await self._platforms[errand.platform].carry_out(order)
        except Exception as problem:
            _log.error("An errand failed.", kind=type(loaded.effect).__name__, problem=type(problem).__name__)
            if loaded.attempts >= _MOST_FAULTS:
                raise
            return Later(_backoff(loaded.attempts))

    async def _settle(self, errand: Errand, loaded: LoadedErrand, outcome: Outcome) -> Carried:
        now = self._clock.now()
        figures.ERRANDS.labels(type(loaded.effect).__name__, type(outcome).__name__).inc()
        async with self._store.work() as work:
            if isinstance(outcome, Later):
                due = now + max(outcome.wait, _SHORTEST_WAIT)
                await work.errands.put_off(errand.id, due)
                return Carried(due, everywhere=outcome.everywhere)
            if isinstance(outcome, Moved):
                await work.groups.moved(errand.platform, loaded.chat, outcome.new)
                return Carried(now)
            await self._close(work, errand, loaded.effect, outcome)
        return Carried(wanted=work.wanted)

    async def _close(self, work: Work, errand: Errand, effect: Effect, outcome: _Final) -> None:
        if isinstance(outcome, CannotWrite) and isinstance(effect, Say):
            await _keep_for_later(work, errand, effect, outcome)
        elif isinstance(outcome, Refused):
            _log.warning("A platform refuses something for good.", kind=type(effect).__name__, words=outcome.words)
            await work.errands.set_aside(errand.id, outcome.words)
        else:
            await work.errands.done(errand.id)
        follow = self._follow.get(type(effect))
        if follow is not None:
            desk = self._desk(work, errand.platform)
            await follow(effect, outcome, desk)
            await work.errands.add(desk.effects, desk.now)


async def _keep_for_later(work: Work, errand: Errand, effect: Say, outcome: CannotWrite) -> None:
    """Whoever has been asked into a chat may come at any moment: whether they can be written to is tried each time."""
    if not outcome.invited:
        await work.people.set_reachable(effect.to, reachable=False)
    if outcome.invited or not effect.only_if_reachable:
        await work.errands.park(errand.id)
    else:
        await work.errands.done(errand.id)


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
