"""What the bot may do in the groups is looked at, told once to people in charge, and mended where it can be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.community.rights import WayIn
from bot.core.events import User
from bot.core.ids import GroupId, PlatformName
from handlers.rounds import EVERY
from tests.runtime.hall import EVENING, MENDING, RIGHT_ANSWERS, SmallHall, small_hall

SAM = 1001
NOW_MISSING = "I lack rights in Northside Evening Group on Telegram"
THANKS = "Thank you. In Northside Evening Group on Telegram"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path) as hall:
        hall.fake.open_to.add(hall.user(SAM).id)
        yield hall


@pytest.fixture
def sam(hall: SmallHall) -> User:
    return hall.user(SAM, "Sam")


def said(hall: SmallHall, user: User, words: str) -> int:
    return sum(words in each for each in hall.heard(user))


async def some_time(hall: SmallHall) -> None:
    """Enough for two looks of the keeper to go by, and what they want to be done."""
    for _ in range(3):
        await hall.clock.advance(timedelta(seconds=10))
        await asyncio.sleep(0.03)


async def test_a_right_that_is_missing_at_the_start_is_told_once_and_again_when_it_is_there(
    hall: SmallHall, sam: User
) -> None:
    hall.fake.rooms[EVENING].bot_is_admin = False
    for _ in range(2):
        async with hall.at_work():
            await hall.in_time(lambda: said(hall, sam, NOW_MISSING))
            await some_time(hall)
    assert said(hall, sam, NOW_MISSING) == 1
    missing = next(each for each in hall.heard(sam) if NOW_MISSING in each)
    assert "Invite people (may_invite): Nobody can be let in." in missing
    assert not said(hall, sam, "Mending")
    async with hall.at_work():
        hall.fake.changes_standing(EVENING)
        await hall.in_time(lambda: said(hall, sam, THANKS))
        await some_time(hall)
    assert said(hall, sam, THANKS) == 1


async def test_a_right_that_is_taken_away_while_at_work_is_told_to_people_in_charge_alone(
    hall: SmallHall, sam: User
) -> None:
    ada = hall.user(5)
    hall.fake.open_to.add(ada.id)
    async with hall.at_work() as house:
        await hall.has_looked_round(house)
        await some_time(hall)
        assert hall.heard(sam) == []
        hall.fake.changes_standing(EVENING, admin=False)
        await hall.in_time(lambda: said(hall, sam, NOW_MISSING))
        await some_time(hall)
    assert [user for user in hall.fake.said if user != sam.id] == []
    assert not hall.fake.rooms[EVENING].posts


async def test_a_group_that_the_bot_is_not_in_is_said_as_such(hall: SmallHall, sam: User) -> None:
    hall.fake.rooms[MENDING].bot_is_there = False
    async with hall.at_work():
        await hall.in_time(lambda: said(hall, sam, "I am not in Northside Mending, autumn on Telegram"))
        hall.fake.changes_standing(MENDING)
        await hall.in_time(lambda: said(hall, sam, "Thank you. In Northside Mending"))
    assert len(hall.heard(sam)) == 2


async def test_what_nobody_told_of_is_found_on_the_next_round_and_who_waited_is_let_in(
    hall: SmallHall, sam: User
) -> None:
    """A platform need not tell when the right comes back: who was accepted meanwhile gets their way in all the same."""
    ada = hall.user(5)
    hall.fake.rooms[EVENING].bot_is_admin = False
    async with hall.at_work():
        await hall.in_time(lambda: said(hall, sam, NOW_MISSING))
        hall.fake.writes(ada, "join evening")
        await hall.answers(ada, *RIGHT_ANSWERS)
        await hall.until(lambda: said(hall, ada, "I can't open the door"))
        hall.fake.rooms[EVENING].bot_is_admin = True
        await hall.clock.advance(EVERY)
        await hall.in_time(lambda: said(hall, sam, THANKS))
        await hall.until(lambda: said(hall, ada, "Here is your way into"))
        await hall.clock.advance(EVERY)
        await some_time(hall)
    assert said(hall, ada, "Here is your way into") == 1, "what is as it was on the round before begins nothing anew"


async def test_a_right_that_is_found_missing_when_it_is_used_is_looked_for_at_once(hall: SmallHall, sam: User) -> None:
    ada = hall.user(5)
    async with hall.at_work() as house:
        await hall.has_looked_round(house)
        hall.fake.rooms[EVENING].bot_is_admin = False
        hall.fake.writes(ada, "join evening")
        await hall.answers(ada, *RIGHT_ANSWERS)
        await hall.in_time(lambda: said(hall, sam, NOW_MISSING))
    assert said(hall, sam, "I could not make an invitation") == 1


async def test_a_door_that_would_show_who_asks_is_shut_and_that_is_said_once(hall: SmallHall, sam: User) -> None:
    evening = hall.fake.rooms[EVENING]
    evening.way_in = WayIn.KNOCKING
    async with hall.at_work():
        await hall.in_time(lambda: said(hall, sam, "I have switched off knocking at Northside Evening Group."))
        assert evening.way_in is WayIn.INVITED
        await some_time(hall)
        assert len(hall.heard(sam)) == 1
        evening.way_in = WayIn.KNOCKING
        hall.fake.changes_standing(EVENING)
        await hall.in_time(lambda: evening.way_in is WayIn.INVITED)
        evening.way_in = WayIn.KNOCKING
        hall.fake.changes_standing(EVENING, admin=False)
        await hall.in_time(lambda: said(hall, sam, "Say who may knock"))
        await some_time(hall)
        assert evening.way_in is WayIn.KNOCKING


async def test_staff_can_ask_what_is_missing_and_members_cannot(hall: SmallHall, sam: User) -> None:
    ada = hall.user(5)
    hall.fake.rooms[EVENING].bot_is_admin = False
    async with hall.at_work():
        await hall.in_time(lambda: said(hall, sam, NOW_MISSING))
        hall.fake.writes(sam, "check")
        await hall.until(lambda: said(hall, sam, NOW_MISSING) == 2)
        await hall.until(lambda: said(hall, sam, "all the rights that I need: 1"))
        hall.fake.rooms[EVENING].bot_is_admin = True
        hall.fake.writes(sam, "/check")
        await hall.in_time(lambda: said(hall, sam, THANKS))
        hall.fake.writes(ada, "/check")
        await hall.until(lambda: said(hall, ada, "I don't know"))
    assert not said(hall, ada, "rights")


async def test_of_many_groups_people_hear_in_one_message(tmp_path: Path) -> None:
    async with small_hall(tmp_path, groups=60) as hall:
        sam = hall.user(SAM, "Sam")
        hall.fake.open_to.add(sam.id)
        for room in hall.fake.rooms.values():
            room.bot_is_there = False
        async with hall.at_work() as house:
            for share in (20, 40, 60, 62):
                await hall.clock.advance(timedelta(seconds=2))
                await hall.until(lambda: hall.fake.calls >= share)  # noqa: B023 - waited for at once
                await asyncio.sleep(0.02)
            while not hall.heard(sam):
                await hall.clock.advance(timedelta(seconds=2))
                await asyncio.sleep(0.03)
            await some_time(hall)
            assert len(hall.heard(sam)) == 1
            assert "lack rights: 62" in hall.heard(sam)[0]
            assert "and more: 52" in hall.heard(sam)[0]
            async with house.store.work() as work:
                assert await work.groups.rights(GroupId("northside/extra-1"), PlatformName.TELEGRAM) is None
