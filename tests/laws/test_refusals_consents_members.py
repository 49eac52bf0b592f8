from dataclasses import replace

from bot.core.consent.given import Consent
from bot.core.ids import CommunityKey, NativeId
from bot.storage.database import Database
from tests.laws.examples import ANN, BEN, CAT, EVENING, HOUR, MATRIX, MORNING, NOON, NORTHSIDE, meet


async def test_attempts_are_counted_by_account_and_community_oldest_first(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        assert await work.refusals.steps(ann.id, NORTHSIDE) == []
        for step in ("zeal", "age", "zeal"):
            await work.refusals.add(ann.id, NORTHSIDE, step, NOON)
        await work.refusals.add(ben.id, NORTHSIDE, "consent", NOON)
    async with store.work() as work:
        assert await work.refusals.steps(ann.id, NORTHSIDE) == ["zeal", "age", "zeal"]
        assert await work.refusals.steps(ben.id, NORTHSIDE) == ["consent"]
        assert await work.refusals.steps(ann.id, CommunityKey("southside")) == []


async def test_the_same_id_on_another_platform_has_not_failed(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        namesake = await meet(work, replace(ANN, platform=MATRIX))
        await work.refusals.add(ann.id, NORTHSIDE, "age", NOON)
        assert await work.refusals.steps(namesake.id, NORTHSIDE) == []


async def test_a_new_name_does_not_start_the_count_anew(store: Database) -> None:
    async with store.work() as work:
        await work.refusals.add((await meet(work)).id, NORTHSIDE, "age", NOON)
        again = await meet(work, replace(ANN, name="Nobody Special", username=""))
        assert await work.refusals.steps(again.id, NORTHSIDE) == ["age"]


async def test_consents_come_back_as_they_were_given(store: Database) -> None:
    async with store.work() as work:
        ann, cat = await meet(work), await meet(work, CAT)
        given = [
            Consent(
                person=ann.person,
                group=EVENING,
                key=key,
                statement=f"Rwy'n deall: {key}",
                language="cy",
                policy_version="1.3",
                platform=ann.platform,
                given_at=NOON,
            )
            for key in ("not-advice", "kindness")
        ]
        for consent in given:
            await work.consents.record(consent)
        await work.consents.record(replace(given[0], person=cat.person, platform=MATRIX, given_at=NOON + HOUR))
    async with store.work() as work:
        assert await work.consents.of(ann.person) == given
        assert [consent.platform for consent in await work.consents.of(cat.person)] == [MATRIX]


async def test_who_was_seen_is_a_member_until_they_leave(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        assert not await work.members.is_member(ann.id, EVENING)
        await work.members.saw(ann.id, EVENING, NOON)
    async with store.work() as work:
        assert await work.members.is_member(ann.id, EVENING)
        assert not await work.members.is_member(ann.id, MORNING)
        await work.members.left(ann.id, EVENING, NOON)
        assert not await work.members.is_member(ann.id, EVENING)
        await work.members.saw(ann.id, EVENING, NOON + HOUR)
        assert await work.members.is_member(ann.id, EVENING)


async def test_leaving_a_group_one_was_never_seen_in_is_no_fault(store: Database) -> None:
    async with store.work() as work:
        await work.members.left((await meet(work)).id, EVENING, NOON)
        assert await work.members.count(EVENING) == 0


async def test_a_person_is_found_in_every_place_where_one_of_their_accounts_was_seen(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        assert await work.members.places_of(ann.person) == []
        await work.members.saw(ann.id, MORNING, NOON)
        await work.members.saw(ann.id, EVENING, NOON)
        await work.members.saw(ben.id, EVENING, NOON)
    async with store.work() as work:
        assert await work.members.places_of(ann.person) == [(ann.id, EVENING), (ann.id, MORNING)]
        await work.members.left(ann.id, EVENING, NOON)
        assert await work.members.places_of(ann.person) == [(ann.id, MORNING)]


async def test_members_are_counted_once_and_by_group(store: Database) -> None:
    async with store.work() as work:
        people = [await meet(work, replace(ANN, id=NativeId(str(number)))) for number in range(5)]
        for account in (*people, *people):
            await work.members.saw(account.id, EVENING, NOON)
        await work.members.saw(people[0].id, MORNING, NOON)
        await work.members.left(people[4].id, EVENING, NOON)
        assert await work.members.count(EVENING) == 4
        assert await work.members.count(MORNING) == 1


async def test_what_was_said_lately_is_not_said_again_until_its_time_is_over(store: Database) -> None:
    async with store.work() as work:
        assert await work.told.once("rules northside/evening", HOUR, NOON)
        assert not await work.told.once("rules northside/evening", HOUR, NOON + HOUR / 2)
        assert await work.told.once("rules northside/morning", HOUR, NOON)
        assert await work.told.once("rules northside/evening", HOUR, NOON + HOUR)


async def test_what_was_said_long_ago_is_forgotten(store: Database) -> None:
    async with store.work() as work:
        await work.told.once("a word", HOUR, NOON)
        await work.told.once("another", HOUR, NOON + HOUR)
        assert await work.told.forget(NOON + HOUR) == 1
        assert await work.told.once("a word", 3 * HOUR, NOON + HOUR)
        assert not await work.told.once("another", 3 * HOUR, NOON + HOUR)
