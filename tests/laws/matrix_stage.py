"""Matrix as a stage: a real Synapse, a group that one enters by knocking, and a person with a client of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.core.effects import AcceptInvitation
from bot.core.events import Batch, InvitedBot, PrivateText
from bot.core.ids import AccountId, EffectId, NativeId
from bot.core.ports import Order, Platform
from bot.platforms.matrix.choices import NO, YES
from bot.platforms.matrix.client import Crypto, LoggedIn
from bot.platforms.matrix.platform import MatrixPlatform
from bot.sandbox.matrix_http import HomeserverTold
from bot.sandbox.resident import Resident, Said
from tests.homeservers import fresh_name, synapse
from tests.laws.stage import Ears, patiently

_ALMOST_ALL = 99
"""Enough for everything in these rooms, and little enough for the owner to take it back."""


class PoliteEars(Ears):
    """Whoever invites the bot to a private chat finds it there, as with the handlers of the house."""

    platform: Platform

    async def take(self, batch: Batch) -> None:
        await super().take(batch)
        for arrival in batch.arrivals:
            if isinstance(arrival.event, InvitedBot):
                come = AcceptInvitation(to=AccountId(1), chat=arrival.event.chat.id)
                await self.platform.carry_out(Order(EffectId(99), come, arrival.event.by.id))


class MatrixStage:
    def __init__(
        self, bot: Resident, owner: Resident, person: Resident, room: str, *, crypto: Crypto | None = None
    ) -> None:
        self.bot = bot
        self.owner = owner
        self.person = person
        self.room = NativeId(room)
        self.matrix = MatrixPlatform(
            synapse().url,
            bot.id,
            LoggedIn(bot.device, bot.http.token),
            groups=lambda each: each == room,
            now=lambda: datetime.now(UTC),
            crypto=crypto,
        )
        self.platform: Platform = self.matrix
        self.ears: Ears = PoliteEars()
        self.ears.platform = self.platform
        self._chat = ""

    @property
    def user(self) -> NativeId:
        return NativeId(self.person.id)

    def listen(self) -> asyncio.Task[None]:
        return asyncio.create_task(patiently(self.platform, self.ears))

    async def opens_chat(self, words: str) -> None:
        if self._chat:
            await self.person.write(self._chat, words)
            return
        self._chat = await self.person.private_chat(self.bot.id)
        await self.person.write(self._chat, words)
        await self.ears.hear(PrivateText)

    async def asks_to_join(self) -> None:
        await self.person.knock(self.room)

    async def withdraws(self) -> None:
        await self.person.leave(self.room)

    async def blocks(self) -> None:
        await self.person.leave(self._chat)

    async def posts(self, words: str) -> NativeId:
        await self.owner.invite(self.room, self.person.id)
        await self.person.join(self.room)
        return NativeId(await self.person.write(self.room, words))

    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        await self.person.send_file(self._chat, name, content, caption)

    async def presses(self, label: str) -> None:
        """By the sign of the bot that stands for it: the first choice is the yes."""
        last = (await self._said())[-1]
        await self.person.react(await self._room(), last.id, YES if f"1. {label}" in last.text else NO)

    async def opens_link(self, link: str) -> bool:
        """There is no link: what there is to open is an invitation."""
        assert link == ""
        return await self.is_in()

    async def heard(self) -> list[str]:
        return [said.text for said in await self._said()]

    async def buttons(self) -> list[str]:
        last = (await self._said())[-1]
        reactions = await self.person.reactions_to(last.id, await self._room())
        return [key for sender, key in reactions if sender == self.bot.id]

    async def is_in(self) -> bool:
        """Whether the door opens to them: who has been let in still has to walk through it."""
        try:
            await self.person.join(self.room)
        except HomeserverTold:
            return False
        return await self.owner.membership(self.room, self.person.id) == "join"

    async def is_posted(self, words: str) -> bool:
        return any(said.text == words for said in await self.owner.read(self.room))

    async def bot_loses_its_rights(self) -> None:
        await self.owner.set_power(self.room, self.bot.id, 0)

    async def is_added(self) -> None:
        await self.owner.invite(self.room, self.person.id)
        await self.person.join(self.room)

    async def leaves(self) -> None:
        await self.person.leave(self.room)

    async def is_barred(self) -> None:
        await self.owner.ban(self.room, self.person.id)

    async def is_still_barred(self) -> bool:
        return await self.owner.membership(self.room, self.person.id) == "ban"

    async def is_made_admin(self) -> None:
        await self.owner.set_power(self.room, self.person.id, _ALMOST_ALL)

    async def is_there(self) -> bool:
        return await self.owner.membership(self.room, self.person.id) == "join"

    async def may_post(self) -> bool:
        try:
            await self.person.write(self.room, "May I?")
        except HomeserverTold:
            return False
        return True

    async def is_given_a_limit(self) -> None:
        await self.owner.set_power(self.room, self.person.id, 7)

    async def has_that_limit(self) -> bool:
        powers = await self.owner.state(self.room, "m.room.power_levels")
        return bool(powers["users"].get(self.person.id) == 7)

    async def bot_is_sent_away(self) -> None:
        await self.owner.kick(self.room, self.bot.id)

    async def one_kind_is_forbidden(self) -> None:
        await self._set_levels(events={"m.sticker": _ALMOST_ALL, "m.reaction": 0})

    async def is_one_kind_forbidden(self) -> bool:
        powers = await self.owner.state(self.room, "m.room.power_levels")
        kinds = {kind: level for kind, level in powers["events"].items() if kind in {"m.sticker", "m.reaction"}}
        return kinds == {"m.sticker": _ALMOST_ALL, "m.reaction": 0} and powers["events_default"] == 0

    async def inviting_is_forbidden(self) -> None:
        await self._set_levels(invite=50)

    async def is_inviting_forbidden(self) -> bool:
        return bool((await self.owner.state(self.room, "m.room.power_levels"))["invite"] == 50)

    async def owner_may_post(self) -> bool:
        await self.owner.write(self.room, "May I?")
        return True

    async def _set_levels(self, *, events: dict[str, int] | None = None, **levels: int) -> None:
        powers = await self.owner.state(self.room, "m.room.power_levels")
        changed = {**powers, **levels, "events": {**powers["events"], **(events or {})}}
        await self.owner.set_state(self.room, "m.room.power_levels", changed)

    async def _said(self) -> list[Said]:
        room = await self._room()
        return [said for said in await self.person.read(room) if said.sender == self.bot.id] if room else []

    async def _room(self) -> str:
        """The private chat, which the bot may have opened."""
        for room in await self.person.invitations():
            if room != self.room:
                await self.person.join(room)
                self._chat = room
        return self._chat


@asynccontextmanager
async def residents() -> AsyncIterator[tuple[Resident, Resident, Resident]]:
    """The bot's own login, the owner of the group, and the person."""
    homeserver = await asyncio.to_thread(synapse)
    arriving = (Resident.arrive(homeserver, fresh_name(name)) for name in ("hall", "sam", "ada"))
    bot, owner, person = await asyncio.gather(*arriving)
    try:
        yield bot, owner, person
    finally:
        for each in (bot, owner, person):
            await each.go()


async def group_of(owner: Resident, bot: Resident, version: str, *, encrypted: bool = False) -> str:
    """A group in which the bot may let people in, silence them and send them away."""
    room = await owner.group(
        "The group",
        version=version,
        encrypted=encrypted,
        invited={bot.id: _ALMOST_ALL},
        events={"m.room.power_levels": _ALMOST_ALL},
    )
    await bot.join(room)
    return room


@asynccontextmanager
async def matrix_stage(version: str) -> AsyncIterator[MatrixStage]:
    async with residents() as (bot, owner, person):
        stage = MatrixStage(bot, owner, person, await group_of(owner, bot, version))
        await stage.matrix.start()
        try:
            yield stage
        finally:
            await stage.matrix.stop()
