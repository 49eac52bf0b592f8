"""Whom somebody has banned in a group by hand, the bot lets in by no door for as long as that lasts."""

from __future__ import annotations

import asyncio

from tests.journeys.both.hall import OpenHall
from tests.journeys.test_both_doors import BY_CHOICES

SORRY = "I'm sorry, I can't let you into Northside Evening Group."


async def test_who_is_banned_hears_kind_words_until_it_is_lifted(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        ada = await hall.somebody("Ada")
        await ada.opens_chat()
        await ada.hears("What would you like to do")
        await hall.bans(ada, "evening")
        await asyncio.sleep(0.5)
        await ada.says("join evening")
        await ada.hears(SORRY)
        await ada.hears("Others will gladly help you")
        await hall.unbans(ada, "evening")
        await asyncio.sleep(0.5)
        await ada.comes_to("evening")
        await ada.answers(*BY_CHOICES)
        await ada.comes_in("evening")
        await ada.hears("You are in")


async def test_who_is_banned_while_the_bot_is_away_or_in_the_middle_of_the_questions(open_hall: OpenHall) -> None:
    async with open_hall() as hall:
        async with hall.at_work():
            ada, bea = await hall.somebody("Ada"), await hall.somebody("Bea")
            for each in (ada, bea):
                await each.opens_chat()
                await each.hears("What would you like to do")
                await each.says("join evening")
                await each.hears("Is that all right with you")
            await hall.bans(bea, "evening")
            await bea.hears(SORRY)
        await hall.bans(ada, "evening")
        async with hall.at_work():
            await ada.hears(SORRY)
            await ada.says("join evening")
            await ada.hears(SORRY)
