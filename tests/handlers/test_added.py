"""People added by others, people barred, and coming back: on the platform in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.house import House
from bot.core.events import BarLifted, Chat, MemberBarred, MemberJoined, MemberSeen, User
from bot.core.ids import PlatformName
from tests.laws.examples import NOON
from tests.runtime.hall import EVENING, POLICY, RIGHT_ANSWERS, SmallHall, small_hall

HERE = Chat(PlatformName.TELEGRAM, EVENING)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path) as hall:
        yield hall


def is_silent(hall: SmallHall, user: User) -> bool:
    return user.id in hall.fake.rooms[EVENING].members and not hall.fake.may_post(user, EVENING)


def is_out(hall: SmallHall, user: User) -> bool:
    return user.id not in hall.fake.rooms[EVENING].members


async def test_who_is_added_is_silent_until_they_have_been_through_the_gate(hall: SmallHall) -> None:
    ada = hall.user(42)
    hall.fake.open_to.add(ada.id)
    async with hall.at_work():
        hall.fake.is_added(ada, EVENING)
        await hall.until(lambda: is_silent(hall, ada))
        await hall.answers(ada, *RIGHT_ANSWERS)
        await hall.until(lambda: hall.fake.may_post(ada, EVENING))
        await hall.until(lambda: any("You are in" in said for said in hall.heard(ada)))
    first = hall.heard(ada)[0]
    assert "Somebody has added you to Northside Evening Group" in first
    assert "A place to talk among equals." in first


async def test_what_they_could_do_before_is_given_back(hall: SmallHall) -> None:
    ada = hall.user(42)
    hall.fake.open_to.add(ada.id)
    hall.fake.rooms[EVENING].allowed[ada.id] = "words alone"
    async with hall.at_work():
        hall.fake.is_added(ada, EVENING)
        await hall.until(lambda: is_silent(hall, ada))
        await hall.answers(ada, *RIGHT_ANSWERS)
        await hall.until(lambda: hall.fake.rooms[EVENING].allowed.get(ada.id) == "words alone")


async def test_who_says_no_or_does_not_fit_is_told_kindly_and_taken_out(hall: SmallHall) -> None:
    ada, bea = hall.user(42), hall.user(43, "Bea")
    hall.fake.open_to |= {ada.id, bea.id}
    async with hall.at_work():
        for each in (ada, bea):
            hall.fake.is_added(each, EVENING)
        await hall.answers(ada, "cancel")
        await hall.until(lambda: is_out(hall, ada))
        await hall.answers(bea, "yes", "25", "yes", "no")
        await hall.until(lambda: is_out(hall, bea))
        await hall.until(lambda: not hall.fake.rooms[EVENING].allowed)
    assert "take you out of the group" in hall.heard(ada)[-1]
    assert any("I'm sorry" in said for said in hall.heard(bea))


async def test_whoever_cannot_be_told_stays_silent_is_never_removed_and_the_group_shows_the_way_once(
    hall: SmallHall,
) -> None:
    ada, bea = hall.user(42), hall.user(43, "Bea")
    async with hall.at_work():
        for each in (ada, bea):
            hall.fake.is_added(each, EVENING)
            await hall.until(lambda: is_silent(hall, each))  # noqa: B023 - waited for at once
        await hall.until(lambda: hall.fake.rooms[EVENING].posts)
        await hall.clock.advance(timedelta(days=20))
        await hall.until(lambda: is_silent(hall, ada))
        await hall.clock.advance(timedelta(days=20))
        posts = list(hall.fake.rooms[EVENING].posts.values())
        assert len(posts) == 1
        assert "Ada" not in posts[0]
        assert "Bea" not in posts[0]
        assert is_silent(hall, ada)
        hall.fake.writes(ada, "/start go")
        await hall.answers(ada, *RIGHT_ANSWERS)
        await hall.until(lambda: hall.fake.may_post(ada, EVENING))


async def test_whoever_was_told_and_does_not_answer_in_time_is_taken_out(hall: SmallHall) -> None:
    ada = hall.user(42)
    hall.fake.open_to.add(ada.id)
    async with hall.at_work() as house:
        hall.fake.is_added(ada, EVENING)
        await hall.until(lambda: any("Question 1 " in said for said in hall.heard(ada)))
        while not await is_told(house, ada):
            await asyncio.sleep(0.01)
        await hall.clock.advance(timedelta(hours=47, minutes=59))
        await asyncio.sleep(0.2)
        assert is_silent(hall, ada)
        await hall.clock.advance(timedelta(minutes=2))
        await hall.until(lambda: is_out(hall, ada))
    assert any("welcome to ask again" in said for said in hall.heard(ada))


async def is_told(house: House, user: User) -> bool:
    """Whether the time for their answer runs."""
    async with house.store.work() as work:
        account = await work.people.meet(user, NOON)
        application = await work.applications.in_front(account.person)
        return application is not None and application.expires_at is not None


async def test_who_was_there_before_is_never_silenced_by_being_seen(hall: SmallHall) -> None:
    ada, bea = hall.user(42), hall.user(43, "Bea")
    async with hall.at_work():
        hall.fake.rooms[EVENING].members |= {ada.id, bea.id}
        hall.fake.posts(ada, EVENING, "Hello")
        hall.fake._happens(MemberSeen(bea, HERE))
        await hall.until(lambda: not hall.fake.busy)
        await hall.clock.advance(timedelta(days=3))
        assert hall.fake.may_post(ada, EVENING)
        assert hall.fake.may_post(bea, EVENING)


async def test_the_team_is_asked_nothing_when_somebody_adds_them(hall: SmallHall) -> None:
    sam = hall.user(1001, "Sam")
    async with hall.at_work():
        hall.fake.is_added(sam, EVENING)
        await hall.until(lambda: not hall.fake.busy)
        await hall.clock.advance(timedelta(minutes=1))
        assert hall.fake.may_post(sam, EVENING)


async def test_whom_no_bot_can_silence_is_asked_all_the_same_and_people_in_charge_are_told_once(
    hall: SmallHall,
) -> None:
    ada, bea, sam = hall.user(42), hall.user(43, "Bea"), hall.user(1001, "Sam")
    hall.fake.open_to |= {ada.id, bea.id, sam.id}
    hall.fake.rooms[EVENING].admins |= {ada.id, bea.id}
    async with hall.at_work():
        for each in (ada, bea):
            hall.fake.is_added(each, EVENING)
        await hall.until(lambda: any("stop somebody" in said for said in hall.heard(sam)))
        await hall.answers(bea, "yes")
    assert sum("stop somebody" in said for said in hall.heard(sam)) == 1


async def test_what_could_not_be_done_without_the_right_is_done_once_it_is_there(hall: SmallHall) -> None:
    ada, sam = hall.user(42), hall.user(1001, "Sam")
    hall.fake.open_to |= {ada.id, sam.id}
    async with hall.at_work():
        hall.fake.changes_standing(EVENING, admin=False)
        hall.fake.is_added(ada, EVENING)
        await hall.until(lambda: any("stop somebody" in said for said in hall.heard(sam)))
        assert hall.fake.may_post(ada, EVENING)
        hall.fake.changes_standing(EVENING)
        await hall.until(lambda: is_silent(hall, ada))


async def test_leaving_ends_it_and_who_is_added_again_is_asked_again(hall: SmallHall) -> None:
    ada = hall.user(42)
    hall.fake.open_to.add(ada.id)
    async with hall.at_work():
        hall.fake.is_added(ada, EVENING)
        await hall.until(lambda: is_silent(hall, ada))
        hall.fake.leaves(ada, EVENING)
        await hall.until(lambda: ada.id not in hall.fake.rooms[EVENING].allowed)
        before = len(hall.heard(ada))
        hall.fake.is_added(ada, EVENING)
        await hall.until(lambda: is_silent(hall, ada))
        await hall.until(lambda: any("Somebody has added you" in said for said in hall.heard(ada)[before:]))


async def test_a_member_who_left_is_asked_anew_when_somebody_adds_them(hall: SmallHall) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        hall.fake.asks_to_join(ada, EVENING)
        await hall.answers(ada, *RIGHT_ANSWERS)
        await hall.until(lambda: hall.fake.may_post(ada, EVENING))
        await hall.until(lambda: any("You are in" in said for said in hall.heard(ada)))
        hall.fake.leaves(ada, EVENING)
        await hall.until(lambda: not hall.fake.busy)
        hall.fake.is_added(ada, EVENING)
        await hall.until(lambda: is_silent(hall, ada))


async def test_whoever_is_let_in_by_the_bot_is_not_asked_again_by_the_news_of_it(hall: SmallHall) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        hall.fake.asks_to_join(ada, EVENING)
        await hall.answers(ada, *RIGHT_ANSWERS)
        await hall.until(lambda: any("You are in" in said for said in hall.heard(ada)))
        hall.fake.repeats_the_last()
        hall.fake._happens(MemberJoined(ada, HERE))
        await hall.until(lambda: not hall.fake.busy)
        await hall.clock.advance(timedelta(minutes=1))
        assert hall.fake.may_post(ada, EVENING)


async def test_who_is_barred_hears_the_same_kind_words_at_either_door(hall: SmallHall) -> None:
    ada, bea = hall.user(42), hall.user(43, "Bea")
    async with hall.at_work():
        hall.fake._happens(MemberBarred(ada, HERE))
        hall.fake.asks_to_join(ada, EVENING)
        await hall.until(lambda: not hall.fake.rooms[EVENING].requests)
        hall.fake.asks_to_join(bea, EVENING)
        await hall.answers(bea, "yes", "25", "yes", "no")
        await hall.until(lambda: not hall.fake.rooms[EVENING].requests)
        refused_words = hall.heard(bea)[-2:]
        assert hall.heard(ada) == refused_words
        hall.fake.writes(ada, "join evening")
        await hall.until(lambda: len(hall.heard(ada)) >= 4)
        assert hall.heard(ada) == refused_words * 2


async def test_a_bar_that_was_lifted_by_hand_keeps_nobody_out(hall: SmallHall) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        hall.fake._happens(MemberBarred(ada, HERE))
        hall.fake._happens(BarLifted(ada, HERE))
        hall.fake.asks_to_join(ada, EVENING)
        await hall.until(lambda: any("Question 1 " in said for said in hall.heard(ada)))


async def test_a_bar_with_a_date_keeps_nobody_out_after_it(hall: SmallHall) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        hall.fake._happens(MemberBarred(ada, HERE, hall.clock.now() + timedelta(hours=1)))
        await hall.until(lambda: not hall.fake.busy)
        await hall.clock.advance(timedelta(hours=1))
        hall.fake.asks_to_join(ada, EVENING)
        await hall.until(lambda: any("Question 1 " in said for said in hall.heard(ada)))


async def test_who_is_barred_in_the_middle_of_the_questions_is_asked_no_more(hall: SmallHall) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        hall.fake.asks_to_join(ada, EVENING)
        await hall.answers(ada, "yes")
        hall.fake._happens(MemberBarred(ada, HERE))
        await hall.until(lambda: any("I'm sorry" in said for said in hall.heard(ada)))
        before = len(hall.heard(ada))
        hall.fake.writes(ada, "25")
        await hall.until(lambda: len(hall.heard(ada)) > before)
        assert "Question" not in hall.heard(ada)[-1]


async def test_who_is_added_in_the_middle_of_the_questions_goes_on_with_them_in_silence(hall: SmallHall) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        hall.fake.writes(ada, "join evening")
        await hall.answers(ada, *RIGHT_ANSWERS[:3])
        await hall.until(lambda: any("Question 4 " in said for said in hall.heard(ada)))
        hall.fake.is_added(ada, EVENING)
        await hall.until(lambda: is_silent(hall, ada))
        for answer in RIGHT_ANSWERS[3:]:
            hall.fake.writes(ada, answer)
            await hall.until(lambda: not hall.fake.busy)
        await hall.until(lambda: hall.fake.may_post(ada, EVENING))
    assert not hall.fake.rooms[EVENING].links


async def test_who_comes_in_by_an_open_link_while_a_person_decides_is_silent_until_then(tmp_path: Path) -> None:
    """A link that was made by hand and asks nobody is no yes."""
    async with small_hall(tmp_path, POLICY.replace('mode = "quiz"', 'mode = "review"', 1)) as hall:
        ada, sam = hall.user(42), hall.user(1001, "Sam")
        hall.fake.open_to |= {ada.id, sam.id}
        async with hall.at_work():
            hall.fake.writes(ada, "join evening")
            await hall.answers(ada, *RIGHT_ANSWERS)
            await hall.until(lambda: any("May Ada come into" in said for said in hall.heard(sam)))
            hall.fake.is_added(ada, EVENING)
            await hall.until(lambda: is_silent(hall, ada))
            hall.fake.presses(sam, hall.button(sam, "Yes, let Ada in"))
            await hall.until(lambda: hall.fake.may_post(ada, EVENING))


async def test_who_is_added_where_a_notice_is_all_says_yes_themselves_before_they_can_write(tmp_path: Path) -> None:
    """They have not asked to join, so nothing that they were only told counts as their yes."""
    before, _, rest = POLICY.partition("[gate]")
    _, quiet, after = rest.partition("[quiet_hours]")
    door = '[gate]\nmode = "notice"\nnotice = "Others see your name here. Be kind."\n\n'
    notice = before + door + quiet + after.partition('[[groups]]\nkey = "mending-autumn"')[0]
    async with small_hall(tmp_path, notice) as hall:
        ada = hall.user(42)
        hall.fake.open_to.add(ada.id)
        async with hall.at_work() as house:
            hall.fake.is_added(ada, EVENING)
            await hall.until(lambda: any("Question 1 of 2" in said for said in hall.heard(ada)))
            await hall.until(lambda: is_silent(hall, ada))
            assert any("Be kind." in said for said in hall.heard(ada))
            async with house.store.work() as work:
                account = await work.people.meet(ada, NOON)
                assert not await work.consents.of(account.person)
            hall.fake.writes(ada, "/start")
            await hall.until(lambda: any("Let us go on" in said for said in hall.heard(ada)))
            await hall.answers(ada, "yes", "yes")
            await hall.until(lambda: hall.fake.may_post(ada, EVENING))
            async with house.store.work() as work:
                assert [each.key for each in await work.consents.of(account.person)] == ["visible", "closing"]
        assert not any("By asking to join" in said for said in hall.heard(ada))


@pytest.mark.parametrize("answers", [True, False])
async def test_where_the_policy_names_the_group_no_more_nobody_stays_silent_or_is_taken_out(
    tmp_path: Path, *, answers: bool
) -> None:
    async with small_hall(tmp_path, groups=1) as hall:
        ada = hall.user(42)
        hall.fake.open_to.add(ada.id)
        room = next(number for number in hall.fake.rooms if number.endswith("100"))
        async with hall.at_work() as house:
            hall.fake.is_added(ada, room)
            await hall.until(lambda: any("Question 1 " in said for said in hall.heard(ada)))
            await hall.until(lambda: not hall.fake.may_post(ada, room))
            while not await is_told(house, ada):
                await asyncio.sleep(0.01)
        hall.policy = POLICY
        async with hall.at_work():
            if answers:
                hall.fake.writes(ada, "yes")
            else:
                await hall.clock.advance(timedelta(days=3))
            await hall.in_time(lambda: hall.fake.may_post(ada, room))
