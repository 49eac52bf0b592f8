"""Whoever is no longer named by the roster: inside, at the door, or about to be decided about by a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.events import User
from tests.handlers.keeping import Talk
from tests.runtime.hall import EVENING, POLICY, RIGHT_ANSWERS, SmallHall, small_hall

ROSTER = POLICY.replace('mode = "quiz"', 'mode = "roster"\nguardian_age = 20', 1)
UNSURE = ("yes", "25", "yes", "not sure", *RIGHT_ANSWERS[4:])
YOUNG = ("yes", "18", *RIGHT_ANSWERS[2:])


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path, ROSTER) as hall:
        hall.fake.open_to.add(sam_of(hall).id)
        yield hall


@pytest.fixture
def talk(hall: SmallHall) -> Talk:
    return Talk(hall)


def sam_of(hall: SmallHall) -> User:
    return hall.user(1001, "Sam")


async def is_listed(hall: SmallHall, talk: Talk, row: str) -> None:
    await talk.says(sam_of(hall), f"roster evening add {row}", "Added, 1")
    await talk.presses(sam_of(hall), "Yes, change the roster", "now: 1")


async def is_struck_off(hall: SmallHall, talk: Talk, name: str) -> None:
    await talk.says(sam_of(hall), f"roster evening strike {name}", f"Strike {name}")
    await talk.presses(sam_of(hall), "Yes, strike them off", "now: 0")


async def answers(hall: SmallHall, talk: Talk, user: User, said: tuple[str, ...]) -> None:
    hall.fake.writes(user, "join evening")
    for number, answer in enumerate(said, start=1):
        await talk.hears(user, f"Question {number} ")
        hall.fake.writes(user, answer)


async def test_whose_row_names_another_account_now_is_shown_as_still_inside(hall: SmallHall, talk: Talk) -> None:
    """Two people of one name, say: the new one takes the row, and the old one would stay unnoticed."""
    sam, old = sam_of(hall), hall.user(7, "Jo")
    async with hall.at_work():
        await is_listed(hall, talk, "Jo, 7")
        hall.fake.rooms[EVENING].members.add(old.id)
        hall.fake.posts(old, EVENING, "Hello")
        hall.fake.sends_file(sam, "a.csv", b"name,telegram\nJo,8\n", "roster evening")
        await talk.hears(sam, "Changed, 1: Jo")
        await talk.presses(sam, "Yes, change the roster", "on no roster, 1: Jo")
        await talk.presses(sam, "Yes, take them out", "I am taking them out")
        await hall.until(lambda: old.id not in hall.fake.rooms[EVENING].members)


async def test_a_new_address_in_a_row_shows_nobody(hall: SmallHall, talk: Talk) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    async with hall.at_work():
        await is_listed(hall, talk, "Jo, 7")
        hall.fake.rooms[EVENING].members.add(jo.id)
        hall.fake.posts(jo, EVENING, "Hello")
        hall.fake.sends_file(sam, "a.csv", b"name,telegram,email\nJo,7,jo@example.org\n", "roster evening")
        await talk.hears(sam, "Changed, 1: Jo")
        await talk.presses(sam, "Yes, change the roster", "now: 1")
        await talk.says(sam, "roster evening members", "Every member that I know of is on the roster")
    assert not any("on no roster" in said for said in hall.heard(sam))


async def test_struck_off_while_a_person_is_to_decide_nobody_comes_in(hall: SmallHall, talk: Talk) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    async with hall.at_work():
        await is_listed(hall, talk, "Jo, 7")
        await answers(hall, talk, jo, UNSURE)
        await talk.hears(sam, "May Jo come into")
        yes = hall.button(sam, "Yes, let Jo in")
        await is_struck_off(hall, talk, "Jo")
        await talk.hears(jo, "I'm sorry, I can't let you into")
        hall.fake.presses(sam, yes)
        await talk.hears(sam, "That has been decided already")
    assert not hall.fake.rooms[EVENING].links


async def test_a_guardians_consent_that_goes_with_its_row_holds_back_whoever_was_about_to_come_in(
    tmp_path: Path,
) -> None:
    async with small_hall(tmp_path, ROSTER.replace('mode = "roster"', 'mode = "quiz"', 1)) as hall:
        talk, sam, jo = Talk(hall), sam_of(hall), hall.user(7, "Jo")
        async with hall.at_work():
            await is_listed(hall, talk, "Jo, 7")
            await talk.says(sam, "roster evening guardian Jo", "Have you seen")
            await talk.presses(sam, "Yes, I have seen it", "I have noted")
            await answers(hall, talk, jo, YOUNG)
            await talk.hears(jo, "Here is your way into")
            await is_struck_off(hall, talk, "Jo")
            await talk.hears(jo, "a grown-up who looks after you has to say yes first")
            await hall.until(lambda: not hall.fake.rooms[EVENING].links)


async def test_a_number_that_is_no_number_takes_nobody_out(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        for number in ("1" * 5000, "²", "-1", "٣"):
            await talk.says(sam, f"roster evening remove northside/evening {number}", "There is nobody left to take")
