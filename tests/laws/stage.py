"""What a law needs of a platform: a stage on which one person acts and the bot answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from bot.core.effects import Effect, Outcome
from bot.core.events import Batch, Event
from bot.core.ids import EffectId, NativeId, Token
from bot.core.messages import Speech
from bot.core.ports import Order, Platform

PATIENCE = 5.0
Heard = TypeVar("Heard")


@dataclass
class Ears:
    """What the platform has handed over. `deaf` times it is not taken, as when the database is away."""

    events: list[Event] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    deaf: int = 0
    refused: int = 0
    token: str = ""

    async def take(self, batch: Batch) -> None:
        if self.refused < self.deaf:
            self.refused += 1
            raise ConnectionError
        self.token = batch.token or self.token
        for arrival in batch.arrivals:
            self.ids.append(arrival.id)
            if arrival.event is not None and not hasattr(arrival.event, "raw"):
                self.events.append(arrival.event)

    async def hear(self, kind: type[Heard]) -> Heard:
        """The first event of this kind, once it has come."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for event in self.events:
                    if isinstance(event, kind):
                        return event
                await asyncio.sleep(0.005)


class Stage(Protocol):
    """One person, one group with the bot in charge, one platform."""

    platform: Platform
    ears: Ears
    room: NativeId

    @property
    def user(self) -> NativeId: ...
    def listen(self) -> asyncio.Task[None]: ...
    async def opens_chat(self, words: str) -> None: ...
    async def asks_to_join(self) -> None: ...
    async def withdraws(self) -> None: ...
    async def blocks(self) -> None: ...
    async def posts(self, words: str) -> NativeId: ...
    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None: ...
    async def presses(self, label: str) -> None: ...
    async def opens_link(self, link: str) -> bool: ...
    async def heard(self) -> list[str]: ...
    async def buttons(self) -> list[str]: ...
    async def is_in(self) -> bool: ...
    async def is_posted(self, words: str) -> bool: ...
    async def bot_loses_its_rights(self) -> None: ...
    async def is_added(self) -> None:
        """By the owner, without having asked."""
        ...

    async def leaves(self) -> None: ...
    async def is_barred(self) -> None:
        """By the owner, by hand."""
        ...

    async def is_still_barred(self) -> bool: ...
    async def is_made_admin(self) -> None: ...
    async def is_there(self) -> bool:
        """In the group, without trying the door."""
        ...

    async def may_post(self) -> bool: ...
    async def is_given_a_limit(self) -> None:
        """By the owner, by hand: something of one's own, which leaves one able to post."""
        ...

    async def has_that_limit(self) -> bool: ...

    async def bot_is_sent_away(self) -> None: ...
    async def one_kind_is_forbidden(self) -> None:
        """By the owner, by hand: all may post, but not everything."""
        ...

    async def is_one_kind_forbidden(self) -> bool:
        """That kind alone."""
        ...

    async def inviting_is_forbidden(self) -> None:
        """By the owner, by hand: nothing that has to do with posting."""
        ...

    async def is_inviting_forbidden(self) -> bool: ...
    async def owner_may_post(self) -> bool: ...


def token(label: str) -> Token:
    return Token(f"token-of-{label}")


async def patiently(platform: Platform, ears: Ears) -> None:
    """Receive again when what was handed over could not be taken: it must come again."""
    while True:
        try:
            await platform.receive(ears.take, ears.token)
        except ConnectionError:
            await asyncio.sleep(0.01)


async def do(stage: Stage, effect: Effect, *, speech: Speech | None = None, private: bool = False) -> Outcome:
    chat = stage.user if private else stage.room
    user = None if private else stage.user
    return await stage.platform.carry_out(Order(EffectId(1), effect, chat, user, speech))
