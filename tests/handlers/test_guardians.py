"""Those below the guardian age: what they wait for, what becomes of them meanwhile, and what is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.events import User
from bot.core.ids import RosterKey
from tests.handlers.keeping import Talk
from tests.runtime.hall import EVENING, MENDING, POLICY, SmallHall, small_hall

YOUNG = POLICY.replace('mode = "quiz"', 'mode = "quiz"\nguardian_age = 20', 1)
TO_THE_END = ("yes", "yes", "1", "skip", "yes", "yes", "no", "yes")


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path, YOUNG) as hall:
        yield hall


@pytest.fixture
def talk(hall: SmallHall) -> Talk:
    return Talk(hall)


def sam_of(hall: SmallHall) -> User:
    return hall.user(1001, "Sam")


async def is_listed(hall: SmallHall, talk: Talk, *, with_consent: bool) -> None:
    sam = sam_of(hall)
    await talk.says(sam, "roster evening add Jo, 7", "Added, 1")
    await talk.presses(sam, "Yes, change the roster", "now: 1")
    if with_consent:
        await talk.says(sam, "roster evening guardian Jo", "Have you seen that a guardian of Jo (7) agrees?")
        await talk.presses(sam, "Yes, I have seen it", "I have noted")


async def says_their_age(hall: SmallHall, talk: Talk, jo: User) -> None:
    hall.fake.asks_to_join(jo, EVENING)
    await talk.hears(jo, "Question 1")
    await talk.says(jo, "yes", "Question 2")
    hall.fake.writes(jo, "18")


async def goes_on_to_the_end(hall: SmallHall, talk: Talk, jo: User, first: int = 3) -> None:
    for number, answer in enumerate(TO_THE_END, start=first):
        await talk.hears(jo, f"Question {number} ")
        hall.fake.writes(jo, answer)


async def test_who_is_not_on_the_roster_waits_and_goes_on_after_both_steps_over_a_restart(
    hall: SmallHall, talk: Talk
) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    hall.fake.open_to.add(sam.id)
    async with hall.at_work():
        await says_their_age(hall, talk, jo)
        await talk.hears(jo, "a grown-up who looks after you has to say yes first", "hello@northside.example")
        await talk.hears(sam, "Jo would like to join", "younger than 20", "not on the roster yet")
        await talk.presses(sam, "Yes, put Jo on the roster", "Added, 1: Jo")
        await talk.presses(sam, "Yes, change the roster", "now: 1")
    async with hall.at_work():
        await talk.hears(sam, "Jo is waiting at the door, and a guardian's consent is missing")
        await talk.presses(sam, "Record a guardian's consent for Jo", "Have you seen")
        await talk.presses(sam, "Yes, I have seen it", "I have noted")
        await goes_on_to_the_end(hall, talk, jo)
        await talk.hears(jo, "You are in")


async def test_the_day_and_the_name_go_on_record(hall: SmallHall, talk: Talk) -> None:
    async with hall.at_work() as house:
        await is_listed(hall, talk, with_consent=True)
        async with house.store.work() as work:
            (entry,) = await work.rosters.entries(RosterKey("northside/evening"))
            assert entry.guardian is not None
            assert (entry.guardian.seen_by, entry.guardian.on) == ("Sam", hall.clock.now().date())
        await talk.says(sam_of(hall), "roster evening show", "Jo (7). Guardian's consent seen by Sam")


async def test_of_their_age_nobody_is_told_and_nothing_is_kept(hall: SmallHall, talk: Talk) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    hall.fake.open_to.add(sam.id)
    async with hall.at_work() as house:
        await says_their_age(hall, talk, jo)
        await talk.hears(sam, "younger than 20")
        assert not any("18" in said for said in hall.heard(sam))
        async with house.store.work() as work:
            account = await work.people.meet(jo, hall.clock.now())
            (application,) = await work.applications.undecided(account.person)
        assert [(answer.step, answer.value, answer.young) for answer in application.answers] == [
            ("visible", "yes", False),
            ("age", "", True),
        ]


async def test_asking_again_while_they_wait_says_so_and_changes_nothing(hall: SmallHall, talk: Talk) -> None:
    jo = hall.user(7, "Jo")
    async with hall.at_work():
        await says_their_age(hall, talk, jo)
        await talk.hears(jo, "a grown-up")
        await talk.says(jo, "/join evening", "a grown-up who looks after you has to say yes first")
        await talk.says(jo, "yes", "nobody reads")
    assert jo.id not in hall.fake.rooms[EVENING].members


async def test_after_the_policys_time_they_are_told_and_nothing_is_kept(hall: SmallHall, talk: Talk) -> None:
    jo = hall.user(7, "Jo")
    async with hall.at_work():
        await says_their_age(hall, talk, jo)
        await talk.hears(jo, "a grown-up")
        await hall.clock.advance(timedelta(days=30, seconds=1))
        await hall.in_time(lambda: any("I have waited long for a grown-up's yes" in said for said in hall.heard(jo)))
        await hall.until(lambda: not hall.fake.rooms[EVENING].requests)


async def test_in_the_middle_of_another_groups_questions_they_go_on_after_those(hall: SmallHall, talk: Talk) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    async with hall.at_work():
        await is_listed(hall, talk, with_consent=False)
        await says_their_age(hall, talk, jo)
        await talk.hears(jo, "a grown-up")
        hall.fake.asks_to_join(jo, MENDING)
        await talk.hears(jo, "Hello! You would like to join Northside Mending")
        await talk.hears(jo, "Question 1")
        await talk.says(sam, "roster evening guardian Jo", "Have you seen")
        await talk.presses(sam, "Yes, I have seen it", "I have noted")
        await talk.hears(jo, "a grown-up has said yes", "We go on with Northside Evening Group after this")
        hall.fake.writes(jo, "/cancel")
        await talk.hears(jo, "That is quite all right")
        await goes_on_to_the_end(hall, talk, jo)
        await talk.hears(jo, "You are in")


async def test_consent_that_is_taken_back_holds_back_whoever_was_about_to_come_in(hall: SmallHall, talk: Talk) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    async with hall.at_work():
        await is_listed(hall, talk, with_consent=True)
        await talk.says(jo, "/join evening", "Question 1")
        await talk.says(jo, "yes", "Question 2")
        hall.fake.writes(jo, "18")
        await goes_on_to_the_end(hall, talk, jo)
        await talk.hears(jo, "Here is your way into")
        await talk.says(sam, "roster evening guardian Jo", "Sam has seen the consent of a guardian of Jo (7)")
        await talk.presses(sam, "Take the consent back", "no longer on record", "decide with the guardian")
        await talk.hears(jo, "a grown-up who looks after you has to say yes first")
        await hall.until(lambda: not hall.fake.rooms[EVENING].links)
        await talk.says(sam, "roster evening guardian Jo", "Have you seen")
        await talk.presses(sam, "Yes, I have seen it", "I have noted")
        await talk.hears(jo, "Here is your way into")


async def test_a_consent_that_is_recorded_already_is_shown_and_not_asked_for_again(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        await is_listed(hall, talk, with_consent=True)
        await talk.says(sam, "roster evening guardian #1 yes", "Sam has seen the consent")
        await talk.presses(sam, "Leave it as it is", "Nothing has changed")
        await talk.says(sam, "roster evening guardian Nobody", "I find nobody of that name")
