"""Many at the door at the same time: each hears at once, and nobody's answers are taken for another's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.core.ids import GroupId, PlatformName
from tests.journeys.both.hall import Hall, OpenHall, Somebody
from tests.journeys.conftest import SOAKED
from tests.journeys.on_record import Record, on_record

PEOPLE = 20
_SOME = 4
TEN_MINUTES = 600.0
AT_ONCE = 1.0  # seconds to the first answer, and what the platform's limits add to it
POLICY = """
[community]
name = "Northside Peer Support"
key = "northside"
timezone = "Europe/London"
[policy]
version = "1.0"
[contacts]
crisis = [{ name = "Samaritans", contact = "116 123" }]
[[gate.eligibility]]
key = "age"
kind = "age"
min = 18
max = 80
[[gate.eligibility]]
key = "hopes"
kind = "text"
question = "What would you like to find here?"
[[groups]]
key = "evening"
title = "Northside Evening Group"
"""


@dataclass
class Crowd:
    """People who come in and leave again, over and over, for as long as `goes_on` says."""

    hall: Hall
    record: Record
    goes_on: Callable[[int], bool]
    people: int = PEOPLE
    waits: list[float] = field(default_factory=list)
    rounds: int = 0

    async def comes(self) -> None:
        people = [await self.hall.somebody(f"Guest{number}") for number in range(self.people)]
        await asyncio.gather(*(self._again_and_again(person, number) for number, person in enumerate(people)))

    async def _again_and_again(self, person: Somebody, number: int) -> None:
        turn = 0
        while self.goes_on(turn):
            await self._once(person, f"hopes of guest {number} in turn {turn}", age=20 + number)
            turn += 1
            self.rounds += 1

    async def _once(self, person: Somebody, hopes: str, *, age: int) -> None:
        began = time.monotonic()
        await person.comes_to("evening")
        await person.hears("Northside Evening Group")
        self.waits.append(time.monotonic() - began)
        await person.types(("Is that all right", "yes"), ("How old are you", str(age)))
        await person.types(("would you like to find", hopes), ("Do you agree", "yes"))
        await person.comes_in("evening")
        await self._was_understood(person, hopes)
        await person.leaves("evening")
        await asyncio.sleep(1)

    async def _was_understood(self, person: Somebody, hopes: str) -> None:
        application = await self.record.newest_of(person.user, GroupId("northside/evening"))
        assert [answer.value for answer in application.answers if answer.step == "hopes"] == [hopes]

    @property
    def slowest_but_one_in_twenty(self) -> float:
        return sorted(self.waits)[len(self.waits) * 19 // 20 - 1]


async def test_some_come_at_once_and_each_is_heard(open_hall: OpenHall) -> None:
    async with open_hall(policy=POLICY) as hall, hall.at_work(), on_record(hall.database_url) as record:
        crowd = Crowd(hall, record, lambda turn: turn < 1, people=_SOME)
        await crowd.comes()
        assert crowd.rounds == _SOME


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_twenty_at_once_for_ten_minutes_under_the_platforms_limits(
    open_hall: OpenHall, record_property: Callable[[str, Any], None]
) -> None:
    async with (
        open_hall(policy=POLICY, limits=True) as hall,
        hall.at_work(),
        on_record(hall.database_url) as record,
    ):
        end = time.monotonic() + TEN_MINUTES
        crowd = Crowd(hall, record, lambda _: time.monotonic() < end)
        await crowd.comes()
    within = AT_ONCE + _imposed(hall.platform)
    late = sum(wait > within for wait in crowd.waits)
    record_property(SOAKED, {f"times somebody was let in on {hall.platform}": crowd.rounds, "late first answers": late})
    assert crowd.slowest_but_one_in_twenty <= within


def _imposed(platform: PlatformName) -> float:
    """Seconds that limits add for the last of twenty.

    Telegram: 30 messages a second in all, two for each. Matrix: of twenty chats to come into, ten are at once and each
    other takes ten seconds; one sender's messages likewise, five seconds each.
    """
    return PEOPLE * 2 / 30 if platform is PlatformName.TELEGRAM else 10 * 10 + PEOPLE * 2 * 5
