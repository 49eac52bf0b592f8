from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.core.consent.given import Consent
from bot.core.ids import AccountId, CommunityKey
from bot.core.membership.application import Standing
from bot.core.membership.bars import Bar
from bot.core.membership.mute import MuteHeld
from bot.storage.database import Database
from bot.storage.tables import accounts, members
from tests.laws.examples import ANN, BEN, CAT, ELSEWHERE, EVENING, HOUR, MORNING, NOON, NORTHSIDE, application, meet

OF_EVENING = Bar(place=EVENING, by="Sam", why="shouting", at=NOON)
BY_HAND = Bar(place=EVENING, at=NOON, until=NOON + HOUR, on_platform=True)


async def test_who_is_barred_from_a_group_is_not_barred_from_another(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        await work.bars.add(ann.id, OF_EVENING)
    async with store.work() as work:
        assert await work.bars.keeping_out(ann.id, EVENING, NOON) == (OF_EVENING,)
        assert not await work.bars.keeping_out(ann.id, MORNING, NOON)
        assert not await work.bars.keeping_out(ben.id, EVENING, NOON)


async def test_who_is_barred_from_a_community_is_barred_from_all_its_groups(store: Database) -> None:
    bar = replace(OF_EVENING, place=NORTHSIDE)
    async with store.work() as work:
        ann = await meet(work)
        await work.bars.add(ann.id, bar)
        assert await work.bars.keeping_out(ann.id, EVENING, NOON) == (bar,)
        assert await work.bars.keeping_out(ann.id, MORNING, NOON) == (bar,)
        assert not await work.bars.keeping_out(ann.id, ELSEWHERE, NOON)
        await work.bars.lift(ann.id, CommunityKey("southside"), on_platform=False)
        assert await work.bars.keeping_out(ann.id, EVENING, NOON)
        await work.bars.lift(ann.id, NORTHSIDE, on_platform=False)
        assert not await work.bars.keeping_out(ann.id, EVENING, NOON)


async def test_a_bar_with_an_end_ends_by_itself(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.bars.add(ann.id, BY_HAND)
        assert await work.bars.keeping_out(ann.id, EVENING, NOON + HOUR - timedelta(seconds=1))
        assert not await work.bars.keeping_out(ann.id, EVENING, NOON + HOUR)


async def test_what_is_lifted_on_the_platform_lifts_nothing_that_people_decided(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.bars.add(ann.id, OF_EVENING)
        await work.bars.add(ann.id, BY_HAND)
        await work.bars.lift(ann.id, EVENING, on_platform=True)
        assert await work.bars.keeping_out(ann.id, EVENING, NOON) == (OF_EVENING,)


async def test_barring_twice_is_one_bar_with_the_latest_words(store: Database) -> None:
    again = replace(OF_EVENING, why="once more", at=NOON + HOUR)
    async with store.work() as work:
        ann = await meet(work)
        await work.bars.add(ann.id, OF_EVENING)
        await work.bars.add(ann.id, again)
        assert await work.bars.keeping_out(ann.id, EVENING, NOON) == (again,)


async def test_a_bar_outlives_the_account_and_a_new_name(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.bars.add(ann.id, OF_EVENING)
        await work._connection.execute(delete(members))
        await work._connection.execute(delete(accounts).where(accounts.c.id == ann.id))
    async with store.work() as work:
        again = await meet(work, replace(ANN, name="Nobody Special"))
        assert again.id != ann.id
        assert await work.bars.keeping_out(again.id, EVENING, NOON) == (OF_EVENING,)


async def test_who_is_one_person_is_barred_with_every_account(store: Database) -> None:
    async with store.work() as work:
        ann, cat = await meet(work), await meet(work, CAT)
        await work.bars.add(ann.id, OF_EVENING)
        assert not await work.bars.keeping_out(cat.id, EVENING, NOON)
        await work.people.unite(ann.id, cat.id)
        assert await work.bars.keeping_out(cat.id, EVENING, NOON) == (OF_EVENING,)


async def test_a_mute_comes_back_as_it_was_saved(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        held = MuteHeld(account=ann.id, group=EVENING, reasons=frozenset({"gate", "case"}))
        await work.mutes.save(replace(held, reasons=frozenset()))
        await work.mutes.save(held)
        await work.mutes.save(replace(held, account=ben.id, had="7"))
    async with store.work() as work:
        assert await work.mutes.of(ann.id, EVENING) == held
        assert await work.mutes.of(ann.id, MORNING) is None
        assert [each.had for each in await work.mutes.in_group(EVENING)] == [None, "7"]
        await work.mutes.forget(ann.id, EVENING)
        assert await work.mutes.of(ann.id, EVENING) is None
        assert await work.mutes.of(ben.id, EVENING) is not None


async def test_two_accounts_of_one_person_share_what_is_kept_of_either(store: Database) -> None:
    async with store.work() as work:
        ann, cat = await meet(work), await meet(work, CAT)
        asked = await work.applications.add(application(ann))
        await work.applications.add(application(cat, MORNING, standing=Standing.WAITING))
        given = Consent(
            person=cat.person,
            group=EVENING,
            key="kindness",
            statement="I agree",
            language="en",
            policy_version="1",
            platform=cat.platform,
            given_at=NOON,
        )
        await work.consents.record(given)
        await work.members.saw(cat.id, MORNING, NOON)
        await work.refusals.add(ann.id, NORTHSIDE, "age", NOON)
        await work.refusals.add(cat.id, NORTHSIDE, "zeal", NOON)
        await work.people.unite(ann.id, cat.id)
        await work.people.unite(cat.id, ann.id)
    async with store.work() as work:
        person = (await work.people.account(ann.id)).person
        assert (await work.people.account(cat.id)).person == person == (await meet(work, CAT)).person
        assert await work.applications.in_front(person) == replace(asked, person=person)
        waiting = await work.applications.waiting(person)
        assert waiting is not None
        assert waiting.account == cat.id
        assert await work.consents.of(person) == [replace(given, person=person)]
        assert await work.members.places_of(person) == [(cat.id, MORNING)]
        for account in (ann, cat):
            assert await work.refusals.steps(account.id, NORTHSIDE) == ["age", "zeal"]


async def test_nobody_is_one_with_somebody_unknown(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        with pytest.raises(KeyError):
            await work.people.unite(ann.id, AccountId(10_000))
