"""A community on Matrix for one journey: a real Synapse, a real database, the deployed parts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.app.house import House
from bot.app.policies import PolicyFile, chats_of, put_in_force
from bot.core.clock import Clock
from bot.core.ids import PlatformName
from bot.i18n import Speaker
from bot.platforms.matrix.client import LoggedIn
from bot.platforms.matrix.platform import MatrixPlatform
from bot.runtime.clock import SystemClock
from bot.sandbox.resident import Resident
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from config.policy import read_policy
from tests.databases import SECRETS, fresh_database
from tests.homeservers import fresh_name, synapse
from tests.journeys.telegram_hall import EXAMPLE

MATRIX = PlatformName.MATRIX
_PASSWORD = "let the bot in"
_GROUPS = "[[groups]]                          # kind"


@dataclass
class Guest:
    """Somebody with a Matrix client, and what they have read of their private chat with the bot so far."""

    hall: MatrixHall
    resident: Resident
    chat: str = ""
    read: list[str] = field(default_factory=list)

    async def opens_chat(self, words: str) -> None:
        self.chat = await self.resident.private_chat(self.hall.bot)
        await self.resident.is_joined_by(self.chat, self.hall.bot)
        await self.says(words)

    async def finds_chat(self) -> None:
        """The bot has asked them in."""
        async with asyncio.timeout(10):
            while not (asked := [room for room in await self.resident.invitations() if room != self.hall.evening]):
                await asyncio.sleep(0.05)
        self.chat = asked[0]
        await self.resident.join(self.chat)

    async def says(self, words: str) -> str:
        return await self.resident.write(self.chat, words)

    async def hears(self, *words: str) -> str:
        """The id of the next message of the bot that has all these words."""
        said = await self.resident.hears(
            self.chat,
            lambda said: (
                said.sender == self.hall.bot and said.id not in self.read and all(word in said.text for word in words)
            ),
        )
        self.read.append(said.id)
        return said.id

    async def answers(self, *answers: tuple[str, str]) -> None:
        for question, answer in answers:
            await self.hears(question)
            await self.says(answer)

    async def heard(self) -> list[str]:
        return await self.resident.heard_from(self.hall.bot, self.chat)


@dataclass
class MatrixHall:
    homeserver: str
    bot: str
    login: LoggedIn
    database_url: str
    sam: Guest
    evening: str
    stack: AsyncExitStack
    policy_text: str = ""

    async def guest(self, name: str = "ada") -> Guest:
        resident = await Resident.arrive(synapse(), fresh_name(name))
        self.stack.push_async_callback(resident.go)
        return Guest(self, resident)

    @asynccontextmanager
    async def at_work(self, *, clock: Clock | None = None) -> AsyncIterator[House]:
        clock = clock or SystemClock()
        database = await Database.open(self.database_url, SECRETS)
        leadership = Leadership(database)
        await leadership.acquire()
        async with database.work() as work:
            file = PolicyFile(read_policy(self.policy_text, name="example.toml"), self.policy_text)
            policies = await put_in_force([file], work, clock.now(), platforms=frozenset({MATRIX}))
            groups = await chats_of(policies, MATRIX, work)
        matrix = MatrixPlatform(self.homeserver, self.bot, self.login, groups=groups.__contains__, now=clock.now)
        speak = Speaker(matrix.start_address, prefix="!")
        house = House(database, policies=policies, platforms={MATRIX: matrix}, speak={MATRIX: speak}, clock=clock)
        running = asyncio.create_task(house.run())
        try:
            yield house
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await matrix.stop()
            await leadership.release()
            await database.close()


@asynccontextmanager
async def matrix_hall(folder: Path, *, kind: str = "sqlite", version: str = "12") -> AsyncIterator[MatrixHall]:
    """The example community's evening group as a room in which the bot may let people in; nobody at work yet."""
    async with AsyncExitStack() as stack:
        homeserver = await asyncio.to_thread(synapse)
        enrolled = await asyncio.to_thread(homeserver.enrol, fresh_name("hall"), _PASSWORD)
        bot, login = enrolled["user_id"], LoggedIn(enrolled["device_id"], enrolled["access_token"])
        sam = await Resident.arrive(homeserver, fresh_name("sam"))
        stack.push_async_callback(sam.go)
        evening = await sam.group("Northside Evening Group", version=version, invited={bot: 100})
        url = await stack.enter_async_context(fresh_database(kind, folder))
        hall = MatrixHall(homeserver.url, bot, login, url, Guest.__new__(Guest), evening, stack)
        hall.sam = Guest(hall, sam)
        hall.policy_text = policy_for(evening, sam.id)
        yield hall


def policy_for(evening: str, sam: str) -> str:
    text = EXAMPLE.read_text().partition('[[groups]]\nkey = "mending-autumn"')[0]
    return text.replace("telegram = 1001", f'matrix = "{sam}"').replace(
        "telegram = -1001000000001", f'matrix = "{evening}"'
    )
