"""Keeping a roster: what is shown before anything changes, who may, and what happens at the same time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.desk import Desk, Policies
from bot.core.events import User
from bot.core.ids import CommunityKey, GroupId, NativeId, PlatformName, RosterKey
from bot.core.membership.roster import Changes, Row
from bot.i18n import Speaker
from config.policy import read_policy
from handlers import on_roster
from tests.handlers.keeping import Talk
from tests.runtime.hall import EVENING, MENDING, POLICY, SmallHall, small_hall

OURS = RosterKey("northside/evening")
ROSTER = POLICY.replace('mode = "quiz"', 'mode = "roster"', 1)
TWO_STAFF = ROSTER.replace(
    "[[team]]", '[[team]]\nname = "Pat"\nrole = "staff"\ntelegram = 1002\ngroups = ["evening"]\n\n[[team]]', 1
)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path, TWO_STAFF) as hall:
        yield hall


def sam_of(hall: SmallHall) -> User:
    return hall.user(1001, "Sam")


def pat_of(hall: SmallHall) -> User:
    return hall.user(1002, "Pat")


@pytest.fixture
def talk(hall: SmallHall) -> Talk:
    return Talk(hall)


async def names_on(hall: SmallHall) -> list[str]:
    async with hall.at_work() as house, house.store.work() as work:
        return [entry.row.name for entry in await work.rosters.entries(OURS)]


async def test_nothing_changes_before_the_yes_and_nothing_at_a_no(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    async with hall.at_work() as house:
        await talk.says(sam, "roster evening add Jo, @jo_smith", "0 people now, 1 after", "Added, 1: Jo")
        async with house.store.work() as work:
            assert await work.rosters.count(OURS) == 0
        await talk.presses(sam, "No, leave it as it is", "Nothing has changed")
        async with house.store.work() as work:
            assert await work.rosters.count(OURS) == 0


async def test_a_list_that_was_changed_meanwhile_is_not_laid_over_the_change(hall: SmallHall, talk: Talk) -> None:
    sam, pat = sam_of(hall), pat_of(hall)
    async with hall.at_work():
        await talk.says(sam, "roster evening add Jo, 7", "Added, 1: Jo")
        await talk.says(pat, "roster evening add Kim, 8", "Added, 1: Kim")
        await talk.presses(pat, "Yes, change the roster", "now: 1")
        await talk.presses(sam, "Yes, change the roster", "Somebody has changed this roster meanwhile")
    assert await names_on(hall) == ["Kim"]


async def test_a_yes_counts_once_and_only_for_the_newest_list(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        await talk.says(sam, "roster evening add Jo, 7", "Added, 1: Jo")
        old = hall.button(sam, "Yes, change the roster")
        await talk.says(sam, "roster evening add Kim, 8", "Added, 1: Kim")
        hall.fake.presses(sam, old)
        await talk.hears(sam, "no longer waiting for your yes")
        new = hall.button(sam, "Yes, change the roster")
        hall.fake.presses(sam, new)
        await talk.hears(sam, "now: 1")
        hall.fake.presses(sam, new)
        await talk.hears(sam, "no longer waiting for your yes")
    assert await names_on(hall) == ["Kim"]


async def test_a_yes_after_a_restart_is_still_a_yes_and_after_a_day_it_is_not(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        await talk.says(sam, "roster evening add Jo, 7", "Added, 1: Jo")
    async with hall.at_work():
        await talk.presses(sam, "Yes, change the roster", "now: 1")
        await talk.says(sam, "roster evening add Kim, 8", "Added, 1: Kim")
    await hall.clock.advance(timedelta(days=1, minutes=1))
    async with hall.at_work():
        await talk.presses(sam, "Yes, change the roster", "no longer waiting")


async def test_a_file_is_the_whole_list_and_long_lists_are_shortened(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    first = "name,telegram\n" + "".join(f"Old {number},{number}\n" for number in range(1, 51))
    second = "name,telegram\n" + "".join(f"Old {number},{number}\n" for number in range(41, 71))
    async with hall.at_work():
        hall.fake.sends_file(sam, "a.csv", first.encode(), "roster evening")
        await talk.hears(sam, "0 people now, 50 after", "Old 8 and 42 more")
        await talk.presses(sam, "Yes, change the roster", "now: 50")
        hall.fake.sends_file(sam, "b.csv", second.encode(), "roster evening")
        await talk.hears(sam, "Added, 20", "Struck off, 40", "Unchanged: 10")
        await talk.presses(sam, "Yes, change the roster", "now: 30")
        hall.fake.sends_file(sam, "b.csv", second.encode(), "roster evening")
        await talk.hears(sam, "says already")


async def test_five_thousand_people_are_taken_in_one_go(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    many = "name,telegram\n" + "".join(f"Person {number},{number}\n" for number in range(1, 5001))
    async with hall.at_work():
        hall.fake.sends_file(sam, "many.csv", many.encode(), "roster evening")
        await talk.hears(sam, "0 people now, 5,000 after")
        await talk.presses(sam, "Yes, change the roster", "now: 5,000")


async def test_what_is_wrong_is_named_by_lines_and_the_next_file_is_taken(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    wrong = "name,telegram\n" + ",1\n" * 45
    async with hall.at_work():
        hall.fake.sends_file(sam, "a.csv", wrong.encode(), "roster evening")
        await talk.hears(sam, "can't take this list yet", "Line 2: The name is missing.")
        await talk.hears(sam, "And 37 more like these")
        hall.fake.sends_file(sam, "a.csv", b"name,telegram\nJo,7")
        await talk.hears(sam, "Added, 1: Jo")


async def test_an_ambiguous_name_is_asked_about_and_never_guessed(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        await talk.says(sam, "roster evening add Jo, 7\nJo, @jo_two\nJo Smith, 9", "Added, 3")
        await talk.presses(sam, "Yes, change the roster", "now: 3")
        await talk.says(sam, "roster evening strike Jo", "Several people may be meant")
        await talk.presses(sam, "Strike off Jo (@jo_two)", "Strike Jo (@jo_two) off the roster")
        await talk.presses(sam, "Yes, strike them off", "now: 2")
        await talk.says(sam, "roster evening strike Nobody", "I find nobody of that name")
        await talk.says(sam, "Smith", "Strike Jo Smith (9)")
        await talk.presses(sam, "No, leave it as it is", "Nothing has changed")
    assert await names_on(hall) == ["Jo", "Jo Smith"]


async def test_who_looks_after_one_group_keeps_its_roster_and_no_other(hall: SmallHall, talk: Talk) -> None:
    sam, pat, ada = sam_of(hall), pat_of(hall), hall.user(42)
    async with hall.at_work():
        await talk.says(pat, "roster", "People on the roster of Northside Evening Group: 0")
        await talk.says(pat, "/roster mending-autumn add Jo, 7", "The roster of which group?")
        await talk.says(pat, "roster all add Jo, 7", "The roster of which group?")
        await talk.says(ada, "/roster evening add Ada, 42", "I don't know that word")
        await talk.says(sam, "roster", "The roster of which group?")
        await talk.presses(sam, "The roster for all groups of Northside Peer Support", "roster of Northside Peer")
        await talk.says(sam, "Jo, 7", "Added, 1: Jo")
        await talk.presses(sam, "Yes, change the roster", "roster of Northside Peer Support now: 1")


async def test_on_the_roster_of_the_whole_community_every_door_opens(hall: SmallHall, talk: Talk) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    async with hall.at_work():
        await talk.says(sam, "roster all add Jo, 7", "Added, 1")
        await talk.presses(sam, "Yes, change the roster", "now: 1")
        hall.fake.asks_to_join(jo, EVENING)
        await talk.hears(jo, "Question 1")
        hall.fake.asks_to_join(jo, MENDING)
        await talk.hears(jo, "We come to it after this")


async def test_a_username_is_bound_to_the_first_account_that_comes_under_it(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    jo, thief = replace(hall.user(7, "Jo"), username="Jo_Smith"), replace(hall.user(8, "Max"), username="jo_smith")
    async with hall.at_work():
        await talk.says(sam, "roster evening add Jo, @jo_smith", "Added, 1")
        await talk.presses(sam, "Yes, change the roster", "now: 1")
        hall.fake.asks_to_join(jo, EVENING)
        await talk.hears(jo, "Question 1")
        hall.fake.asks_to_join(thief, EVENING)
        await talk.hears(thief, "can't find you there")


async def test_who_is_not_on_it_is_told_kindly_loses_no_attempt_and_the_team_hears_of_it_once(
    hall: SmallHall, talk: Talk
) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    hall.fake.open_to.add(sam.id)
    async with hall.at_work() as house:
        for _ in range(4):
            hall.fake.asks_to_join(jo, EVENING)
            await talk.hears(jo, "It is for the people on its list")
            await talk.hears(jo, "hello@northside.example")
            await hall.until(lambda: not hall.fake.rooms[EVENING].requests)
        await talk.hears(sam, "Jo asked to join Northside Evening Group and is not on its roster")
        assert sum("is not on its roster" in said for said in hall.heard(sam)) == 1
        await talk.presses(sam, "Yes, put Jo on the roster", "Added, 1: Jo")
        await talk.presses(sam, "Yes, change the roster", "now: 1")
        hall.fake.asks_to_join(jo, EVENING)
        await talk.hears(jo, "Question 1")
        async with house.store.work() as work:
            account = await work.people.meet(jo, hall.clock.now())
            assert list(await work.refusals.steps(account.id, CommunityKey("northside"))) == []


async def test_a_name_that_means_mischief_stays_a_name(hall: SmallHall, talk: Talk) -> None:
    sam = sam_of(hall)
    hall.fake.open_to.add(sam.id)
    for number, name in enumerate(
        ('a;b;c", @admin', "=cmd|' /C calc'!A0", 'Jo", 1001', "yes", "all", "#1", "{name}"), 50
    ):
        mallory = hall.user(number, name)
        async with hall.at_work():
            hall.fake.asks_to_join(mallory, EVENING)
            await talk.hears(sam, "is not on its roster", name)
            await talk.presses(sam, f"Yes, put {name} on the roster", "Added, 1", name)
            await talk.presses(sam, "Yes, change the roster", "now:")
            hall.fake.asks_to_join(mallory, EVENING)
            await talk.hears(mallory, "Question 1")


async def test_whose_way_in_is_open_and_who_is_struck_off_then_stays_outside(hall: SmallHall, talk: Talk) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    async with hall.at_work():
        await talk.says(sam, "roster evening add Jo, 7", "Added, 1")
        await talk.presses(sam, "Yes, change the roster", "now: 1")
        hall.fake.writes(jo, "/join evening")
        await hall.answers(jo, "yes", "25", "yes", "yes", "1", "skip", "yes", "yes", "no", "yes")
        await talk.hears(jo, "Here is your way into")
        await talk.says(sam, "roster evening strike Jo", "Strike Jo")
        await talk.presses(sam, "Yes, strike them off", "now: 0")
        await talk.hears(jo, "I'm sorry")
        await hall.until(lambda: not hall.fake.rooms[EVENING].links)
        hall.fake.asks_to_join(jo, EVENING)
        await talk.hears(jo, "can't find you there")


async def test_struck_off_in_the_middle_of_the_questions_nobody_comes_in(hall: SmallHall, talk: Talk) -> None:
    sam, jo = sam_of(hall), hall.user(7, "Jo")
    async with hall.at_work():
        await talk.says(sam, "roster evening add Jo, 7", "Added, 1")
        await talk.presses(sam, "Yes, change the roster", "now: 1")
        hall.fake.asks_to_join(jo, EVENING)
        await hall.answers(jo, "yes", "25", "yes", "yes", "1", "skip", "yes", "yes", "no")
        await hall.until(lambda: any("Question 10" in said for said in hall.heard(jo)))
        await talk.says(sam, "roster evening strike Jo", "Strike Jo")
        await talk.presses(sam, "Yes, strike them off", "now: 0")
        hall.fake.writes(jo, "yes")
        await talk.hears(jo, "can't find you there")
    assert jo.id not in hall.fake.rooms[EVENING].members


async def test_members_on_no_roster_are_shown_and_taken_out_after_a_yes_but_nobody_of_the_team(
    hall: SmallHall, talk: Talk
) -> None:
    sam, jo, kim = sam_of(hall), hall.user(7, "Jo"), hall.user(8, "Kim")
    room = hall.fake.rooms[EVENING]
    async with hall.at_work():
        room.members |= {sam.id, jo.id, kim.id}
        for who in (sam, jo, kim):
            hall.fake.posts(who, EVENING, "Good evening.")
        await talk.says(sam, "roster evening members", "In Northside Evening Group and on no roster, 2: Jo, Kim")
        await talk.says(pat_of(hall), "roster evening add Kim, 8", "Added, 1")
        await talk.presses(pat_of(hall), "Yes, change the roster", "now: 1")
        await talk.presses(sam, "Yes, take them out", "I am taking them out", "Jo")
        await hall.until(lambda: room.members == {sam.id, kim.id})
        await talk.says(sam, "roster evening members", "Every member that I know of is on the roster")


async def test_two_accounts_in_one_row_are_one_person_from_the_door_on(hall: SmallHall, talk: Talk) -> None:
    """Both have been here before they are put on the roster; one of them comes to the door."""
    jo, jo_there = hall.user(7, "Jo"), User(PlatformName.MATRIX, NativeId("@jo:example.org"), "Jo")
    async with hall.at_work() as house, house.store.work() as work:
        both = frozenset({PlatformName.TELEGRAM, PlatformName.MATRIX})
        policy = read_policy(hall.policy, name="example.toml")
        policies = Policies({GroupId(OURS): policy.for_group("evening")}, platforms=both)
        desk = Desk(hall.clock.now(), policies, work, Speaker(str))
        here = await work.people.meet(jo, desk.now)
        there = await work.people.meet(jo_there, desk.now)
        assert (await on_roster.as_one_person(desk, here, GroupId(OURS))).person != there.person
        await work.rosters.apply(OURS, Changes(added=(Row("Jo", "7", "@jo:example.org"),)))
        assert (await on_roster.as_one_person(desk, there, GroupId(OURS))).person == here.person
        assert (await work.people.account(here.id)).person == (await work.people.account(there.id)).person


async def test_a_row_joins_nobody_to_what_another_community_keeps_of_them(hall: SmallHall, talk: Talk) -> None:
    """Whoever keeps a roster here could write two accounts into a row that are two people's."""
    eve, jo = hall.user(6, "Eve"), User(PlatformName.MATRIX, NativeId("@jo:example.org"), "Jo")
    async with hall.at_work() as house, house.store.work() as work:
        both = frozenset({PlatformName.TELEGRAM, PlatformName.MATRIX})
        policy = read_policy(hall.policy, name="example.toml")
        policies = Policies({GroupId(OURS): policy.for_group("evening")}, platforms=both)
        desk = Desk(hall.clock.now(), policies, work, Speaker(str))
        here, there = await work.people.meet(eve, desk.now), await work.people.meet(jo, desk.now)
        await work.rosters.apply(OURS, Changes(added=(Row("Jo", "6", "@jo:example.org"),)))
        await work.members.saw(there.id, GroupId("southside/choir"), desk.now)
        assert (await on_roster.as_one_person(desk, here, GroupId(OURS))).person != there.person
        assert (await on_roster.as_one_person(desk, there, GroupId(OURS))).person != here.person
        await work.members.left(there.id, GroupId("southside/choir"), desk.now)
        assert (await on_roster.as_one_person(desk, there, GroupId(OURS))).person == here.person
