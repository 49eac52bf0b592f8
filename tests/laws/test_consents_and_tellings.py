"""Consents come to an end, and what people were told is kept as it was said."""

from __future__ import annotations

from dataclasses import replace

from bot.core.consent.given import Consent, Telling
from bot.core.ids import CommunityKey, GroupId, NativeId
from bot.core.membership.application import Standing
from bot.core.people import Account
from bot.storage.database import Database
from tests.laws.examples import BEN, ELSEWHERE, EVENING, HOUR, MORNING, NOON, NORTHSIDE, application, meet

LATER = NOON + HOUR


def given(account: Account, key: str = "news", group: GroupId = EVENING) -> Consent:
    return Consent(
        person=account.person,
        group=group,
        key=key,
        statement=f"Yes to {key}.",
        language="en",
        policy_version="1",
        platform=account.platform,
        given_at=NOON,
    )


async def test_a_consent_ends_alone_or_with_all_of_its_group(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        for consent in (given(ann), given(ann, "care"), given(ann, group=MORNING), given(ben)):
            await work.consents.record(consent)
        assert await work.consents.end(ann.person, EVENING, "news", LATER) == 1
        assert await work.consents.end(ann.person, EVENING, "news", LATER + HOUR) == 0
        assert await work.consents.end(ann.person, EVENING, None, LATER + HOUR) == 1
    async with store.work() as work:
        assert await work.consents.of(ann.person) == [
            replace(given(ann), ended_at=LATER),
            replace(given(ann, "care"), ended_at=LATER + HOUR),
            given(ann, group=MORNING),
        ]
        assert await work.consents.of(ben.person) == [given(ben)]


async def test_a_consent_that_ended_is_forgotten_in_its_time_and_one_that_holds_is_not(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        for consent in (given(ann), given(ann, "care"), given(ann, group=ELSEWHERE)):
            await work.consents.record(consent)
        await work.consents.end(ann.person, EVENING, "news", NOON)
        await work.consents.end(ann.person, ELSEWHERE, "news", NOON)
        assert await work.consents.forget(NOON, NORTHSIDE) == 0
        assert await work.consents.forget(LATER, CommunityKey("north")) == 0
        assert await work.consents.forget(LATER, NORTHSIDE) == 1
    async with store.work() as work:
        assert [each.key for each in await work.consents.of(ann.person)] == ["care", "news"]


async def test_a_consent_that_came_to_nothing_ends_and_that_of_somebody_inside_or_at_the_door_does_not(
    store: Database,
) -> None:
    async with store.work() as work:
        ann, ben, cat = await meet(work), await meet(work, BEN), await meet(work, replace(BEN, id=NativeId("333")))
        for account in (ann, ben, cat):
            await work.consents.record(given(account))
        await work.consents.record(given(ann, group=MORNING))
        await work.consents.record(given(cat, group=ELSEWHERE))
        await work.members.saw(ann.id, EVENING, NOON)
        at_the_door = await work.applications.add(application(ben))
        assert await work.consents.end_unused(NOON, NORTHSIDE, LATER) == 0
        assert await work.consents.end_unused(LATER, NORTHSIDE, LATER) == 2
        await work.applications.save(replace(at_the_door, standing=Standing.REFUSED))
        assert await work.consents.end_unused(LATER, NORTHSIDE, LATER) == 1
    async with store.work() as work:
        assert await work.consents.of(ann.person) == [given(ann), replace(given(ann, group=MORNING), ended_at=LATER)]
        assert await work.consents.of(ben.person) == [replace(given(ben), ended_at=LATER)]
        assert await work.consents.of(cat.person) == [replace(given(cat), ended_at=LATER), given(cat, group=ELSEWHERE)]


async def test_what_somebody_was_told_is_kept_word_for_word_until_they_leave(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        told = Telling(
            person=ann.person,
            group=EVENING,
            key="welcome",
            text="Croeso!\n\nTake care 👋",
            language="cy",
            policy_version="1.2",
            platform=ann.platform,
            told_at=NOON,
        )
        others = (replace(told, group=MORNING), replace(told, person=ben.person))
        for telling in (told, *others):
            await work.tellings.record(telling)
    async with store.work() as work:
        assert await work.tellings.of(ann.person) == [told, others[0]]
        assert await work.tellings.forget(ann.person, EVENING) == 1
        assert await work.tellings.of(ann.person) == [others[0]]
        assert await work.tellings.of(ben.person) == [others[1]]


async def test_every_application_for_a_group_is_found_oldest_first(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        first = await work.applications.add(application(ann))
        second = await work.applications.add(application(ann))
        await work.applications.add(application(ann, MORNING))
        await work.applications.add(application(ben))
        assert await work.applications.all_for(ann.person, EVENING) == [first, second]
