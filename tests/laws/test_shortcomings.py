from __future__ import annotations

from bot.core.community.rights import Power, Right, Shortcoming
from bot.core.effects import Inspect
from bot.core.ids import NativeId
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.laws.examples import EVENING, HOUR, MATRIX, MORNING, NOON, TELEGRAM

INVITE = Power(Right.INVITE, held=False, called="can_invite_users")
DELETE = Power(Right.DELETE, held=False, called="can_delete_messages")


async def missing(work: Transaction) -> list[Right]:
    return [each.right for each in await work.shortcomings.of(EVENING, TELEGRAM)]


async def test_what_is_missing_is_remembered_for_each_group_and_platform(store: Database) -> None:
    async with store.work() as work:
        await work.shortcomings.found(EVENING, TELEGRAM, (DELETE, INVITE))
        await work.shortcomings.found(EVENING, MATRIX, ())
    async with store.work() as work:
        assert await work.shortcomings.of(EVENING, TELEGRAM) == [
            Shortcoming(Right.INVITE, "can_invite_users"),
            Shortcoming(Right.DELETE, "can_delete_messages"),
        ]
        assert await work.shortcomings.of(EVENING, MATRIX) == []
        assert await work.shortcomings.of(MORNING, TELEGRAM) == []
        assert await work.shortcomings.untold() == [(EVENING, TELEGRAM)]


async def test_what_people_know_is_no_news_until_it_changes(store: Database) -> None:
    async with store.work() as work:
        await work.shortcomings.found(EVENING, TELEGRAM, (INVITE,))
        await work.shortcomings.told(EVENING, TELEGRAM)
        await work.shortcomings.found(EVENING, TELEGRAM, (INVITE,))
        assert await work.shortcomings.untold() == []
        await work.shortcomings.found(EVENING, TELEGRAM, (INVITE, DELETE))
        assert await work.shortcomings.untold() == [(EVENING, TELEGRAM)]
        await work.shortcomings.told(EVENING, TELEGRAM)
        await work.shortcomings.found(EVENING, TELEGRAM, ())
        assert await missing(work) == []
        assert await work.shortcomings.untold() == [(EVENING, TELEGRAM)]
        await work.shortcomings.told(EVENING, TELEGRAM)
        assert await work.shortcomings.untold() == []


async def test_what_came_and_went_before_anybody_was_told_is_no_news(store: Database) -> None:
    async with store.work() as work:
        await work.shortcomings.found(EVENING, TELEGRAM, (INVITE,))
        await work.shortcomings.found(EVENING, TELEGRAM, ())
        assert await work.shortcomings.untold() == []
        await work.shortcomings.found(EVENING, TELEGRAM, (INVITE,))
        await work.shortcomings.told(EVENING, TELEGRAM)
        await work.shortcomings.found(EVENING, TELEGRAM, ())
        await work.shortcomings.found(EVENING, TELEGRAM, (INVITE,))
        assert await work.shortcomings.untold() == []
        assert await missing(work) == [Right.INVITE]


async def test_it_is_known_while_groups_are_being_looked_at(store: Database) -> None:
    async with store.work() as work:
        await work.groups.declare(EVENING, TELEGRAM, NativeId("-100"))
        await work.errands.add([Inspect(group=EVENING, platform=TELEGRAM)], NOON)
        assert await work.shortcomings.are_looked_for(since=NOON - HOUR)
        assert not await work.shortcomings.are_looked_for(since=NOON)
        await work.errands.done(work.wanted[0].id)
        assert not await work.shortcomings.are_looked_for(since=NOON - HOUR)


async def test_a_right_that_goes_by_another_name_now_is_still_the_same(store: Database) -> None:
    async with store.work() as work:
        await work.shortcomings.found(EVENING, TELEGRAM, (INVITE,))
        await work.shortcomings.told(EVENING, TELEGRAM)
        await work.shortcomings.found(EVENING, TELEGRAM, (Power(Right.INVITE, held=False, called="invite"),))
        assert await work.shortcomings.untold() == []
        assert await work.shortcomings.of(EVENING, TELEGRAM) == [Shortcoming(Right.INVITE, "invite")]
