"""One community on both platforms at once: each group on Telegram and on Matrix, one bot, one file, one database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app.house import House
from bot.app.policies import PolicyFile, chats_of, put_in_force
from bot.core.ids import PlatformName
from bot.i18n import Speaker
from bot.platforms.matrix.platform import MatrixPlatform
from bot.platforms.telegram.limits import Pace
from bot.platforms.telegram.platform import TelegramPlatform
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from config.policy import read_policy
from tests.databases import SECRETS
from tests.journeys.both.hall import Somebody
from tests.journeys.both.matrix import MatrixHall, open_on_matrix
from tests.journeys.both.policy_text import placed
from tests.journeys.both.telegram import TelegramHall, open_on_telegram
from tests.journeys.telegram_hall import TOKEN, WorldClock

TELEGRAM, MATRIX = PlatformName.TELEGRAM, PlatformName.MATRIX


@dataclass
class Together:
    telegram: TelegramHall
    matrix: MatrixHall
    policy_text: str

    async def one_on_each(self, telegram: str, matrix: str) -> tuple[Somebody, Somebody]:
        return await self.telegram.somebody(telegram), await self.matrix.somebody(matrix)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[House]:
        """One program on both, until it is told to stop."""
        clock = WorldClock(self.telegram.inner.world.clock)
        database = await Database.open(self.telegram.database_url, SECRETS)
        leadership = Leadership(database)
        await leadership.acquire()
        async with database.work() as work:
            file = PolicyFile(read_policy(self.policy_text, name="both.toml"), self.policy_text)
            policies = await put_in_force([file], work, clock.now(), platforms=frozenset({TELEGRAM, MATRIX}))
            rooms = await chats_of(policies, MATRIX, work)
        telegram = TelegramPlatform(
            TOKEN,
            api_url=self.telegram.inner.server.url,
            webhook=None,
            now=clock.now,
            pace=Pace(lambda: time.monotonic() * 1000),
        )
        there = self.matrix.inner
        matrix = MatrixPlatform(there.homeserver, there.bot, there.login, groups=rooms.__contains__, now=clock.now)
        house = House(
            database,
            policies=policies,
            platforms={TELEGRAM: telegram, MATRIX: matrix},
            speak={TELEGRAM: Speaker(telegram.start_address), MATRIX: Speaker(matrix.start_address, prefix="!")},
            clock=clock,
        )
        running = asyncio.create_task(house.run())
        try:
            yield house
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await telegram.stop()
            await matrix.stop()
            await leadership.release()
            await database.close()


@asynccontextmanager
async def open_together(folder: Path, policy: str) -> AsyncIterator[Together]:
    """Nobody is at work yet."""
    async with open_on_telegram(folder, policy=policy) as telegram, open_on_matrix(folder, policy=policy) as matrix:
        groups = {
            key: f'telegram = {group.id}\nmatrix = "{matrix.rooms[key]}"' for key, group in telegram.groups.items()
        }
        team = {
            name: f'telegram = {who.handle}\nmatrix = "{matrix.team[name].handle}"'
            for name, who in telegram.team.items()
        }
        yield Together(telegram, matrix, placed(policy, groups, team))
