"""What is remembered of closed groups, and of what people in charge have said about them."""

from __future__ import annotations

from dataclasses import replace

from bot.core.ids import AccountId, GroupId
from bot.core.keeping.closing import ClosedGroup
from bot.core.keeping.orders import NO_ORDERS, Order, Ordered, Orders
from bot.storage.database import Database
from tests.laws.examples import BEN, EVENING, HOUR, MATRIX, MORNING, NOON, TELEGRAM, meet

OPEN_BEFORE = ClosedGroup(group=EVENING, platform=TELEGRAM, had='{"can_send_messages": true}')


def order(by: AccountId, what: Ordered = Ordered.LOCK, group: GroupId = EVENING, hours: int = 0) -> Order:
    return Order(group=group, what=what, by=by, at=NOON, until=NOON + hours * HOUR if hours else None)


async def test_how_a_group_was_open_is_kept_for_each_platform_until_it_is_forgotten(store: Database) -> None:
    other = replace(OPEN_BEFORE, platform=MATRIX, had="levels", done=True)
    async with store.work() as work:
        await work.closings.save(OPEN_BEFORE)
        await work.closings.save(other)
    async with store.work() as work:
        assert await work.closings.of(EVENING, TELEGRAM) == OPEN_BEFORE
        assert await work.closings.of(EVENING, MATRIX) == other
        assert await work.closings.of(MORNING, TELEGRAM) is None
        await work.closings.save(replace(OPEN_BEFORE, done=True))
        await work.closings.forget(EVENING, MATRIX)
        assert await work.closings.everywhere() == [replace(OPEN_BEFORE, done=True)]


async def test_the_last_word_holds_for_the_lock_and_for_the_hours_by_themselves(store: Database) -> None:
    async with store.work() as work:
        ann, ben = (await meet(work)).id, (await meet(work, BEN)).id
        first, second = order(ann, hours=1), order(ben, Ordered.UNLOCK)
        third, fourth = order(ben, Ordered.OPEN, hours=2), order(ann, Ordered.QUIET, MORNING, hours=3)
        assert await work.orders.of(EVENING) == NO_ORDERS
        for each in (first, third, fourth):
            await work.orders.give(each)
        assert await work.orders.of(EVENING) == Orders(first, third)
        await work.orders.give(second)
    async with store.work() as work:
        assert await work.orders.of(EVENING) == Orders(second, third)
        assert await work.orders.everywhere() == {EVENING: Orders(second, third), MORNING: Orders(None, fourth)}


async def test_the_next_moment_at_which_one_ends_by_itself_is_known(store: Database) -> None:
    async with store.work() as work:
        ann = (await meet(work)).id
        assert await work.orders.next_end(NOON) is None
        for each in (order(ann), order(ann, hours=2), order(ann, group=MORNING, hours=1)):
            await work.orders.give(each)
        assert await work.orders.next_end(NOON) == NOON + HOUR
        assert await work.orders.next_end(NOON + HOUR) == NOON + 2 * HOUR
        assert await work.orders.next_end(NOON + 2 * HOUR) is None
