"""One seeded day after another: people at the door, a platform with moods, a bot that dies; what holds at the end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.effects import Done, Later, Outcome
from bot.core.events import User
from bot.core.ids import PlatformName, Token
from bot.core.ports import Abilities, Order, Take
from tests.fakes.platform import FakePlatform
from tests.runtime.hall import EVENING, RIGHT_ANSWERS, SmallHall, small_hall

PEOPLE = 6
STEPS = 40
SEEDS = range(8)


class Weather:
    """A platform on which calls fail before or after they were done, wait, and arrivals come twice."""

    def __init__(self, fake: FakePlatform, chance: random.Random) -> None:
        self.fake = fake
        self.chance = chance
        self.calm = False

    @property
    def name(self) -> PlatformName:
        return self.fake.name

    @property
    def abilities(self) -> Abilities:
        return self.fake.abilities

    @property
    def called(self) -> str:
        return self.fake.called

    async def start(self) -> None:
        return

    async def stop(self) -> None:
        return

    async def receive(self, take: Take, since: str) -> None:
        await self.fake.receive(take, since)

    async def carry_out(self, order: Order) -> Outcome:
        mood = 1.0 if self.calm else self.chance.random()
        if mood < 0.05:
            return Later(timedelta(seconds=self.chance.randint(1, 60)), everywhere=mood < 0.01)
        if mood < 0.10:
            raise ConnectionError
        outcome = await self.fake.carry_out(order)
        if mood < 0.15 and isinstance(outcome, Done):
            raise ConnectionError  # it was done, and nobody heard of it
        return outcome


class Guest:
    """Somebody who answers whatever is asked, rightly or not, and at last does as they meant to."""

    def __init__(self, user: User, chance: random.Random) -> None:
        self.user = user
        self.chance = chance
        self.fits = chance.random() < 0.6
        self.pressed = 0

    def acts(self, hall: SmallHall) -> None:
        asked = hall.question(self.user)
        whim = self.chance.random()
        if asked is None:
            if self.user.id not in hall.fake.rooms[EVENING].requests:
                hall.fake.asks_to_join(self.user, EVENING)
        elif whim < 0.1:
            hall.fake.writes(self.user, self.chance.choice(["what?", "help", "/rules", "💐"]))
        elif whim < 0.2:
            old = self.chance.choice(hall.fake.said[self.user.id])
            if old.speech.choices:
                hall.fake.presses(self.user, self._cautious(old.speech.choices), old.id)
        else:
            hall.fake.writes(self.user, self._answer(asked.speech.text))

    def _cautious(self, choices: Sequence[tuple[str, Token]]) -> Token:
        """A button of some earlier question, but never the one that stops everything."""
        return next(token for label, token in choices if "Stop" not in label)

    def _answer(self, question: str) -> str:
        if "How old" in question:
            return "25" if self.fits else "50"
        for number, answer in enumerate(RIGHT_ANSWERS, start=1):
            if f"Question {number} of" in question:
                return answer
        return "yes"


@pytest.mark.parametrize("seed", SEEDS)
async def test_after_a_stormy_day_everybody_is_where_they_belong(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with small_hall(tmp_path) as hall:
        weather = Weather(hall.fake, chance)
        hall.platform = weather
        guests = [Guest(hall.user(100 + number), chance) for number in range(PEOPLE)]
        for _ in range(5):
            async with hall.at_work():
                for _ in range(STEPS):
                    chance.choice(guests).acts(hall)
                    if chance.random() < 0.1:
                        hall.fake.repeats_the_last()
                    await asyncio.sleep(chance.random() * 0.004)
                    if chance.random() < 0.2:
                        await hall.clock.advance(timedelta(seconds=chance.randint(1, 120)))
        await ends_well(hall, weather, guests)


async def ends_well(hall: SmallHall, weather: Weather, guests: list[Guest]) -> None:
    weather.calm = True
    room = hall.fake.rooms[EVENING]
    async with hall.at_work() as house:
        for _ in range(200):
            await hall.in_time(lambda: not len(house.outbox) and not hall.fake.busy)
            waiting = [
                guest for guest in guests if guest.user.id not in room.members and guest.user.id in room.requests
            ]
            if not waiting:
                break
            for guest in waiting:
                asked = hall.question(guest.user)
                hall.fake.writes(guest.user, "/start" if asked is None else guest._answer(asked.speech.text))
        async with house.store.work() as work:
            assert await work.errands.waiting() == []
    for guest in guests:
        if not guest.fits:
            assert guest.user.id not in room.members
        elif any("letting you in" in said for said in hall.heard(guest.user)):
            assert guest.user.id in room.members
    assert not room.requests
