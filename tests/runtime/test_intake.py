"""What arrives is decided once, saved first, and acknowledged afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.desk import Desk
from bot.core.errors import NotYet
from bot.core.events import Arrival, Batch, Chat, GroupMessage, MemberLeft, PrivateText, Unreadable
from bot.core.ids import NativeId, PlatformName
from bot.runtime.intake import Intake
from tests.fakes.store import Counted, Flaky
from tests.runtime.hall import EVENING, SmallHall, small_hall

TELEGRAM = PlatformName.TELEGRAM


def batch(hall: SmallHall, *texts: str, first: int = 1) -> Batch:
    ada = hall.user(1)
    events = (PrivateText(ada, text, NativeId("5")) for text in texts)
    arrivals = tuple(Arrival(str(n), hall.clock.now(), event) for n, event in enumerate(events, start=first))
    return Batch(TELEGRAM, arrivals)


async def test_delivered_twice_it_is_decided_once(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        hall.fake.open_to.add(hall.user(1).id)
        await house.intake.take(batch(hall, "help"))
        await house.intake.take(batch(hall, "help"))
        await hall.until(lambda: len(hall.heard(hall.user(1))) == 2)
        await asyncio.sleep(0.1)
        assert len(hall.heard(hall.user(1))) == 2


async def test_what_could_not_be_saved_is_not_acknowledged_and_may_come_again(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        hall.fake.open_to.add(hall.user(1).id)
        flaky = Flaky(house.store)
        house.intake._store = flaky
        flaky.failing = ["before"]
        with pytest.raises(NotYet):
            await house.intake.take(batch(hall, "help"))
        assert hall.heard(hall.user(1)) == []
        await house.intake.take(batch(hall, "help"))
        await hall.until(lambda: len(hall.heard(hall.user(1))) == 2)


async def test_what_was_saved_after_all_is_done_though_nobody_could_say_so(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        hall.fake.open_to.add(hall.user(1).id)
        flaky = Flaky(house.store)
        house.intake._store = flaky
        flaky.failing = ["after"]
        with pytest.raises(NotYet):
            await house.intake.take(batch(hall, "help"))
        await house.intake.take(batch(hall, "help"))
        await hall.until(lambda: len(hall.heard(hall.user(1))) == 2)


async def test_an_event_that_cannot_be_decided_is_set_aside_and_blocks_nothing(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        hall.fake.open_to.add(hall.user(1).id)
        handlers = dict(house.intake._handlers)
        whole = handlers[PrivateText]

        async def trips(event: PrivateText, desk: Desk) -> None:
            await whole(event, desk)
            if event.text == "menu":
                raise ValueError("a fault of ours")

        house.intake._handlers = {**handlers, PrivateText: trips}
        await house.intake.take(batch(hall, "help", "menu", "help"))
        await hall.until(lambda: len(hall.heard(hall.user(1))) == 4)
        assert not any("What would you like to do" in said for said in hall.heard(hall.user(1)))


async def test_what_cannot_be_read_is_kept_and_blocks_nothing(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        hall.fake.open_to.add(hall.user(1).id)
        strange = Arrival("1", hall.clock.now(), Unreadable('{"strange": true}', "no such kind"))
        await house.intake.take(Batch(TELEGRAM, (strange, *batch(hall, "help", first=2).arrivals)))
        await hall.until(lambda: len(hall.heard(hall.user(1))) == 2)


async def test_many_at_once_are_saved_together_and_each_hears_its_own(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        users = [hall.user(number) for number in range(1, 21)]
        hall.fake.open_to.update(user.id for user in users)
        batches = [
            Batch(TELEGRAM, (Arrival(str(n), hall.clock.now(), PrivateText(user, "help", NativeId("5"))),))
            for n, user in enumerate(users)
        ]
        await asyncio.gather(*(house.intake.take(each) for each in batches))
        await hall.until(lambda: all(len(hall.heard(user)) == 2 for user in users))


async def test_whoever_writes_in_a_group_is_known_there(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        ada = hall.user(1)
        words = GroupMessage(Chat(TELEGRAM, EVENING), ada, "Good evening", NativeId("5"))
        await house.intake.take(Batch(TELEGRAM, (Arrival("1", hall.clock.now(), words),)))
        async with house.store.work() as work:
            account = await work.people.meet(ada, hall.clock.now())
            group = await work.groups.at(Chat(TELEGRAM, EVENING))
            assert group is not None
            assert await work.members.is_member(account.id, group)


async def test_where_to_go_on_from_is_saved_with_what_was_decided_or_not_at_all(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        hall.fake.open_to.add(hall.user(1).id)
        flaky = Flaky(house.store)
        house.intake._store = flaky
        flaky.failing = ["before"]
        told = replace(batch(hall, "help"), token="s1")
        with pytest.raises(NotYet):
            await house.intake.take(told)
        async with house.store.work() as work:
            assert await work.deliveries.token(TELEGRAM) == ""
        await house.intake.take(told)
        async with house.store.work() as work:
            assert await work.deliveries.token(TELEGRAM) == "s1"
        await house.intake.take(batch(hall, "help", first=2))
        async with house.store.work() as work:
            assert await work.deliveries.token(TELEGRAM) == "s1", "a batch without one leaves it as it is"


def evening_words(hall: SmallHall, number: int, text: str = "Good evening", token: str = "") -> Batch:
    words = GroupMessage(Chat(TELEGRAM, EVENING), hall.user(1), text, NativeId(str(number)))
    return Batch(TELEGRAM, (Arrival(str(number), hall.clock.now(), words),), token=token)


@asynccontextmanager
async def counted_intake(tmp_path: Path) -> AsyncIterator[tuple[SmallHall, Intake, Counted]]:
    """Somebody has written in the evening group once."""
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        counted = Counted(house.store)
        house.intake._store = counted
        await house.intake.take(evening_words(hall, 1, token="s1"))
        assert counted.begun == 1
        yield hall, house.intake, counted


async def test_a_batch_that_needs_nothing_leaves_the_database_alone(tmp_path: Path) -> None:
    async with counted_intake(tmp_path) as (hall, intake, counted):
        await intake.take(evening_words(hall, 2))
        await intake.take(evening_words(hall, 3, token="s3"))
        assert counted.begun == 1


async def test_it_is_saved_with_everything_else_in_its_batch(tmp_path: Path) -> None:
    async with counted_intake(tmp_path) as (hall, intake, counted):
        help_too = batch(hall, "help", first=3).arrivals
        await intake.take(Batch(TELEGRAM, (*evening_words(hall, 2).arrivals, *help_too)))
        assert counted.begun == 2


async def test_where_to_go_on_from_is_saved_within_a_minute_though_nothing_happens(tmp_path: Path) -> None:
    async with counted_intake(tmp_path) as (hall, intake, _):
        await hall.clock.advance(timedelta(seconds=59))
        await intake.take(evening_words(hall, 2, token="s2"))
        async with intake._store.work() as work:
            assert await work.deliveries.token(TELEGRAM) == "s1"
        await hall.clock.advance(timedelta(seconds=2))
        await intake.take(evening_words(hall, 3, token="s3"))
        async with intake._store.work() as work:
            assert await work.deliveries.token(TELEGRAM) == "s3"


async def test_whoever_is_noted_as_gone_just_now_is_not_taken_for_known_meanwhile(tmp_path: Path) -> None:
    async with counted_intake(tmp_path) as (hall, intake, _):
        gone = MemberLeft(hall.user(1), Chat(TELEGRAM, EVENING))
        leaving = Batch(TELEGRAM, (Arrival("2", hall.clock.now(), gone),))
        taking = asyncio.create_task(intake.take(leaving))
        while intake._pending or not intake._turn.locked():
            await asyncio.sleep(0)
        await intake.take(evening_words(hall, 3))
        assert taking.done()
        async with intake._store.work() as work:
            account = await work.people.meet(hall.user(1), hall.clock.now())
            group = await work.groups.at(Chat(TELEGRAM, EVENING))
            assert group is not None
            assert await work.members.is_member(account.id, group)
