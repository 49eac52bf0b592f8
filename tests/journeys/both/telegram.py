"""Telegram, as both platforms' journeys see it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.app.house import House
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.messages import Message
from bot.sandbox.bot_api.server import BotApiServer
from bot.sandbox.bot_api.world import BotApiWorld
from tests.databases import fresh_database
from tests.journeys import telegram_hall
from tests.journeys.both.hall import Hall, Heard, Somebody
from tests.journeys.both.policy_text import names_in, placed, title_of
from tests.journeys.telegram_hall import TOKEN, Visitor


class TelegramSomebody(Somebody):
    def __init__(self, hall: TelegramHall, visitor: Visitor) -> None:
        self.hall = hall
        self.visitor = visitor
        self.name = visitor.person.first_name
        self.user = User(PlatformName.TELEGRAM, NativeId(str(visitor.person.id)), self.name)
        self._last: Message | None = None

    async def opens_chat(self, words: str = "start") -> None:
        self.visitor.person.start(self.hall.inner.bot)
        if words != "start":
            await self.says(words)

    async def comes_to(self, group: str) -> None:
        self.visitor.asks_to_join(self.hall.groups[group])

    async def says(self, words: str) -> None:
        self.visitor.writes(words)

    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        self.visitor.person.send_file(self.hall.inner.bot, name, content, caption)

    @property
    def handle(self) -> str:
        return str(self.visitor.person.id)

    async def hears(self, *words: str) -> Heard:
        self._last = await self.visitor.hears(*words)
        self.last = _heard(self._last)
        return self.last

    async def heard(self) -> list[str]:
        return self.visitor.heard

    async def everything_heard(self) -> list[Heard]:
        return [_heard(message) for message in self.visitor.chat.messages if message.sender is self.hall.inner.bot]

    async def chooses(self, label: str) -> None:
        assert self._last is not None
        self.visitor.presses(self._last, label)

    async def comes_in(self, group: str) -> None:
        chat = self.hall.groups[group]

        def way_in() -> bool:
            return chat.is_member(self.visitor.person) or bool(self._links())

        await self.hall.inner.until(way_in)
        if not chat.is_member(self.visitor.person):
            self.visitor.person.join(self._links()[-1])
        await self.hall.inner.until(lambda: chat.is_member(self.visitor.person))
        if not any(message.sender is self.visitor.person for message in self.visitor.chat.messages):
            self.visitor.person.start(self.hall.inner.bot, "go")  # by the link in the first message: now it may write

    async def follows_way_in_of(self, other: Somebody) -> None:
        assert isinstance(other, TelegramSomebody)
        self.visitor.person.join(other._links()[-1])

    async def is_in(self, group: str) -> bool:
        return self.hall.groups[group].is_member(self.visitor.person)

    async def leaves(self, group: str) -> None:
        self.visitor.person.leave(self.hall.groups[group])

    async def posts(self, group: str, words: str) -> None:
        self.visitor.person.write(self.hall.groups[group], words)

    async def adds(self, other: Somebody, group: str) -> None:
        assert isinstance(other, TelegramSomebody)
        self.visitor.person.add(self.hall.groups[group], other.visitor.person)

    def _links(self) -> list[str]:
        buttons = [
            button
            for message in self.visitor.chat.messages
            if message.sender is self.hall.inner.bot
            for button in message.buttons
        ]
        return [str(button["url"]) for button in buttons if "/+" in str(button.get("url", ""))]


def _heard(message: Message) -> Heard:
    labels = tuple(str(button["text"]) for button in message.buttons if "callback_data" in button)
    doors = tuple(str(button["text"]) for button in message.buttons if "url" in button)
    return Heard(str(message.text), labels, str(message.id), doors)


@dataclass
class TelegramHall(Hall):
    inner: telegram_hall.Hall
    groups: dict[str, Group]
    team: dict[str, TelegramSomebody] = field(default_factory=dict)
    platform = PlatformName.TELEGRAM

    @property
    def policy_text(self) -> str:  # type: ignore[override]
        return self.inner.policy_text

    @property
    def database_url(self) -> str:  # type: ignore[override]
        return self.inner.database_url

    async def somebody(self, name: str = "Ada") -> TelegramSomebody:
        return TelegramSomebody(self, self.inner.visitor(name))

    async def one_of_the_team(self, name: str) -> TelegramSomebody:
        return self.team[name]

    async def posts_in(self, group: str) -> list[str]:
        await asyncio.sleep(0)
        said = self.groups[group].messages
        return [str(message.text) for message in said if message.sender is self.inner.bot and message.text]

    async def bans(self, somebody: Somebody, group: str) -> None:
        assert isinstance(somebody, TelegramSomebody)
        self.inner.sam.person.ban(self.groups[group], somebody.visitor.person)

    async def unbans(self, somebody: Somebody, group: str) -> None:
        assert isinstance(somebody, TelegramSomebody)
        self.inner.sam.person.unban(self.groups[group], somebody.visitor.person)

    def at_work(self) -> AbstractAsyncContextManager[House]:
        return self.inner.at_work()

    def passes(self, time: timedelta) -> None:
        self.inner.world.clock.advance(time.total_seconds())


@asynccontextmanager
async def open_on_telegram(
    folder: Path, *, policy: str | None = None, kind: str = "sqlite", limits: bool = False
) -> AsyncIterator[TelegramHall]:
    text = policy or telegram_hall.EXAMPLE.read_text()
    keys, names = names_in(text)
    world = BotApiWorld(limits=limits)
    bot = world.add_bot(TOKEN, "northside_bot", "Northside")
    founder = world.add_person("Founder")
    groups = {key: world.add_supergroup(title_of(text, key), founder) for key in keys}
    people = {name: world.add_person(name) for name in names}
    for group in groups.values():
        founder.add_bot(group, bot, as_admin=("all",))
        for person in people.values():
            founder.add(group, person)
            founder.promote(group, person)
    at = {key: f"telegram = {group.id}" for key, group in groups.items()}
    text = placed(text, at, {name: f"telegram = {person.id}" for name, person in people.items()})
    async with BotApiServer(world) as server, fresh_database(kind, folder) as url:
        first = next(iter(groups.values()))
        inner = telegram_hall.Hall(world, server, bot, url, first, first, text)
        inner._sam = Visitor(inner, founder)
        hall = TelegramHall(inner, groups)
        hall.team = {name: TelegramSomebody(hall, Visitor(inner, person)) for name, person in people.items()}
        yield hall
