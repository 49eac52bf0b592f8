"""Doors that open by a roster, and those who keep it: told once for both platforms."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.ids import PlatformName
from tests.journeys.both.hall import Hall, OpenHall, Somebody

SHORT = """
[community]
name = "Willow"
key = "willow"
timezone = "Europe/London"
language = "en"
[policy]
version = "1"
ratified = 2026-03-12
rules = ["Be kind."]
[contacts]
admin = "hello@willow.example"
[gate]
mode = "roster"
[[gate.eligibility]]
key = "age"
kind = "age"
min = 14
max = 25
[[gate.consent]]
key = "rules"
statement = "I will keep to the rules."
[[team]]
name = "Sam"
role = "staff"
[[team]]
name = "Vic"
role = "volunteer"
[[groups]]
key = "futures"
title = "Willow Futures"
kind = "support"
[[groups]]
key = "walks"
title = "Willow Walks"
kind = "social"
[[groups]]
key = "team-room"
title = "Willow Team Room"
kind = "staff"
[groups.gate]
eligibility = []
consent = []
"""
YOUNG = SHORT.replace('mode = "roster"', 'mode = "roster"\nguardian_age = 18', 1)
BY_CHOICES = (
    ("Is that all right with you", "Yes, others may see that"),
    ("How old are you", "Between 20 and 29"),
    ("how old exactly", "22 years old"),
    ("keep to the rules", "Yes, I agree"),
    ("safe place", "Yes, I agree to this"),
)
FIFTEEN = (("How old are you", "Between 10 and 19"), ("how old exactly", "15 years old"))
BY_WORDS = (
    ("Is that all right with you", "yes"),
    ("How old are you", "22"),
    ("keep to the rules", "I agree"),
    ("safe place", "yes, i agree to this"),
)


async def sam_of(hall: Hall) -> Somebody:
    sam = await hall.one_of_the_team("Sam")
    await sam.opens_chat("menu")
    await sam.hears("What would you like to do")
    return sam


def row(somebody: Somebody, name: str = "") -> str:
    return f"{name or somebody.name},{somebody.handle}"


def column(hall: Hall) -> str:
    return "telegram" if hall.platform is PlatformName.TELEGRAM else "matrix"


@pytest.mark.clause("AZ-4.1", "AZ-5.3")
async def test_a_list_sent_by_buttons_and_a_file_opens_the_door_to_those_on_it_and_to_nobody_else(
    open_hall: OpenHall,
) -> None:
    async with open_hall(policy=SHORT) as hall, hall.at_work():
        sam, ada, ben = await sam_of(hall), await hall.somebody("Ada"), await hall.somebody("Ben")
        await sam.chooses("Keep a roster")
        await sam.hears("The roster of which group")
        await sam.chooses("The roster of Willow Futures")
        await sam.hears("People on the roster of Willow Futures: 0", "Send me the whole list")
        await sam.sends_file("list.csv", f"name;{column(hall)}\r\nAda;{ada.handle}\r\n".encode("utf-16"))
        await sam.hears("0 people now, 1 after", "Added, 1: Ada")
        await sam.chooses("Yes, change the roster")
        await sam.hears("Done", "now: 1")

        await ben.comes_to("futures")
        await ben.hears("can't let you into Willow Futures yet", "can't find you there")
        await ben.hears("hello@willow.example")
        await sam.hears("Ben", "is not on its roster")
        assert not any("Question" in said for said in await ben.heard())
        assert not await ben.is_in("futures")

        await ada.comes_to("futures")
        await ada.answers(*BY_CHOICES)
        await ada.comes_in("futures")
        await ada.hears("You are in")


@pytest.mark.clause("AZ-4.1", "AZ-5.3")
async def test_one_person_a_line_by_typing_alone(open_hall: OpenHall) -> None:
    async with open_hall(policy=SHORT) as hall, hall.at_work():
        sam, ada, ben = await sam_of(hall), await hall.somebody("Ada"), await hall.somebody("Ben")
        await sam.says("roster futures")
        await sam.hears("roster of Willow Futures: 0")
        await sam.says(f"{row(ada)}\n{row(ben)}")
        await sam.hears("Added, 2: Ada, Ben")
        await sam.says("Yes, change the roster")
        await sam.hears("now: 2")
        await sam.says("roster futures strike Ben")
        await sam.hears("Strike Ben (", "off the roster")
        await sam.says("Yes, strike them off")
        await sam.hears("now: 1")
        await ben.comes_to("futures")
        await ben.hears("can't find you there")
        await ada.comes_to("futures")
        await ada.types(*BY_WORDS)
        await ada.comes_in("futures")
        await ada.hears("You are in")


@pytest.mark.clause("AZ-4.1")
async def test_the_teams_own_group_opens_to_those_on_its_roster_and_is_shown_to_nobody_else(
    open_hall: OpenHall,
) -> None:
    async with open_hall(policy=SHORT) as hall, hall.at_work():
        sam, ada, ben = await sam_of(hall), await hall.somebody("Ada"), await hall.somebody("Ben")
        await sam.says(f"roster team-room add {row(ada)}")
        await sam.hears("Added, 1: Ada")
        await sam.chooses("Yes, change the roster")
        await sam.hears("now: 1")
        await ben.opens_chat("join")
        assert (await ben.hears("Which group")).labels == ("Join Willow Futures", "Join Willow Walks")
        await ada.opens_chat("join")
        await ada.hears("Which group")
        await ada.chooses("Join Willow Team Room")
        await ada.answers(BY_CHOICES[0], BY_CHOICES[-1])
        await ada.comes_in("team-room")
        await ada.hears("You are in")


@pytest.mark.clause("AZ-4.1")
async def test_who_is_struck_off_is_taken_out_after_a_yes_and_the_team_never_is(open_hall: OpenHall) -> None:
    async with open_hall(policy=SHORT) as hall, hall.at_work():
        sam, ada = await sam_of(hall), await hall.somebody("Ada")
        await is_let_in(sam, ada)
        vic = await hall.one_of_the_team("Vic")
        await vic.posts("futures", "Good evening.")
        await sam.says("roster futures strike Ada")
        await sam.hears("Strike Ada")
        await sam.chooses("Yes, strike them off")
        heard = await sam.hears("In Willow Futures and on no roster", "Ada")
        assert "Vic" not in heard.text
        await sam.chooses("Yes, take them out")
        await sam.hears("taking them out of Willow Futures", "Ada")
        await ada.hears("no longer on the list", "hello@willow.example")
        await is_out(ada)
        assert await vic.is_in("futures")


@pytest.mark.clause("AZ-4.1")
async def test_who_is_struck_off_is_taken_out_at_once_where_the_policy_says_so(open_hall: OpenHall) -> None:
    removes = SHORT.replace('mode = "roster"', 'mode = "roster"\nstruck_off = "remove"', 1)
    async with open_hall(policy=removes) as hall, hall.at_work():
        sam, ada = await sam_of(hall), await hall.somebody("Ada")
        await is_let_in(sam, ada)
        await sam.says("roster futures strike Ada")
        await sam.hears("Strike Ada")
        await sam.says("Yes, strike them off")
        await sam.hears("taking them out of Willow Futures", "Ada")
        await is_out(ada)


@pytest.mark.clause("ML-3.3", "AZ-5.3")
async def test_below_the_guardian_age_it_goes_on_once_staff_have_seen_a_guardians_consent(open_hall: OpenHall) -> None:
    async with open_hall(policy=YOUNG) as hall, hall.at_work():
        sam, ada = await sam_of(hall), await hall.somebody("Ada")
        await sam.says(f"roster futures add {row(ada)}")
        await sam.hears("Added, 1")
        await sam.chooses("Yes, change the roster")
        await ada.comes_to("futures")
        await ada.answers(*BY_CHOICES[:1], *FIFTEEN)
        await ada.hears("a grown-up who looks after you has to say yes first", "hello@willow.example")
        heard = await sam.hears("Ada", "younger than 18", "guardian's consent is missing")
        assert "15" not in heard.text
        assert not await ada.is_in("futures")
        await sam.chooses("Yes, record the consent for Ada")
        await sam.hears("Have you seen that a guardian of Ada")
        await sam.chooses("Yes, I have seen it")
        await sam.hears("noted that you have seen the consent")
        await ada.hears("a grown-up has said yes", "keep to the rules")
        await ada.chooses("Yes, I agree")
        await ada.answers(BY_CHOICES[-1])
        await ada.comes_in("futures")
        await ada.hears("You are in")


@pytest.mark.clause("ML-3.3")
async def test_with_the_consent_on_record_the_young_come_in_and_without_it_no_longer_by_typing_alone(
    open_hall: OpenHall,
) -> None:
    async with open_hall(policy=YOUNG) as hall, hall.at_work():
        sam, ada, ben = await sam_of(hall), await hall.somebody("Ada"), await hall.somebody("Ben")
        await sam.says(f"roster futures add {row(ada)}\n{row(ben)}")
        await sam.hears("Added, 2")
        await sam.says("Yes, change the roster")
        await sam.hears("now: 2")
        for name in ("Ada", "Ben"):
            await sam.says(f"roster futures guardian {name}")
            await sam.hears("Have you seen", name)
            await sam.says("Yes, I have seen it")
            await sam.hears("I have noted", name)
        await sam.says("roster futures guardian Ben")
        await sam.hears("Sam has seen the consent", "Ben")
        await sam.says("Take the consent back")
        await sam.hears("no longer on record")
        await ben.comes_to("futures")
        await ben.types(BY_WORDS[0], ("How old are you", "15"))
        await ben.hears("a grown-up who looks after you")
        await ada.comes_to("futures")
        await ada.types(BY_WORDS[0], ("How old are you", "15"), *BY_WORDS[2:])
        await ada.comes_in("futures")
        await ada.hears("You are in")


async def is_let_in(sam: Somebody, somebody: Somebody) -> None:
    await sam.says(f"roster futures add {row(somebody)}")
    await sam.hears("Added, 1")
    await sam.chooses("Yes, change the roster")
    await sam.hears("now: 1")
    await somebody.comes_to("futures")
    await somebody.types(*BY_WORDS)
    await somebody.comes_in("futures")
    await somebody.hears("You are in")


async def is_out(somebody: Somebody) -> None:
    async with asyncio.timeout(10):
        while await somebody.is_in("futures"):
            await asyncio.sleep(0.05)
