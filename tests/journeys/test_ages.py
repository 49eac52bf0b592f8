"""Who is of the age that the group is for, and what becomes of the answer of whoever is not."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import Table, func, select

from bot.app.house import House
from bot.core.ids import ApplicationId
from bot.core.membership.application import Application, Standing
from bot.storage.tables import applications, errands, prompts, refusals
from bot.storage.transaction import Transaction
from tests.journeys.both.hall import OpenHall, Somebody
from tests.journeys.test_both_doors import BY_CHOICES, BY_WORDS

SEEN = ("Is that all right with you", "Yes, others may see that")
KIND_WORDS = ("I'm sorry, I can't let you into Northside Evening Group.", "Others will gladly help you", "MS Society")
LISTENS = ("listen to children and young people", "Childline: 0800 1111")


async def by_buttons(somebody: Somebody, years: int) -> None:
    decade = years // 10 * 10
    await somebody.answers(
        SEEN, ("How old are you", f"Between {decade} and {decade + 9}"), ("how old exactly", f"{years} years old")
    )


async def by_typing(somebody: Somebody, years: int) -> None:
    await somebody.types(("Is that all right with you", "yes"), ("How old are you", f"I am {years}"))


BY = {"buttons": by_buttons, "typing": by_typing}


async def on_record(house: House) -> list[Application]:
    async with house.store.work() as work:
        assert isinstance(work, Transaction)
        found = await work._connection.execute(select(applications.c.id).order_by(applications.c.id))
        return [await work.applications.get(ApplicationId(number)) for number in found.scalars().all()]


async def how_many(house: House, table: Table) -> int:
    async with house.store.work() as work:
        assert isinstance(work, Transaction)
        return (await work._connection.execute(select(func.count()).select_from(table))).scalar_one()


async def what_buttons_stand_for(house: House) -> set[str]:
    async with house.store.work() as work:
        assert isinstance(work, Transaction)
        found = await work._connection.execute(select(prompts.c.options))
        return {work.prompts._vault.open("prompts.options", options) for options in found.scalars().all()}


@pytest.mark.clause("MS-3.1")
@pytest.mark.parametrize("way", BY)
async def test_eighteen_and_thirty_five_go_on_seventeen_and_thirty_six_are_kindly_refused(
    open_hall: OpenHall, way: str
) -> None:
    async with open_hall() as hall, hall.at_work() as house:
        for years in (17, 36):
            refused = await hall.somebody()
            await refused.comes_to("evening")
            await BY[way](refused, years)
            await refused.hears(KIND_WORDS[0])
            await refused.hears(*KIND_WORDS[1:])
            assert not await refused.is_in("evening")
        for years in (18, 35):
            fits = await hall.somebody()
            await fits.comes_to("evening")
            await BY[way](fits, years)
            await fits.hears("private things")
        kept = [each for each in await on_record(house) if each.standing is Standing.OPEN]
        assert [answer.value for each in kept for answer in each.answers if answer.step == "age"] == ["", ""]
        assert all(each.eligible_until is not None and each.eligible_until > date(2026, 1, 1) for each in kept)


@pytest.mark.clause("MS-3.1")
async def test_of_a_birth_date_only_until_when_it_fits_is_kept(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work() as house:
        ada = await hall.somebody("Ada")
        await ada.comes_to("evening")
        await ada.types(("Is that all right with you", "yes"), ("How old are you", "4 May 1995"))
        await ada.hears("private things")
        [kept] = await on_record(house)
        assert kept.eligible_until == date(2031, 5, 3)
        assert "1995" not in repr(kept)


@pytest.mark.clause("MS-3.1")
@pytest.mark.parametrize("way", BY)
async def test_an_age_that_is_changed_after_a_refusal_goes_to_a_person(open_hall: OpenHall, way: str) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        await sam.opens_chat()
        await ada.comes_to("evening")
        await BY[way](ada, 36)
        await ada.hears(KIND_WORDS[0])
        await asyncio.sleep(0.3)
        await ada.comes_to("evening")
        await BY[way](ada, 35)
        if way == "buttons":
            await ada.answers(*BY_CHOICES[3:])
        else:
            await ada.types(*BY_WORDS[2:])
        await ada.hears("Somebody from the team will decide")
        assert not await ada.is_in("evening")
        await sam.hears("Ada", "would like to join")


@pytest.mark.clause("ML-3.3", "MS-3.1")
@pytest.mark.parametrize("way", BY)
async def test_somebody_under_age_is_told_who_listens_and_nothing_of_the_answer_is_kept(
    open_hall: OpenHall, way: str
) -> None:
    async with open_hall() as hall, hall.at_work() as house:
        ada, bea = await hall.somebody("Ada"), await hall.somebody("Bea")
        await bea.comes_to("evening")
        await BY[way](bea, 36)
        await bea.hears(KIND_WORDS[0])
        await ada.comes_to("evening")
        await BY[way](ada, 17)
        await ada.hears(KIND_WORDS[0])
        await ada.hears(*LISTENS)
        assert not any("Childline" in each for each in await bea.heard())
        await asyncio.sleep(0.5)
        hall.passes(timedelta(hours=4))
        await asyncio.sleep(0.5)
        for each in await on_record(house):
            assert each.standing is Standing.REFUSED
            assert (each.answers, each.eligible_until, each.review) == ((), None, ())
        assert await what_buttons_stand_for(house) == {"[]"}
        assert await how_many(house, errands) == 0
        assert await how_many(house, refusals) == 2
