from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.platforms.telegram.platform import TelegramPlatform
from bot.sandbox.bot_api.server import BotApiServer
from bot.sandbox.bot_api.world import BotApiWorld
from tests.platforms.telegram.scripted import TOKEN, Scripted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.core.events import Batch
    from bot.core.ports import Take
    from bot.sandbox.bot_api.accounts import Bot
    from bot.sandbox.bot_api.chats import Group
    from bot.sandbox.bot_api.people import Person


async def soon(holds: Callable[[], object]) -> None:
    """Waits until it holds, for what rings no bell."""
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.001)


class Naps:
    """Sleeps no longer than an instant, and remembers for how long it should have been."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0.001)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
async def scripted() -> AsyncIterator[Scripted]:
    async with Scripted() as server:
        yield server


@pytest.fixture
async def telegram(scripted: Scripted, naps: Naps) -> AsyncIterator[TelegramPlatform]:
    """A platform whose Telegram says what the test wants; not started."""
    platform = TelegramPlatform(TOKEN, api_url=scripted.url, webhook=None, now=lambda: datetime.now(UTC), sleep=naps)
    yield platform
    await platform.stop()


@pytest.fixture
def world() -> BotApiWorld:
    return BotApiWorld()


@pytest.fixture
async def server(world: BotApiWorld) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(world) as running:
        yield running


@pytest.fixture
async def hall(world: BotApiWorld, server: BotApiServer, naps: Naps) -> AsyncIterator[Hall]:
    """The bot at work on our own Bot API server: its platform started, in a group as an administrator."""
    bot = world.add_bot(TOKEN, "hall_bot", can_read_all_group_messages=True)
    owner = world.add_person("Olwen")
    group = world.add_supergroup("Evening", owner)
    owner.add_bot(group, bot, as_admin=("can_invite_users", "can_delete_messages"))
    now = lambda: datetime.fromtimestamp(world.clock.now(), UTC)  # noqa: E731
    platform = TelegramPlatform(TOKEN, api_url=server.url, webhook=None, now=now, sleep=naps)
    await platform.start()
    yield Hall(world, server, bot, owner, group, platform)
    await platform.stop()


@dataclass
class Hall:
    world: BotApiWorld
    server: BotApiServer
    bot: Bot
    owner: Person
    group: Group
    platform: TelegramPlatform
    heard: list[Batch] = field(default_factory=list)

    def events(self) -> list[object]:
        return [arrival.event for batch in self.heard for arrival in batch.arrivals]

    async def take(self, batch: Batch) -> None:
        self.heard.append(batch)
        self.world.changed_bell.ring()

    @asynccontextmanager
    async def listening(self, take: Take | None = None) -> AsyncIterator[asyncio.Task[None]]:
        """While the platform receives."""
        task = asyncio.create_task(self.platform.receive(take or self.take))
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task

    async def hears(self, *kinds: type) -> None:
        """Waits until an event of each of these kinds has come, in any order."""
        await self.world.until(lambda: set(kinds) <= {type(event) for event in self.events()})
