"""A bot, an owner, a person and a group on a real homeserver, and the platform between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from bot.core.effects import AcceptInvitation, Effect, Outcome, Say
from bot.core.events import Batch, InvitedBot
from bot.core.ids import AccountId, EffectId, NativeId
from bot.core.messages import Speech, message
from bot.core.ports import Order, Take
from bot.platforms.matrix.client import LoggedIn
from bot.platforms.matrix.platform import MatrixPlatform
from bot.sandbox.resident import Resident
from bot.sandbox.synapse import Synapse
from tests.homeservers import fresh_name

ADA = AccountId(1)
_PATIENCE = 10.0
Heard = TypeVar("Heard")


async def no_nap(_: float) -> None:
    await asyncio.sleep(0.001)


@dataclass
class Scene:
    synapse: Synapse
    bot: Resident
    owner: Resident
    ada: Resident
    group: NativeId
    platform: MatrixPlatform
    heard: list[Batch] = field(default_factory=list)
    token: str = ""
    polite: bool = True
    number: int = 0

    def another_platform(self, url: str = "", **more: object) -> MatrixPlatform:
        """As after a restart: the same login, and nothing else known."""
        return MatrixPlatform(
            url or self.synapse.url,
            self.bot.id,
            LoggedIn(self.bot.device, self.bot.http.token),
            groups=lambda room: room == self.group,
            now=lambda: datetime.now(UTC),
            **more,  # type: ignore[arg-type]
        )

    async def starts_anew(self, url: str = "", **more: object) -> None:
        await self.platform.stop()
        self.platform = self.another_platform(url, **more)
        await self.platform.start()

    async def take(self, batch: Batch) -> None:
        self.heard.append(batch)
        self.token = batch.token or self.token
        for arrival in batch.arrivals:
            if isinstance(arrival.event, InvitedBot) and self.polite:
                await self.do(AcceptInvitation(to=ADA, chat=arrival.event.chat.id), arrival.event.by.id)

    @asynccontextmanager
    async def listening(self, take: Take | None = None) -> AsyncIterator[asyncio.Task[None]]:
        """While the platform receives, from where it had come to."""
        task = asyncio.create_task(self.platform.receive(take or self.take, self.token))
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task

    @property
    def events(self) -> list[object]:
        """Each once, as the house decides what comes twice under one id."""
        arrivals = [arrival for batch in self.heard for arrival in batch.arrivals]
        return list({arrival.id: arrival.event for arrival in arrivals}.values())

    def all(self, kind: type[Heard]) -> list[Heard]:
        return [event for event in self.events if isinstance(event, kind)]

    async def hears(
        self, kind: type[Heard], fits: Callable[[Heard], bool] = lambda _: True, *, patience: float = _PATIENCE
    ) -> Heard:
        async with asyncio.timeout(patience):
            while True:
                for event in self.all(kind):
                    if fits(event):
                        return event
                await asyncio.sleep(0.005)

    async def caught_up(self) -> None:
        """Waits until what had been missed was handed over."""
        async with asyncio.timeout(_PATIENCE):
            while not any(not batch.more for batch in self.heard):
                await asyncio.sleep(0.005)

    async def do(
        self,
        effect: Effect,
        chat: str,
        user: str | None = None,
        *,
        speech: Speech | None = None,
        number: int | None = None,
    ) -> Outcome:
        self.number += 1
        order = Order(EffectId(number or self.number), effect, NativeId(chat), None, speech)
        return await self.platform.carry_out(replace(order, user=None if user is None else NativeId(user)))

    async def say(self, words: str | Speech, to: Resident | None = None, *, number: int | None = None) -> Outcome:
        speech = Speech(words) if isinstance(words, str) else words
        return await self.do(Say(to=ADA, message=message()), (to or self.ada).id, speech=speech, number=number)

    async def chat_by_ada(self) -> str:
        """A private chat that she has opened and the bot has come to; needs the platform to be listening."""
        room = await self.ada.private_chat(self.bot.id)
        await self.ada.is_joined_by(room, self.bot.id)
        return room


@asynccontextmanager
async def scene_on(synapse: Synapse, url: str = "", **options: object) -> AsyncIterator[Scene]:
    """The bot is in the group with power to invite, kick and redact; the platform is started, and not listening."""
    arriving = (Resident.arrive(synapse, fresh_name(name)) for name in ("hall", "sam", "ada"))
    bot, owner, ada = await asyncio.gather(*arriving)
    group = await owner.group("Evening", invited={bot.id: 50})
    await bot.join(group)
    platform = MatrixPlatform(
        url or synapse.url,
        bot.id,
        LoggedIn(bot.device, bot.http.token),
        groups=lambda room: room == group,
        now=lambda: datetime.now(UTC),
        **options,  # type: ignore[arg-type]
    )
    scene = Scene(synapse, bot, owner, ada, NativeId(group), platform)
    await platform.start()
    try:
        yield scene
    finally:
        await scene.platform.stop()
        for each in (bot, owner, ada):
            await each.go()
