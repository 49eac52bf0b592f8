"""Leaving at any time, taking back a consent, and looking at what was agreed to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.house import House
from bot.core.events import Chat, MemberBarred, MemberJoined, User
from bot.core.ids import NativeId, PlatformName
from bot.core.membership.application import Application
from tests.runtime.hall import EVENING, MENDING, RIGHT_ANSWERS, SmallHall, small_hall

STAFF = 1001


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path) as hall:
        yield hall


def heard(hall: SmallHall, user: User, words: str) -> int:
    return sum(words in said for said in hall.heard(user))


def labels(hall: SmallHall, user: User) -> list[str]:
    question = hall.question(user)
    return [] if question is None else [label for label, _ in question.speech.choices]


async def comes_in(hall: SmallHall, user: User) -> None:
    hall.fake.asks_to_join(user, EVENING)
    await hall.answers(user, *RIGHT_ANSWERS)
    await hall.until(lambda: heard(hall, user, "You can leave at any time: type"))


async def is_out(hall: SmallHall, user: User, room: NativeId = EVENING) -> None:
    await hall.until(lambda: user.id not in hall.fake.rooms[room].members)


async def kept(house: House, hall: SmallHall, user: User) -> list[Application]:
    async with house.store.work() as work:
        account = await work.people.meet(user, hall.clock.now())
        group = next(group for group in house._policies.groups() if group.endswith("evening"))
        return list(await work.applications.all_for(account.person, group))


async def test_with_its_name_a_group_is_left_at_once_and_the_answers_are_gone(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work() as house:
        await comes_in(hall, ada)
        assert (await kept(house, hall, ada))[0].answers
        hall.fake.writes(ada, "leave evening")
        await is_out(hall, ada)
        await hall.until(lambda: heard(hall, ada, "you are welcome"))
        assert "Thank you for having been with us" in hall.heard(ada)[-3]
        assert "deleted your answers" in hall.heard(ada)[-2]
        assert "90 days" in hall.heard(ada)[-2]
        assert (await kept(house, hall, ada))[0].answers == ()
        async with house.store.work() as work:
            account = await work.people.meet(ada, hall.clock.now())
            assert all(consent.ended_at for consent in await work.consents.of(account.person))
            assert await work.tellings.of(account.person) == []


async def test_who_leaves_by_hand_leaves_no_more_behind_than_who_tells_the_bot(hall: SmallHall) -> None:
    ada, bea = hall.user(7), hall.user(8, "Bea")
    async with hall.at_work() as house:
        for each in (ada, bea):
            await comes_in(hall, each)
        hall.fake.leaves(ada, EVENING)
        hall.fake._happens(MemberBarred(bea, Chat(PlatformName.TELEGRAM, EVENING)))
        await hall.until(lambda: not hall.fake.busy)
        for each in (ada, bea):
            assert (await kept(house, hall, each))[0].answers == ()
            async with house.store.work() as work:
                account = await work.people.meet(each, hall.clock.now())
                consents = await work.consents.of(account.person)
                assert consents
                assert all(consent.ended_at for consent in consents)
                assert await work.tellings.of(account.person) == []
        hall.fake.asks_to_join(ada, EVENING)
        await hall.until(lambda: heard(hall, ada, "Question 1 ") == 2)


async def test_who_is_still_there_with_another_account_has_not_left(hall: SmallHall) -> None:
    ada, other = hall.user(7), hall.user(9, "Ada")
    async with hall.at_work() as house:
        await comes_in(hall, ada)
        hall.fake.rooms[EVENING].members.add(other.id)
        hall.fake.posts(other, EVENING, "Hello")
        await hall.until(lambda: not hall.fake.busy)
        async with house.store.work() as work:
            one, another = [await work.people.meet(user, hall.clock.now()) for user in (ada, other)]
            await work.people.unite(one.id, another.id)
        hall.fake.leaves(ada, EVENING)
        await hall.until(lambda: not hall.fake.busy)
        assert (await kept(house, hall, ada))[0].answers
        hall.fake.leaves(other, EVENING)
        await hall.until(lambda: not hall.fake.busy)
        assert (await kept(house, hall, ada))[0].answers == ()


async def test_without_a_name_one_tap_leaves_and_the_safe_choice_stands_first(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        await comes_in(hall, ada)
        hall.fake.writes(ada, "leave")
        await hall.until(lambda: heard(hall, ada, "Do you want to leave?"))
        assert labels(hall, ada) == ["No, I want to stay", "Leave Northside Evening Group now"]
        hall.fake.presses(ada, hall.button(ada, "No, I want to stay"))
        await hall.until(lambda: heard(hall, ada, "Nothing has changed"))
        assert ada.id in hall.fake.rooms[EVENING].members
        hall.fake.presses(ada, hall.button(ada, "Leave Northside Evening Group now"))
        await is_out(hall, ada)


async def test_in_the_middle_of_the_questions_the_request_is_taken_back(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work() as house:
        hall.fake.asks_to_join(ada, EVENING)
        await hall.answers(ada, "yes", "25")
        await hall.until(lambda: heard(hall, ada, "Question 3 "))
        hall.fake.writes(ada, "/leave evening")
        await hall.until(lambda: ada.id not in hall.fake.rooms[EVENING].requests)
        await hall.until(lambda: heard(hall, ada, "You are not asking to join"))
        assert [(each.standing, each.answers) for each in await kept(house, hall, ada)] == [("declined", ())]
        hall.fake.writes(ada, "join evening")
        await hall.until(lambda: heard(hall, ada, "Question 1 ") == 2)


async def test_of_several_groups_one_or_all_can_be_left(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        await comes_in(hall, ada)
        hall.fake.posts(ada, MENDING, "hello")
        hall.fake.rooms[MENDING].members.add(ada.id)
        hall.fake.writes(ada, "leave")
        await hall.until(lambda: "Leave all of them now" in labels(hall, ada))
        assert len(labels(hall, ada)) == 4
        hall.fake.writes(ada, "4")
        await is_out(hall, ada)
        await is_out(hall, ada, MENDING)


async def test_whom_the_bot_never_saw_can_leave_as_well(hall: SmallHall) -> None:
    ada = hall.user(7)
    hall.fake.rooms[EVENING].members.add(ada.id)
    async with hall.at_work():
        hall.fake.writes(ada, "leave")
        await hall.until(lambda: heard(hall, ada, "I have not seen you"))
        assert labels(hall, ada)[0] == "No, I want to stay"
        hall.fake.writes(ada, "2")
        await is_out(hall, ada)
        assert not heard(hall, ada, "I keep for")


async def test_where_the_bot_may_not_they_are_told_how_and_staff_are_told_once(hall: SmallHall) -> None:
    ada, sam = hall.user(7), hall.user(STAFF, "Sam")
    hall.fake.open_to.add(sam.id)
    async with hall.at_work():
        await comes_in(hall, ada)
        hall.fake.rooms[EVENING].bot_is_admin = False
        hall.fake.writes(ada, "leave evening")
        await hall.until(lambda: heard(hall, ada, "You can leave by hand"))
        assert "Leave Group" in hall.heard(ada)[-1]
        hall.fake.writes(ada, "leave evening")
        await hall.until(lambda: heard(hall, ada, "You can leave by hand") == 2)
        assert heard(hall, sam, "who wants to leave") == 1


async def test_one_may_come_back_after_leaving(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        await comes_in(hall, ada)
        hall.fake.writes(ada, "leave evening")
        await hall.until(lambda: "Join Northside Evening Group again" in labels(hall, ada))
        hall.fake.presses(ada, hall.button(ada, "Join Northside Evening Group again"))
        await hall.until(lambda: heard(hall, ada, "Question 1 ") == 2)


async def test_the_ledger_shows_the_words_the_day_and_the_version(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        hall.fake.writes(ada, "consent")
        await hall.until(lambda: heard(hall, ada, "You have not agreed to anything here"))
        await comes_in(hall, ada)
        before = len(hall.heard(ada))
        hall.fake.writes(ada, "consent")
        await hall.until(lambda: heard(hall, ada, "You can take back any of this"))
        said = hall.heard(ada)[before:]
        shown = "\n".join(said)
        assert "“I agree to the policy and the code of conduct.”" in shown
        assert "Shown in English. Version 1.3 of the policy." in shown
        assert f"Northside Evening Group. You agreed on {hall.clock.now():%-d %B %Y} to this:" in shown
        assert "events and courses" not in shown, "that was answered with no"
        assert all(len(each) < 340 for each in said)


async def test_a_statement_that_is_not_needed_is_taken_back_and_one_stays_in(hall: SmallHall) -> None:
    ada = hall.user(7)
    answers = [*RIGHT_ANSWERS[:-2], "yes", "yes"]
    async with hall.at_work() as house:
        hall.fake.asks_to_join(ada, EVENING)
        await hall.answers(ada, *answers)
        await hall.until(lambda: heard(hall, ada, "You can leave at any time"))
        hall.fake.writes(ada, "withdraw news")
        await hall.until(lambda: heard(hall, ada, "nothing else changes"))
        assert labels(hall, ada) == ["No, keep it as it is", "Yes, take it back"]
        hall.fake.writes(ada, "2")
        await hall.until(lambda: heard(hall, ada, "I have noted that you took this back"))
        assert ada.id in hall.fake.rooms[EVENING].members
        async with house.store.work() as work:
            account = await work.people.meet(ada, hall.clock.now())
            over = [each.key for each in await work.consents.of(account.person) if each.ended_at is not None]
        assert over == ["consent:news"]
        hall.fake.writes(ada, "consent")
        await hall.until(lambda: heard(hall, ada, "and it ended on"))


async def test_taking_back_what_is_needed_says_what_it_means_first_and_leaves_the_group(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        await comes_in(hall, ada)
        hall.fake.writes(ada, "withdraw")
        await hall.until(lambda: heard(hall, ada, "What would you like to take back?"))
        hall.fake.presses(ada, hall.button(ada, "I agree to the policy and the code of conduct."))
        await hall.until(lambda: heard(hall, ada, "needs this yes"))
        assert labels(hall, ada)[0] == "No, keep it as it is"
        assert ada.id in hall.fake.rooms[EVENING].members
        hall.fake.presses(ada, hall.button(ada, "Yes, take it back and leave Northside Evening Group"))
        await is_out(hall, ada)
        await hall.until(lambda: heard(hall, ada, "hello@northside.example"))
        assert heard(hall, ada, "I have noted that you took this back") == 1


async def test_nonsense_takes_nothing_back(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        hall.fake.writes(ada, "withdraw evening consent:news yes")
        await hall.until(lambda: heard(hall, ada, "nothing to take back"))
        await comes_in(hall, ada)
        hall.fake.writes(ada, "withdraw everything yes yes")
        await hall.until(lambda: heard(hall, ada, "What would you like to take back?"))
        assert ada.id in hall.fake.rooms[EVENING].members


async def test_that_one_had_agreed_is_forgotten_in_its_time(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work() as house:
        await comes_in(hall, ada)
        hall.fake.writes(ada, "leave evening")
        await is_out(hall, ada)
        await hall.clock.advance(timedelta(days=91))

        async def left() -> int:
            async with house.store.work() as work:
                account = await work.people.meet(ada, hall.clock.now())
                return len(await work.consents.of(account.person))

        for _ in range(100):
            if not await left():
                break
            await hall.clock.advance(timedelta(hours=1))
        assert await left() == 0


async def test_who_is_let_in_by_hand_is_not_told_that_they_agreed(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        hall.fake.asks_to_join(ada, EVENING)
        await hall.until(lambda: heard(hall, ada, "Question 1 "))
        hall.fake._happens(MemberJoined(ada, Chat(PlatformName.TELEGRAM, EVENING), approved=True))
        await hall.until(lambda: heard(hall, ada, "You can leave at any time: type"))
        assert heard(hall, ada, "If you don't want that, you can leave at any time")
        assert not heard(hall, ada, "You have said yes")
