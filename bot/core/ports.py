"""What the runtime asks of a platform and of the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.core.community.rights import GroupSight
from bot.core.effects import Effect, Outcome
from bot.core.events import Batch
from bot.core.ids import EffectId, NativeId, PlatformName
from bot.core.messages import Speech
from bot.core.records import Records


@dataclass(frozen=True, slots=True)
class Order:
    """An effect that is due, with everything that its platform needs to carry it out.

    `chat` is where: the private chat of the person, or the group. `user` is whom it concerns, where that differs.
    `speech` is the effect's message in the reader's language. `id` is the same at every repetition.
    """

    id: EffectId
    effect: Effect
    chat: NativeId
    user: NativeId | None = None
    speech: Speech | None = None


@dataclass(frozen=True, slots=True)
class Abilities:
    """What not every platform can do.

    `writes_first`: say something in a private chat that somebody has never opened. `writes_to_requesters`: the same,
    while they wait at the door. Without it they may be asked into a chat, and what is said waits until they come.
    `makes_links`: make a link that asks to join; without it, `MakeLink` invites the person.
    """

    writes_first: bool
    writes_to_requesters: bool
    makes_links: bool


Take = Callable[[Batch], Awaitable[None]]
"""Decide and save a batch; returns once all of it is on disk that has to be.

Raises what the database raises: then nothing was taken.
"""


class Platform(Protocol):
    """One chat platform, as both ends of the house see it."""

    @property
    def name(self) -> PlatformName: ...

    @property
    def called(self) -> str:
        """The bot's own name there, by which a command can be addressed to it; known after the start."""
        ...

    @property
    def abilities(self) -> Abilities: ...

    async def start(self) -> None:
        """Returns once the platform answers; patient until then. Raises `PlatformRefuses` where patience won't help."""
        ...

    async def stop(self) -> None: ...

    async def receive(self, take: Take, since: str) -> None:
        """Hand over what arrives, for ever, acknowledging each batch only after `take` has returned.

        `since` is the `token` of the last batch that bore one, as it was saved; empty at the very first start. A
        platform that remembers by itself how far it has told gives no tokens, and looks at none.

        The first batch is what had waited while nobody was at work, and comes also when it is empty (a platform that
        calls by itself cannot know, and leaves it out).

        Patient with a platform that is down or slow. Raises `PlatformRefuses` where patience won't help.
        """
        ...

    async def carry_out(self, order: Order) -> Outcome:
        """Do it, or say why not. Raises nothing for what a platform may answer; may be cancelled at any point."""
        ...


class Reach(StrEnum):
    """Whether the bot can write to somebody. `UNTRIED`: it cannot be told without writing to them."""

    OPEN = "open"
    CLOSED = "closed"
    NO_SUCH = "no such account"
    UNTRIED = "untried"


class Inspection(Protocol):
    """A platform as `check` asks it, beside a bot that runs: it takes nothing from it and changes nothing for it."""

    @property
    def name(self) -> PlatformName: ...

    async def who(self) -> str:
        """What the bot is called there. Raises `PlatformRefuses` for a login that is not accepted, else `NotYet`."""
        ...

    async def inspect(self, chat: NativeId) -> GroupSight:
        """Raises `NotYet`."""
        ...

    async def can_write_to(self, person: NativeId) -> Reach:
        """Raises `NotYet`."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Errand:
    """An effect that has been saved and waits to be carried out: just what is needed to put it into its queue."""

    id: EffectId
    platform: PlatformName
    lane: str
    urgency: int
    due: datetime


@dataclass(frozen=True, slots=True)
class LoadedErrand:
    """An errand with its effect and addresses. `stale`: its question is no longer open, so it is to be dropped."""

    effect: Effect
    chat: NativeId
    user: NativeId | None
    language: str
    attempts: int
    asked_at: datetime
    stale: bool
    reachable: bool


class Errands(Protocol):
    """The outbox as it is on disk."""

    async def add(self, effects: Sequence[Effect], now: datetime) -> None:
        """Save them in the order given."""
        ...

    async def waiting(self) -> Sequence[Errand]:
        """All that are to be done, in the order in which they were wanted: neither parked nor set aside."""
        ...

    async def load(self, errand: EffectId) -> LoadedErrand | None:
        """None if it is done already."""
        ...

    async def done(self, errand: EffectId) -> None: ...

    async def put_off(self, errand: EffectId, due: datetime) -> None:
        """Try again at `due`; counts an attempt."""
        ...

    async def park(self, errand: EffectId) -> None:
        """Keep it until its account is reachable again."""
        ...

    async def forget(self, before: datetime) -> int:
        """Those parked or set aside that were wanted before that moment; how many there were."""
        ...

    async def set_aside(self, errand: EffectId, words: str) -> None:
        """Keep it for people to look at: its platform has finally refused, in these words."""
        ...


class Deliveries(Protocol):
    """Which deliveries of a platform have been decided."""

    async def new(self, platform: PlatformName, ids: Sequence[str], now: datetime) -> set[str]:
        """Those of `ids` that were not there yet; all of them are there afterwards."""
        ...

    async def set_aside(self, platform: PlatformName, delivery: str, raw: str, why: str, now: datetime) -> None:
        """Keep, encrypted, what could not be decided."""
        ...

    async def forget(self, before: datetime) -> int:
        """The ids that were decided before that moment; how many there were."""
        ...

    async def forget_set_aside(self, before: datetime) -> int:
        """What could not be decided before that moment: people's words are not kept for ever."""
        ...

    async def token(self, platform: PlatformName) -> str:
        """Where to go on from, as it was last saved; empty at the very first start."""
        ...

    async def reached(self, platform: PlatformName, token: str) -> None:
        """Everything up to there has been decided."""
        ...


class Work(Records, Protocol):
    """One transaction: everything in it is saved together, or not at all."""

    @property
    def errands(self) -> Errands: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def wanted(self) -> Sequence[Errand]:
        """What became due to be done in this transaction: added, or released because somebody can be reached again."""
        ...

    def attempt(self) -> AbstractAsyncContextManager[None]:
        """A part that is undone by itself when it raises, leaving the rest of the transaction as it was."""
        ...


class Store(Protocol):
    @property
    def begun(self) -> int:
        """How many transactions this process has begun: where it is the same as before, nothing can have changed."""
        ...

    def work(self) -> AbstractAsyncContextManager[Work]:
        """One transaction after another, never two at once. Raises `Deposed` when another process leads."""
        ...
