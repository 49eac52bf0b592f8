"""Groups are closed and opened as they should be at every moment, and nothing that people have set is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.effects import CloseGroup, Outcome
from bot.core.ids import NativeId
from bot.core.ports import Order
from handlers.rounds import EVERY
from tests.fakes.clock import StandingClock
from tests.fakes.platform import POSTING, FakePlatform, Room
from tests.runtime.hall import EVENING, MENDING, SmallHall, small_hall

SAM = 1001
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
QUIET = "This group is quiet until 8:00."
POLICY = """
[community]
name = "Northside"
key = "northside"
timezone = "Europe/London"
[policy]
version = "1"
[contacts]
crisis = [{ name = "Samaritans", contact = "116 123" }]
[quiet_hours]
from = 20:00:00
to = 08:00:00
[[team]]
name = "Sam"
role = "staff"
telegram = 1001
[[groups]]
key = "evening"
title = "Evening"
telegram = -1001000000001
"""
ALL = {"write", "show", "invite"}


class Counting(FakePlatform):
    """Counts what was closed; `most`: after so many it does nothing more."""

    def __init__(self, fake: FakePlatform, most: int = 10_000) -> None:
        self.__dict__ = fake.__dict__
        self.closed: list[NativeId] = []
        self.most = most

    async def carry_out(self, order: Order) -> Outcome:
        if isinstance(order.effect, CloseGroup):
            if len(self.closed) >= self.most:
                await asyncio.Event().wait()
            self.closed.append(order.chat)
        return await super().carry_out(order)


def before(hall: SmallHall, hour: int = 19, minute: int = 59, day: int = 20, month: int = 11) -> None:
    hall.clock = StandingClock(datetime(2026, month, day, hour, minute, 58, tzinfo=UTC))


@asynccontextmanager
async def evening_hall(folder: Path, policy: str = POLICY, groups: int = 0) -> AsyncIterator[SmallHall]:
    async with small_hall(folder, policy, groups=groups) as hall:
        before(hall)
        del hall.fake.rooms[MENDING]
        hall.fake.open_to.add(hall.user(SAM).id)
        yield hall


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with evening_hall(tmp_path) as hall:
        yield hall


def evening(hall: SmallHall) -> Room:
    return hall.fake.rooms[EVENING]


async def a_while(hall: SmallHall, by: timedelta = 10 * SECOND) -> None:
    for _ in range(3):
        await hall.clock.advance(by / 3)
        await asyncio.sleep(0.03)


async def is_closed(hall: SmallHall) -> None:
    """Within five seconds."""
    for _ in range(5):
        await hall.clock.advance(SECOND)
        await asyncio.sleep(0.02)
    await hall.until(lambda: not evening(hall).is_open)


async def is_open(hall: SmallHall) -> None:
    for _ in range(5):
        await hall.clock.advance(SECOND)
        await asyncio.sleep(0.02)
    await hall.until(lambda: evening(hall).is_open)


async def to_dawn(hall: SmallHall) -> None:
    """Two seconds before eight."""
    now = hall.clock.now()
    dawn = now.replace(hour=7, minute=59, second=58) + timedelta(days=1 if now.hour > 7 else 0)
    await hall.clock.advance(dawn - now)
    await asyncio.sleep(0.05)
    assert not evening(hall).is_open


async def test_a_group_is_closed_at_its_hour_and_opened_as_it_was_with_a_word_and_no_more(hall: SmallHall) -> None:
    evening(hall).all_may.discard("show")
    async with hall.at_work() as house:
        await hall.has_looked_round(house)
        assert evening(hall).is_open
        await is_closed(hall)
        await hall.until(lambda: evening(hall).posts)
        (said,) = evening(hall).posts.values()
        assert said.startswith(QUIET)
        assert "Samaritans: 116 123" in said
        assert "You can still write to me in private." in said
        await to_dawn(hall)
        await is_open(hall)
        assert evening(hall).all_may == {"write", "invite"}
        await a_while(hall)
    assert len(evening(hall).posts) == 1
    assert hall.heard(hall.user(SAM)) == []


async def test_whoever_starts_after_the_hour_closes_at_once_and_what_was_missed_at_dawn_is_opened(
    hall: SmallHall,
) -> None:
    async with hall.at_work() as house:
        await hall.has_looked_round(house)
    await hall.clock.advance(timedelta(minutes=3))
    async with hall.at_work():
        await hall.until(lambda: not evening(hall).is_open)
    await hall.clock.advance(13 * HOUR)
    async with hall.at_work():
        await hall.until(lambda: evening(hall).is_open)
    assert evening(hall).all_may == ALL


async def test_what_people_change_at_night_that_is_not_about_posting_stays(hall: SmallHall) -> None:
    async with hall.at_work():
        await is_closed(hall)
        evening(hall).all_may.discard("invite")
        await to_dawn(hall)
        await is_open(hall)
    assert evening(hall).all_may == {"write", "show"}


async def test_what_people_open_at_night_is_closed_again_and_what_they_had_is_not_forgotten(hall: SmallHall) -> None:
    async with hall.at_work():
        await is_closed(hall)
        evening(hall).all_may.add("write")
        hall.fake.changes_standing(EVENING)
        await hall.until(lambda: not evening(hall).is_open)
        evening(hall).all_may.add("write")
        await hall.clock.advance(EVERY)
        await is_closed(hall)
        await to_dawn(hall)
        await is_open(hall)
    assert evening(hall).all_may == ALL
    assert len(evening(hall).posts) == 1


async def test_a_group_that_people_have_closed_is_theirs_to_open(hall: SmallHall) -> None:
    evening(hall).all_may -= POSTING
    async with hall.at_work():
        await a_while(hall)
        await to_dawn(hall)
        await a_while(hall)
        assert not evening(hall).is_open
    assert evening(hall).posts == {}


async def test_where_the_right_is_missing_people_are_told_and_it_is_closed_once_it_is_back(hall: SmallHall) -> None:
    sam = hall.user(SAM)
    evening(hall).bot_is_admin = False
    async with hall.at_work():
        await hall.in_time(lambda: any("Close the group" in said for said in hall.heard(sam)))
        assert evening(hall).is_open
        hall.fake.changes_standing(EVENING)
        await hall.until(lambda: not evening(hall).is_open)


async def test_a_course_is_closed_after_its_last_day_for_good(tmp_path: Path) -> None:
    policy = POLICY.replace("from = 20:00:00\nto = 08:00:00", 'mode = "off"') + "ends = 2026-11-20\n"
    async with evening_hall(tmp_path, policy) as hall:
        before(hall, 23)
        async with hall.at_work() as house:
            await hall.has_looked_round(house)
            assert evening(hall).is_open
            await is_closed(hall)
            await a_while(hall, timedelta(days=2))
            assert not evening(hall).is_open
        assert evening(hall).posts == {}


@pytest.mark.parametrize(("day", "month", "hours"), [(28, 3, 11), (24, 10, 13)])
async def test_a_night_in_which_clocks_change_ends_at_eight_all_the_same(
    hall: SmallHall, day: int, month: int, hours: int
) -> None:
    before(hall, 19 if month == 3 else 18, day=day, month=month)
    async with hall.at_work():
        await is_closed(hall)
        await hall.clock.advance(hours * HOUR - 10 * SECOND)
        await asyncio.sleep(0.05)
        assert not evening(hall).is_open
        await a_while(hall)
        await is_open(hall)


async def test_killed_halfway_through_closing_500_groups_it_closes_exactly_the_rest(tmp_path: Path) -> None:
    async with evening_hall(tmp_path, groups=500) as hall:
        first = Counting(hall.fake, most=250)
        hall.platform = first
        await hall.clock.advance(timedelta(minutes=3))
        async with hall.at_work():
            async with asyncio.timeout(30):
                while len(first.closed) < first.most:
                    await asyncio.sleep(0.01)
        closed_before = list(first.closed)
        second = Counting(hall.fake)
        hall.platform = second
        async with hall.at_work():
            async with asyncio.timeout(30):
                while any(room.is_open for room in hall.fake.rooms.values()):
                    await asyncio.sleep(0.01)
                await a_while(hall)
        assert set(closed_before) | set(second.closed) == set(hall.fake.rooms)
        assert len(set(closed_before) & set(second.closed)) <= 8, "but for what was under way"


async def test_groups_where_people_talk_come_first(tmp_path: Path) -> None:
    async with evening_hall(tmp_path, groups=40) as hall:
        counting = Counting(hall.fake)
        hall.platform = counting
        lively = list(hall.fake.rooms)[-1]
        async with hall.at_work():
            hall.fake.posts(hall.user(5), lively, "hello")
            await hall.until(lambda: not hall.fake.busy)
            await hall.clock.advance(10 * SECOND)
            async with asyncio.timeout(30):
                while len(counting.closed) < len(hall.fake.rooms):
                    await asyncio.sleep(0.01)
    assert lively in counting.closed[:8]


async def test_who_writes_while_it_is_quiet_gets_one_word_a_night_in_private_or_none(tmp_path: Path) -> None:
    policy = POLICY.replace("[quiet_hours]", '[quiet_hours]\nmode = "remind"')
    async with evening_hall(tmp_path, policy) as hall:
        ada, bo, sam = hall.user(5), hall.user(6, "Bo"), hall.user(SAM, "Sam")
        hall.fake.open_to.add(ada.id)
        async with hall.at_work() as house:
            await hall.has_looked_round(house)
            hall.fake.posts(ada, EVENING, "before")
            await hall.until(lambda: not hall.fake.busy)
            await a_while(hall)
            assert hall.heard(ada) == []
            for who in (ada, ada, bo, sam):
                hall.fake.posts(who, EVENING, "at night")
            await hall.until(lambda: hall.heard(ada))
            await a_while(hall)
            assert evening(hall).is_open
            assert len(hall.heard(ada)) == 1
            assert "quiet time in Evening until 8:00" in hall.heard(ada)[0]
            await hall.clock.advance(24 * HOUR)
            hall.fake.posts(ada, EVENING, "the next night")
            await hall.until(lambda: len(hall.heard(ada)) == 2)
        assert hall.heard(bo) == hall.heard(sam) == []
        assert set(evening(hall).posts.values()) == {"before", "at night", "the next night"}
