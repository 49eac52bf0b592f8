"""Every platform as a stage on which a person acts and the bot answers, so that one set of laws can be tried on all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from bot.core.ports import Platform
from bot.platforms.telegram.limits import Pace
from bot.platforms.telegram.platform import TelegramPlatform
from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.messages import Message
from bot.sandbox.bot_api.people import Person
from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.bot_api.rights import ALL_PERMISSIONS
from bot.sandbox.bot_api.server import BotApiServer
from bot.sandbox.bot_api.world import BotApiWorld
from tests.fakes.platform import POSTING, FakePlatform, Room
from tests.laws.encrypted_stage import encrypted_stage
from tests.laws.matrix_stage import matrix_stage
from tests.laws.stage import Ears, Stage, patiently

_TOKEN = "7654321:AAF0r_the_laws_of_the_platforms_alone"
_LIMIT = ("can_send_messages", "can_send_polls")
_ROOM = NativeId("-1001000000009")
_OWNER = User(PlatformName.TELEGRAM, NativeId("7"), "Sam")


class FakeStage:
    def __init__(self) -> None:
        self.fake = FakePlatform(lambda: datetime.now(UTC))
        self.platform: Platform = self.fake
        self.ears = Ears()
        self.room = _ROOM
        self.fake.rooms[_ROOM] = Room()
        self._user = User(PlatformName.TELEGRAM, NativeId("42"), "Ada")
        self._requests: dict[str, bool] = {}

    @property
    def user(self) -> NativeId:
        return self._user.id

    def listen(self) -> asyncio.Task[None]:
        return asyncio.create_task(patiently(self.platform, self.ears))

    async def opens_chat(self, words: str) -> None:
        self.fake.writes(self._user, words)

    async def asks_to_join(self) -> None:
        self.fake.asks_to_join(self._user, _ROOM)

    async def withdraws(self) -> None:
        self.fake.withdraws(self._user, _ROOM)

    async def blocks(self) -> None:
        self.fake.blocks(self._user)

    async def posts(self, words: str) -> NativeId:
        self.fake.rooms[_ROOM].members.add(self._user.id)
        return self.fake.posts(self._user, _ROOM, words)

    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        self.fake.sends_file(self._user, name, content, caption)

    async def presses(self, label: str) -> None:
        message = self.fake.said[self._user.id][-1]
        self.fake.presses(self._user, dict(message.choices)[label], message.id)

    async def opens_link(self, link: str) -> bool:
        if link not in self.fake.rooms[_ROOM].links:
            return False
        await self.asks_to_join()
        return True

    async def heard(self) -> list[str]:
        return [said.speech.text for said in self.fake.said.get(self._user.id, [])]

    async def buttons(self) -> list[str]:
        return [label for label, _ in self.fake.said[self._user.id][-1].choices]

    async def is_in(self) -> bool:
        return self._user.id in self.fake.rooms[_ROOM].members

    async def is_posted(self, words: str) -> bool:
        return words in self.fake.rooms[_ROOM].posts.values()

    async def bot_loses_its_rights(self) -> None:
        self.fake.rooms[_ROOM].bot_is_admin = False

    async def is_added(self) -> None:
        self.fake.is_added(self._user, _ROOM)

    async def leaves(self) -> None:
        self.fake.leaves(self._user, _ROOM)

    async def is_barred(self) -> None:
        self.fake.rooms[_ROOM].members.discard(self._user.id)
        self.fake.rooms[_ROOM].barred.add(self._user.id)

    async def is_still_barred(self) -> bool:
        return self._user.id in self.fake.rooms[_ROOM].barred

    async def is_made_admin(self) -> None:
        self.fake.rooms[_ROOM].admins.add(self._user.id)

    async def is_there(self) -> bool:
        return await self.is_in()

    async def may_post(self) -> bool:
        return self.fake.may_post(self._user, _ROOM)

    async def is_given_a_limit(self) -> None:
        self.fake.rooms[_ROOM].allowed[self._user.id] = "words"

    async def has_that_limit(self) -> bool:
        return self.fake.rooms[_ROOM].allowed.get(self._user.id) == "words"

    async def bot_is_sent_away(self) -> None:
        self.fake.changes_standing(_ROOM, there=False)

    async def one_kind_is_forbidden(self) -> None:
        self.fake.rooms[_ROOM].all_may.discard("show")

    async def is_one_kind_forbidden(self) -> bool:
        return self.fake.rooms[_ROOM].all_may & POSTING == {"write"}

    async def inviting_is_forbidden(self) -> None:
        self.fake.rooms[_ROOM].all_may.discard("invite")

    async def is_inviting_forbidden(self) -> bool:
        return "invite" not in self.fake.rooms[_ROOM].all_may

    async def owner_may_post(self) -> bool:
        self.fake.rooms[_ROOM].admins.add(_OWNER.id)
        return self.fake.may_post(_OWNER, _ROOM)


class TelegramStage:
    def __init__(self, world: BotApiWorld, server: BotApiServer) -> None:
        self.world = world
        self.bot: Bot = world.add_bot(_TOKEN, "law_bot", "Law")
        self.owner: Person = world.add_person("Sam")
        self.person: Person = world.add_person("Ada")
        self.group: Group = world.add_supergroup("The group", self.owner)
        self.owner.add_bot(self.group, self.bot, as_admin=("all",))
        self.platform: Platform = TelegramPlatform(
            _TOKEN,
            api_url=server.url,
            webhook=None,
            now=lambda: datetime.fromtimestamp(world.clock.now(), UTC),
            pace=Pace(lambda: time.monotonic() * 1000),
            sleep=_nap,
        )
        self.ears = Ears()
        self.room = NativeId(str(self.group.id))

    @property
    def user(self) -> NativeId:
        return NativeId(str(self.person.id))

    def listen(self) -> asyncio.Task[None]:
        return asyncio.create_task(patiently(self.platform, self.ears))

    async def opens_chat(self, words: str) -> None:
        self.person.write(self.bot, words)

    async def asks_to_join(self) -> None:
        self.person.join(self.group.create_link(self.owner, asks=True))

    async def withdraws(self) -> None:
        self.person.withdraw_request(self.group)

    async def blocks(self) -> None:
        self.person.block(self.bot)

    async def posts(self, words: str) -> NativeId:
        if not self.group.is_member(self.person):
            self.owner.add(self.group, self.person)
        message = self.person.write(self.group, words)
        return NativeId(f"{self.group.id}:{message.id}")

    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        self.person.send_file(self.bot, name, content, caption)

    async def presses(self, label: str) -> None:
        self.person.press(self._last(), label)

    async def opens_link(self, link: str) -> bool:
        try:
            return self.person.join(link) == "asked"
        except ClientTold:
            return False

    async def heard(self) -> list[str]:
        return [str(message.text) for message in self._said()]

    async def buttons(self) -> list[str]:
        return [button["text"] for button in self._last().buttons]

    async def is_in(self) -> bool:
        return self.group.is_member(self.person)

    async def is_posted(self, words: str) -> bool:
        return any(str(message.text) == words for message in self.group.transcript())

    async def bot_loses_its_rights(self) -> None:
        self.owner.demote(self.group, self.bot)

    async def is_added(self) -> None:
        self.owner.add(self.group, self.person)

    async def leaves(self) -> None:
        self.person.leave(self.group)

    async def is_barred(self) -> None:
        self.owner.ban(self.group, self.person)

    async def is_still_barred(self) -> bool:
        return self.group.standing(self.person).barred

    async def is_made_admin(self) -> None:
        self.owner.promote(self.group, self.person, can_pin_messages=True)

    async def is_there(self) -> bool:
        return await self.is_in()

    async def may_post(self) -> bool:
        try:
            self.person.write(self.group, "May I?")
        except ClientTold:
            return False
        return True

    async def is_given_a_limit(self) -> None:
        self.owner.restrict(self.group, self.person, *_LIMIT)

    async def has_that_limit(self) -> bool:
        return self.group.standing(self.person).own_permissions == frozenset(_LIMIT)

    async def bot_is_sent_away(self) -> None:
        self.owner.remove(self.group, self.bot)

    async def one_kind_is_forbidden(self) -> None:
        self.owner.set_permissions(self.group, *(self.group.permissions - {"can_send_photos"}))

    async def is_one_kind_forbidden(self) -> bool:
        posting = {name for name in ALL_PERMISSIONS if name.startswith("can_send_")}
        return self.group.permissions & posting == posting - {"can_send_photos"}

    async def inviting_is_forbidden(self) -> None:
        self.owner.set_permissions(self.group, *(self.group.permissions - {"can_invite_users"}))

    async def is_inviting_forbidden(self) -> bool:
        return "can_invite_users" not in self.group.permissions

    async def owner_may_post(self) -> bool:
        self.owner.write(self.group, "May I?")
        return True

    def _said(self) -> list[Message]:
        return [message for message in self.person.chat_with(self.bot).messages if message.sender is self.bot]

    def _last(self) -> Message:
        return self._said()[-1]


@asynccontextmanager
async def fake_stage() -> AsyncIterator[Stage]:
    yield FakeStage()


@asynccontextmanager
async def telegram_stage() -> AsyncIterator[Stage]:
    world = BotApiWorld(limits=False)
    async with BotApiServer(world) as server:
        stage = TelegramStage(world, server)
        assert isinstance(stage.platform, TelegramPlatform)
        await stage.platform.start()
        try:
            yield stage
        finally:
            await stage.platform.stop()


STAGES: dict[str, Callable[[], AbstractAsyncContextManager[Stage]]] = {
    "fake": fake_stage,
    "telegram": telegram_stage,
    "matrix 11": lambda: matrix_stage("11"),
    "matrix 12": lambda: matrix_stage("12"),
    "encrypted 11": lambda: encrypted_stage("11"),
    "encrypted 12": lambda: encrypted_stage("12"),
}


async def _nap(_: float) -> None:
    await asyncio.sleep(0.001)
