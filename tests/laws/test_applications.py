from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.core.ids import ApplicationId, CommunityKey, GroupId, Token
from bot.core.membership.application import Answer, Application, Came, Prompt, Standing
from bot.storage.database import Database
from tests.laws.examples import (
    BEN,
    ELSEWHERE,
    EVENING,
    HOUR,
    MORNING,
    NOON,
    NORTHSIDE,
    application,
    meet,
)


async def test_an_application_comes_back_as_it_was_saved(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        saved = await work.applications.add(
            Application(
                person=ann.person,
                account=ann.id,
                group=EVENING,
                came=Came.BY_THE_BOT,
                standing=Standing.ACCEPTED,
                answers=(
                    Answer("age", "f1", "", NOON, date(2030, 1, 1)),
                    Answer("condition", "f2", "yes, “really”\n", NOON + HOUR, language="cy"),
                ),
                started_at=NOON,
                ended_at=NOON + HOUR,
                expires_at=NOON + 2 * HOUR,
                requested=True,
                link="https://t.me/+abc",
                eligible_until=date(2030, 1, 1),
                review=("condition", "age"),
                held_at=NOON,
                bring_up_at=NOON + HOUR,
                decided_by=ann.id,
                decided_at=NOON + 2 * HOUR,
            )
        )
    async with store.work() as work:
        assert saved.id != ApplicationId(0)
        assert await work.applications.get(saved.id) == saved


async def test_saving_changes_everything_that_can_change(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        other = await work.applications.add(application(ann, MORNING, standing=Standing.WAITING))
        before = await work.applications.add(application(ann))
        after = application(
            ann,
            id=before.id,
            standing=Standing.ADMITTED,
            answers=(Answer("age", "f", "v", NOON),),
            ended_at=NOON + HOUR,
            requested=True,
            link="l",
            eligible_until=date(2031, 2, 3),
        )
        await work.applications.save(after)
    async with store.work() as work:
        assert await work.applications.get(before.id) == after
        assert await work.applications.get(other.id) == other


async def test_moments_of_any_zone_come_back_in_utc(store: Database) -> None:
    summer = timezone(timedelta(hours=5, minutes=45))
    async with store.work() as work:
        moment = datetime(2026, 3, 1, 17, 45, 0, 123999, tzinfo=summer)
        saved = await work.applications.add(application(await meet(work), expires_at=moment))
        found = (await work.applications.get(saved.id)).expires_at
    assert found == datetime(2026, 3, 1, 12, 0, 0, 123000, tzinfo=UTC)
    assert found is not None
    assert found.tzinfo is UTC


async def test_an_unknown_application_is_a_key_error(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        with pytest.raises(KeyError):
            await work.applications.get(ApplicationId(77))
        with pytest.raises(KeyError):
            await work.applications.save(application(ann, id=ApplicationId(77)))


async def test_the_open_one_is_in_front_and_only_their_own(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        await work.applications.add(application(ann, MORNING, standing=Standing.DECLINED))
        await work.applications.add(application(ann, MORNING, standing=Standing.WAITING))
        front = await work.applications.add(application(ann))
        assert await work.applications.in_front(ann.person) == front
        assert await work.applications.in_front(ben.person) is None


async def test_the_oldest_that_waits_is_next(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        assert await work.applications.waiting(ann.person) is None
        await work.applications.add(application(ann))
        older = await work.applications.add(application(ann, MORNING, standing=Standing.WAITING))
        await work.applications.add(application(ann, ELSEWHERE, standing=Standing.WAITING))
        assert await work.applications.waiting(ann.person) == older


async def test_the_newest_for_a_group_is_found_however_it_ended(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        assert await work.applications.newest(ann.id, EVENING) is None
        await work.applications.add(application(ann, standing=Standing.ADMITTED))
        newest = await work.applications.add(application(ann, standing=Standing.EXPIRED))
        await work.applications.add(application(ann, MORNING))
        assert await work.applications.newest(ann.id, EVENING) == newest


async def test_those_about_which_a_person_decides_are_found_by_group_by_person_and_once_they_are_due(
    store: Database,
) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        later = await work.applications.add(application(ann, standing=Standing.HELD, bring_up_at=NOON + HOUR))
        due = await work.applications.add(application(ben, standing=Standing.HELD, bring_up_at=NOON))
        await work.applications.add(application(ann, MORNING, standing=Standing.HELD))
        await work.applications.add(application(ben, standing=Standing.ACCEPTED, bring_up_at=NOON))
        assert await work.applications.held_in(EVENING) == [later, due]
        assert await work.applications.held(ann.person) == later
        assert await work.applications.to_bring_up(NOON, 10) == [due]
        assert await work.applications.to_bring_up(NOON + HOUR, 1) == [due]
        assert await work.applications.to_bring_up(NOON + HOUR, 10) == [due, later]


async def test_expired_are_those_that_are_not_over_and_whose_time_has_come_oldest_first(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)

        async def with_end(standing: Standing, expires_at: datetime | None) -> ApplicationId:
            added = application(ann, standing=standing, expires_at=expires_at)
            return (await work.applications.add(added)).id

        now = await with_end(Standing.OPEN, NOON)
        before = await with_end(Standing.ACCEPTED, NOON - HOUR)
        for standing in (standing for standing in Standing if standing.is_over):
            await with_end(standing, NOON - 2 * HOUR)
        await with_end(Standing.OPEN, NOON + timedelta(milliseconds=1))
        await with_end(Standing.OPEN, None)
        assert [found.id for found in await work.applications.expired(NOON, 10)] == [before, now]
        assert [found.id for found in await work.applications.expired(NOON, 1)] == [before]


async def test_forgotten_are_those_of_the_community_that_ended_before(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)

        async def ended(group: GroupId, standing: Standing, ended_at: datetime | None) -> ApplicationId:
            return (await work.applications.add(application(ann, group, standing=standing, ended_at=ended_at))).id

        over = [standing for standing in Standing if standing.is_over]
        gone = [await ended(EVENING, standing, NOON - HOUR) for standing in over]
        kept = [
            await ended(EVENING, Standing.ADMITTED, NOON),
            await ended(ELSEWHERE, Standing.ADMITTED, NOON - HOUR),
            await ended(GroupId("northside-too/evening"), Standing.ADMITTED, NOON - HOUR),
            await ended(MORNING, Standing.HELD, NOON - HOUR),
            await ended(MORNING, Standing.OPEN, None),
        ]
        assert await work.applications.forget(NOON, NORTHSIDE) == len(gone)
        assert await work.applications.forget(NOON, CommunityKey("nowhere")) == 0
        for number in gone:
            with pytest.raises(KeyError):
                await work.applications.get(number)
        assert [(await work.applications.get(number)).id for number in kept] == kept


async def test_with_an_application_its_prompts_are_forgotten(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        over = await work.applications.add(application(ann, standing=Standing.REFUSED, ended_at=NOON - HOUR))
        await work.prompts.ask(
            Prompt(account=ann.id, application=over.id, step="age", options=((Token("pressed"), "yes"),))
        )
        await work.applications.forget(NOON, NORTHSIDE)
        assert await work.prompts.bearing(Token("pressed")) is None


async def test_a_number_is_never_given_twice(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        first = await work.applications.add(application(ann, standing=Standing.REFUSED, ended_at=NOON - HOUR))
        await work.applications.forget(NOON, NORTHSIDE)
    async with store.work() as work:
        assert (await work.applications.add(application(ann))).id != first.id


async def test_the_undecided_are_all_that_are_not_over_oldest_first(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        kept = []
        for standing in Standing:
            added = await work.applications.add(application(ann, MORNING, standing=standing))
            kept += [] if standing.is_over else [added]
        await work.applications.add(application(ben))
    async with store.work() as work:
        assert await work.applications.undecided(ann.person) == kept
        assert [each.standing for each in kept] == [
            Standing.OPEN,
            Standing.WAITING,
            Standing.HELD,
            Standing.GUARDIAN,
            Standing.ACCEPTED,
        ]
