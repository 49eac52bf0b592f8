"""A community on Telegram for one journey: our own Bot API server over HTTP, a real database, the deployed parts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app.house import House
from bot.app.policies import PolicyFile, put_in_force
from bot.core.consent.given import Consent
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from bot.i18n import Speaker
from bot.platforms.telegram.limits import Pace
from bot.platforms.telegram.platform import TelegramPlatform
from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.chats import Group, PrivateChat
from bot.sandbox.bot_api.clock import MovableClock
from bot.sandbox.bot_api.messages import Message
from bot.sandbox.bot_api.people import Person
from bot.sandbox.bot_api.server import BotApiServer
from bot.sandbox.bot_api.world import BotApiWorld
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from config.policy import read_policy
from tests.databases import SECRETS, fresh_database

TOKEN = "1234567:AAF0r_the_journeys_of_these_tests_alone"
STAFF = 1001
EVENING = -1001000000001
MENDING = -1001000000002


class Example:
    """A policy of ours, but for its quiet hours and the ends of its courses: tests run at any hour of any day."""

    def __init__(self, file: Path) -> None:
        self.parent = file.parent
        self._file = file

    def read_text(self) -> str:
        return self._file.read_text().replace('mode = "lock"', 'mode = "off"').replace("ends = 2026-", "ends = 2126-")


EXAMPLE = Example(Path(__file__).parents[2] / "config/policies/example.toml")
PATIENCE = 10.0  # seconds that a journey waits for what should come


class WorldClock:
    """The time of the world in which people act, for the bot."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now(), UTC)

    async def sleep_until(self, moment: datetime) -> None:
        while self.now() < moment:
            await asyncio.sleep(0.02)


@dataclass
class Visitor:
    """Somebody with a Telegram client, and what they have read of their private chat with the bot so far."""

    hall: Hall
    person: Person
    read: int = 0

    @property
    def chat(self) -> PrivateChat:
        return self.person.chat_with(self.hall.bot)

    @property
    def user(self) -> User:
        """As the platform tells of them."""
        return User(PlatformName.TELEGRAM, NativeId(str(self.person.id)), self.person.first_name)

    @property
    def heard(self) -> list[str]:
        return [str(message.text) for message in self.chat.messages if message.sender is self.hall.bot]

    async def hears(self, *words: str) -> Message:
        """The next message of the bot that has all these words; what came before it counts as read."""
        found: list[Message] = []

        def came() -> bool:
            for number, message in enumerate(self.chat.messages[self.read :], start=self.read + 1):
                if message.sender is self.hall.bot and all(word in str(message.text) for word in words):
                    self.read = number
                    found.append(message)
                    return True
            return False

        try:
            await self.hall.world.until(came, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"never heard {words}, but: {self.heard}") from None
        return found[0]

    def asks_to_join(self, group: Group | None = None) -> None:
        group = group or self.hall.evening
        assert self.person.join(group.create_link(self.hall.sam.person, asks=True)) == "asked"

    def writes(self, text: str) -> Message:
        return self.person.write(self.hall.bot, text)

    def presses(self, message: Message, label: str) -> Any:
        return self.person.press(message, label)

    async def is_let_in(self, group: Group | None = None) -> None:
        await self.hall.until(lambda: (group or self.hall.evening).is_member(self.person))

    def is_in(self, group: Group | None = None) -> bool:
        return (group or self.hall.evening).is_member(self.person)

    async def answers(self, *answers: tuple[str, str]) -> None:
        """Each time the bot says the first words, press the button of the second, or type it where there is none."""
        for question, said in answers:
            message = await self.hears(question)
            if said in {button["text"] for button in message.buttons}:
                self.presses(message, said)
            else:
                self.writes(said)


@dataclass
class Hall:
    world: BotApiWorld
    server: BotApiServer
    bot: Bot
    database_url: str
    evening: Group
    mending: Group
    policy_text: str = ""
    _sam: Visitor | None = None
    _parts: list[Any] = field(default_factory=list)

    @property
    def sam(self) -> Visitor:
        assert self._sam is not None
        return self._sam

    def visitor(self, name: str = "Ada", **facts: Any) -> Visitor:
        return Visitor(self, self.world.add_person(name, **facts))

    async def until(self, condition: Callable[[], object]) -> None:
        await self.world.until(condition, PATIENCE)

    async def consents_of(self, house: House, visitor: Visitor) -> Sequence[Consent]:
        async with house.store.work() as work:
            user = User(PlatformName.TELEGRAM, NativeId(str(visitor.person.id)), "")
            account = await work.people.meet(user, datetime.now(UTC))
            return await work.consents.of(account.person)

    async def settles(self, seconds: float = 0.3) -> None:
        """Give the bot the time to do what it should not do."""
        await asyncio.sleep(seconds)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[House]:
        """The bot at work, until it is told to stop."""
        clock = WorldClock(self.world.clock)
        telegram = TelegramPlatform(
            TOKEN, api_url=self.server.url, webhook=None, now=clock.now, pace=Pace(lambda: time.monotonic() * 1000)
        )
        database = await Database.open(self.database_url, SECRETS)
        leadership = Leadership(database)
        await leadership.acquire()
        async with database.work() as work:
            file = PolicyFile(read_policy(self.policy_text, name="example.toml"), self.policy_text)
            policies = await put_in_force([file], work, clock.now())
        house = House(
            database,
            policies=policies,
            platforms={PlatformName.TELEGRAM: telegram},
            speak={PlatformName.TELEGRAM: Speaker(telegram.start_address)},
            clock=clock,
        )
        running = asyncio.create_task(house.run())
        try:
            yield house
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await telegram.stop()
            await leadership.release()
            await database.close()


@asynccontextmanager
async def telegram_hall(
    folder: Path, *, kind: str = "sqlite", limits: bool = False, policy: str | None = None
) -> AsyncIterator[Hall]:
    """The example community's groups, with the bot as an admin in them, and nobody at work yet."""
    world = BotApiWorld(limits=limits)
    bot = world.add_bot(TOKEN, "northside_bot", "Northside")
    sam = world.add_person("Sam", id=STAFF)
    evening = world.add_supergroup("Northside Evening Group", sam, id=EVENING)
    mending = world.add_supergroup("Northside Mending, autumn", sam, id=MENDING)
    for group in (evening, mending):
        sam.add_bot(group, bot, as_admin=("all",))
    async with BotApiServer(world) as server, fresh_database(kind, folder) as url:
        hall = Hall(world, server, bot, url, evening, mending, policy or EXAMPLE.read_text())
        hall._sam = Visitor(hall, sam)
        yield hall
