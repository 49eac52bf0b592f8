"""The house on a real database, with a platform in memory and a clock that stands still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.app.house import House
from bot.app.policies import PolicyFile, put_in_force
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName, Token
from bot.core.ports import Platform
from bot.i18n import Speaker
from bot.storage.database import Database
from config.policy import read_policy
from tests.databases import SECRETS, fresh_database
from tests.fakes.clock import StandingClock
from tests.fakes.platform import FakePlatform, Room, Said

EVENING = NativeId("-1001000000001")
MENDING = NativeId("-1001000000002")
POLICY = (Path(__file__).parents[2] / "config/policies/example.toml").read_text()
PATIENCE = 5.0
RIGHT_ANSWERS = ("yes", "25", "yes", "yes", "1", "skip", "yes", "yes", "no", "yes")


class SmallHall:
    def __init__(self, url: str, policy: str = POLICY, groups: int = 0) -> None:
        self.url = url
        self.policy = policy + "".join(_another(number) for number in range(groups))
        self.clock = StandingClock()
        self.fake = FakePlatform(self.clock.now)
        self.fake.rooms = {room: Room() for room in (EVENING, MENDING, *map(_room, range(groups)))}
        self.platform: Platform = self.fake
        self._calls_before = 0

    def user(self, number: int, name: str = "Ada") -> User:
        return User(PlatformName.TELEGRAM, NativeId(str(number)), name)

    def heard(self, user: User) -> list[str]:
        return [said.speech.text for said in self.fake.said.get(user.id, [])]

    def question(self, user: User) -> Said | None:
        """The last message with buttons, if there is one."""
        return next((said for said in reversed(self.fake.said.get(user.id, [])) if said.speech.choices), None)

    def button(self, user: User, label: str) -> Token:
        question = self.question(user)
        assert question is not None
        return dict(question.speech.choices)[label]

    async def has_looked_round(self, house: House) -> None:
        """What every start begins with is through: each group has been looked at."""
        await self.until(lambda: self.fake.calls >= self._calls_before + len(self.fake.rooms) and not len(house.outbox))

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.002)

    async def in_time(self, condition: Callable[[], object]) -> None:
        """Let time pass, ten seconds at a time, until it holds."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.clock.advance(timedelta(seconds=10))
                await asyncio.sleep(0.01)

    async def answers(self, user: User, *answers: str) -> None:
        """Each answer is typed once its question has come."""
        for number, answer in enumerate(answers, start=1):
            await self.until(lambda: self._was_asked(user, number))  # noqa: B023 - waited for at once
            self.fake.writes(user, answer)

    def _was_asked(self, user: User, number: int) -> bool:
        return any(f"Question {number} " in said for said in self.heard(user))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[House]:
        self._calls_before = self.fake.calls
        database = await Database.open(self.url, SECRETS)
        async with database.work() as work:
            file = PolicyFile(read_policy(self.policy, name="example.toml"), self.policy)
            policies = await put_in_force([file], work, self.clock.now())
        house = House(
            database,
            policies=policies,
            platforms={PlatformName.TELEGRAM: self.platform},
            speak={PlatformName.TELEGRAM: Speaker(lambda payload: f"https://fake.example/bot?start={payload}")},
            clock=self.clock,
        )
        running = asyncio.create_task(house.run())
        try:
            yield house
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await database.close()


@asynccontextmanager
async def small_hall(folder: Path, policy: str = POLICY, *, groups: int = 0) -> AsyncIterator[SmallHall]:
    """`groups`: how many there are besides those of the policy."""
    async with fresh_database("sqlite", folder) as url:
        yield SmallHall(url, policy, groups)


def _another(number: int) -> str:
    return f'\n[[groups]]\nkey = "extra-{number}"\ntitle = "Extra {number}"\ntelegram = {_room(number)}\n'


def _room(number: int) -> NativeId:
    return NativeId(str(-1001000000100 - number))
