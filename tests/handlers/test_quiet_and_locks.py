"""What people in charge can say about a group's hours: opened in an emergency, begun early, locked and unlocked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.events import User
from bot.core.ids import GroupId, NativeId
from bot.core.keeping.orders import Ordered
from tests.handlers.test_closing import POLICY, before, evening, evening_hall
from tests.runtime.hall import MENDING, SmallHall

SAM, VIC, TINA, ADA = 1001, 1002, 1003, 5
HOUR = timedelta(hours=1)
TEAM = """
[[team]]
name = "Vic"
role = "volunteer"
telegram = 1002
groups = ["evening"]
[[team]]
name = "Tina"
role = "tutor"
telegram = 1003
[[groups]]
key = "mending"
title = "Mending"
kind = "course"
telegram = -1001000000002
"""


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with evening_hall(tmp_path, POLICY + TEAM) as hall:
        before(hall, 12)
        hall.fake.rooms[MENDING] = type(evening(hall))()
        yield hall


async def says(hall: SmallHall, who: User, words: str, answer: str) -> str:
    """The first new answer with these words in it."""
    heard = len(hall.heard(who))
    hall.fake.writes(who, words)
    await hall.until(lambda: any(answer in each for each in hall.heard(who)[heard:]))
    return next(each for each in hall.heard(who)[heard:] if answer in each)


async def is_closed(hall: SmallHall, room: NativeId | None = None) -> None:
    await hall.until(lambda: not (hall.fake.rooms[room] if room else evening(hall)).is_open)


async def is_open(hall: SmallHall) -> None:
    await hall.until(lambda: evening(hall).is_open)


async def test_a_group_is_locked_for_a_while_and_opens_by_itself_or_by_a_button(hall: SmallHall) -> None:
    sam = hall.user(SAM, "Sam")
    async with hall.at_work():
        await says(hall, sam, "lock evening 2h", "Evening is locked until 14:59.")
        await is_closed(hall)
        await hall.until(lambda: evening(hall).posts)
        await hall.clock.advance(2 * HOUR)
        await is_open(hall)
        await says(hall, sam, "lock evening", "Evening is locked until somebody unlocks it.")
        await is_closed(hall)
        hall.fake.presses(sam, hall.button(sam, "Unlock Evening"))
        await is_open(hall)
        await says(hall, sam, "unlock evening", "Evening is not locked.")
        await says(hall, sam, "cooldown evening", "Evening is locked until 15:14.")
        await is_closed(hall)


async def test_a_lock_that_is_lifted_at_night_leaves_the_night_and_says_so(hall: SmallHall) -> None:
    sam = hall.user(SAM, "Sam")
    async with hall.at_work():
        await says(hall, sam, "lock evening 12h", "Evening is locked")
        await is_closed(hall)
        await hall.clock.advance(9 * HOUR)
        await says(hall, sam, "unlock evening", "It is quiet in Evening until 8:00.")
        assert not evening(hall).is_open


async def test_an_emergency_opens_the_night_until_dawn_and_no_other(hall: SmallHall) -> None:
    vic = hall.user(VIC, "Vic")
    before(hall, 21)
    async with hall.at_work() as house:
        await is_closed(hall)
        told = await says(hall, vic, "quiet evening off", "Evening is open until 8:00, whatever the hour.")
        assert "Vic has changed that for now." in told
        await is_open(hall)
        await hall.clock.advance(24 * HOUR)
        await is_closed(hall)
        async with house.store.work() as work:
            given = (await work.orders.of(GroupId("northside/evening"))).hours
            assert given is not None
            assert given.what is Ordered.OPEN
            assert (await work.people.account(given.by)).name == "Vic"


async def test_a_quiet_time_begins_early_and_that_is_undone_by_a_button(hall: SmallHall) -> None:
    sam = hall.user(SAM, "Sam")
    async with hall.at_work():
        await says(hall, sam, "quiet evening", "It is not quiet in Evening now. The next quiet time begins at 20:00.")
        hall.fake.presses(sam, hall.button(sam, "Begin the quiet time in Evening now"))
        await is_closed(hall)
        await hall.until(lambda: "It is quiet in Evening until 8:00." in hall.heard(sam)[-1])
        hall.fake.presses(sam, hall.button(sam, "Go by the policy in Evening again"))
        await is_open(hall)


async def test_without_a_group_or_a_time_it_is_asked_and_nothing_is_guessed(hall: SmallHall) -> None:
    sam = hall.user(SAM, "Sam")
    async with hall.at_work():
        await says(hall, sam, "lock", "Which group do you want to lock?")
        hall.fake.presses(sam, hall.button(sam, "Lock Mending"))
        await hall.until(lambda: "For how long?" in hall.heard(sam)[-1])
        hall.fake.presses(sam, hall.button(sam, "Lock Mending for 2 hours"))
        await is_closed(hall, MENDING)
        await says(hall, sam, "lock evning 2h", "Which group do you want to lock?")
        await says(hall, sam, "lock evening some time", "I can't read that length of time.")
        await says(hall, sam, "quiet", "Whose quiet hours?")
        assert evening(hall).is_open


async def test_tutors_keep_their_courses_and_members_nothing(hall: SmallHall) -> None:
    tina, ada = hall.user(TINA, "Tina"), hall.user(ADA, "Ada")
    async with hall.at_work():
        await says(hall, tina, "lock 15m", "Mending is locked until 13:14.")
        await is_closed(hall, MENDING)
        await says(hall, tina, "lock evening", "Which group do you want to lock?")
        for words in ("/lock evening", "/quiet evening off", "/unlock evening", "/cooldown evening"):
            await says(hall, ada, words, "I don't know")
        assert evening(hall).is_open


async def test_where_the_right_is_missing_that_is_said_with_the_answer(hall: SmallHall) -> None:
    sam = hall.user(SAM, "Sam")
    evening(hall).bot_is_admin = False
    async with hall.at_work():
        await hall.in_time(lambda: any("I lack rights" in said for said in hall.heard(sam)))
        await says(hall, sam, "lock evening 2h", "I lack the right to close and open it on Telegram.")
        assert evening(hall).is_open
