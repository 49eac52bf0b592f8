"""Somebody is added to a group by somebody else: asked for their consent before they can write there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from tests.journeys.both.hall import OpenHall, Somebody
from tests.journeys.telegram_hall import PATIENCE
from tests.journeys.test_both_doors import BY_CHOICES, BY_WORDS


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():
            await asyncio.sleep(0.03)


async def may_post(somebody: Somebody, group: str = "evening") -> bool:
    try:
        await somebody.posts(group, "Hello, all.")
    except Exception:  # noqa: BLE001 - each platform's client says no in its own words
        return False
    return True


async def is_silent(somebody: Somebody) -> None:
    async def silent() -> bool:
        return not await may_post(somebody)

    await until(silent)
    assert await somebody.is_in("evening")


async def is_out(somebody: Somebody) -> None:
    async def out() -> bool:
        return not await somebody.is_in("evening")

    await until(out)


@pytest.mark.clause("LD-1.1")
async def test_by_choices_they_learn_what_it_is_for_and_write_once_they_have_agreed(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        await ada.opens_chat()
        await ada.hears("What would you like to do")
        await sam.adds(ada, "evening")
        await ada.hears("Somebody has added you to Northside Evening Group", "A place to talk among equals.")
        await is_silent(ada)
        for question, label in BY_CHOICES:
            assert label in (await ada.hears(question)).labels
            assert not await may_post(ada)
            await ada.chooses(label)
        await ada.hears("You are in")

        async def speaks() -> bool:
            return await may_post(ada)

        await until(speaks)


@pytest.mark.clause("LD-1.1")
async def test_by_typing_alone_and_a_course_says_how_long_it_goes_on(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        await ada.opens_chat()
        await ada.hears("What would you like to do")
        await sam.adds(ada, "mending-autumn")
        heard = await ada.hears("Somebody has added you to Northside Mending, autumn")
        assert "It goes on until" in heard.text
        assert "Then the group is closed." in heard.text
        await ada.types(*BY_WORDS[:2], *BY_WORDS[6:])
        await ada.hears("You are in")

        async def speaks() -> bool:
            return await may_post(ada, "mending-autumn")

        await until(speaks)


@pytest.mark.clause("LD-1.1")
async def test_who_says_no_is_taken_out_kindly_and_may_come_back(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        await ada.opens_chat()
        await ada.hears("What would you like to do")
        await sam.adds(ada, "evening")
        await ada.answers(("Is that all right with you", "Stop, I don't want to join"))
        await ada.hears("That is quite all right", "take you out of the group")
        await is_out(ada)
        await asyncio.sleep(1.5)  # Telegram throws out by a ban that it lifts after a second
        await ada.comes_to("evening")
        await ada.answers(*BY_CHOICES)
        await ada.comes_in("evening")
        await ada.hears("You are in")

        async def speaks() -> bool:
            return await may_post(ada)

        await until(speaks)


@pytest.mark.clause("LD-1.1")
async def test_who_does_not_answer_in_time_is_taken_out(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        await ada.opens_chat()
        await ada.hears("What would you like to do")
        await sam.adds(ada, "evening")
        await ada.hears("Is that all right with you")
        await is_silent(ada)
        await asyncio.sleep(0.3)
        hall.passes(timedelta(hours=48, minutes=1))
        await is_out(ada)
        await ada.hears("stopped waiting")


async def test_leaving_and_coming_back_is_asked_anew_and_not_held_against_anybody(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        await ada.comes_to("evening")
        await ada.answers(*BY_CHOICES)
        await ada.comes_in("evening")
        await ada.hears("You are in")
        await ada.leaves("evening")
        await is_out(ada)
        await asyncio.sleep(0.3)
        await sam.adds(ada, "evening")
        await ada.hears("Somebody has added you")
        await is_silent(ada)
        await ada.answers(*BY_CHOICES)
        await ada.hears("You are in")


async def test_over_a_restart_the_questions_wait_and_so_does_the_silence(open_hall: OpenHall) -> None:
    async with open_hall() as hall:
        async with hall.at_work():
            sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
            await ada.opens_chat()
            await ada.hears("What would you like to do")
            await sam.adds(ada, "evening")
            await ada.hears("Is that all right with you")
            await is_silent(ada)
            bea = await hall.somebody("Bea")
            await bea.opens_chat()
            await bea.hears("What would you like to do")
        await sam.adds(bea, "evening")
        async with hall.at_work():
            assert not await may_post(ada)
            await bea.hears("Somebody has added you to Northside Evening Group")
            await is_silent(bea)
            await ada.says("yes")
            await ada.answers(*BY_CHOICES[1:])
            await ada.hears("You are in")
