"""The whole way through the gate, step by step: in order, with a break, and never in without every yes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import pytest

from tests.journeys.both.hall import OpenHall, Somebody
from tests.journeys.both.ledger import consents_of
from tests.journeys.both.ready import ready

POLICY = ready("peer-support")
AGE, EXACTLY = "How old are you", ("how old exactly", "24 years old")
STEPS = (
    ("Is that all right with you", "Yes, others may see that", "yes"),
    (AGE, "Between 20 and 29", "24"),
    ("about your health", "Yes, you may ask me", "ok"),
    ("Do you live with MS", "Yes", "yes"),
    ("Where do you live", "In Wales", "in wales"),
    ("It is not medical advice", "Yes, I agree", "i agree"),
    ("code of conduct: the rules", "Yes, I agree", "y"),
    ("nobody watches the groups day and night", "Yes, I agree", "yes"),
    ("a safe and welcoming place", "Yes, I agree to this", "yes, i agree to this"),
)
NOES = {
    "buttons": {
        "Is that all right with you": "No, I don't want that",
        "code of conduct: the rules": "No, I don't agree",
    },
    "typing": {"about your health": "no", "a safe and welcoming place": "no, i don't agree to this"},
}


async def by_buttons(somebody: Somebody, numbers: Iterable[int], refusing: str = "") -> None:
    for number in numbers:
        question, yes, _ = STEPS[number - 1]
        label = NOES["buttons"][question] if question == refusing else yes
        heard = await somebody.hears(f"Question {number} of {len(STEPS)}", question)
        assert label in heard.labels
        await somebody.chooses(label)
        if question == AGE:
            assert EXACTLY[1] in (await somebody.hears(EXACTLY[0])).labels
            await somebody.chooses(EXACTLY[1])
        if question == refusing:
            return


async def by_typing(somebody: Somebody, numbers: Iterable[int], refusing: str = "") -> None:
    for number in numbers:
        question, _, yes = STEPS[number - 1]
        await somebody.hears(f"Question {number} of {len(STEPS)}", question)
        await somebody.says(NOES["typing"][question] if question == refusing else yes)
        if question == refusing:
            return


BY = {"buttons": by_buttons, "typing": by_typing}
ALL = range(1, len(STEPS) + 1)


@pytest.mark.clause("MS-4.1", "MS-3.3", "MS-3.4", "MS-9.1")
@pytest.mark.parametrize("way", BY)
async def test_each_step_is_asked_in_order_and_somebody_may_stop_and_go_on_later(open_hall: OpenHall, way: str) -> None:
    async with open_hall(policy=POLICY) as hall:
        ada = await hall.somebody("Ada")
        async with hall.at_work():
            await ada.comes_to("uk")
            await ada.hears("You can stop and go on later")
            await BY[way](ada, ALL[:4])
            await ada.hears("Question 5 of 9")
        hall.passes(timedelta(hours=40))
        async with hall.at_work() as house:
            await ada.says("!start" if hall.platform == "matrix" else "/start")
            await BY[way](ada, ALL[4:])
            await ada.comes_in("uk")
            await ada.hears("You are in")
            given = {each.key: each for each in await consents_of(house, ada)}
            assert list(given) == [
                "visible",
                "sensitive",
                "consent:not-advice",
                "consent:code-of-conduct",
                "consent:not-watched",
                "closing",
            ]
            apart = given["closing"].given_at - given["visible"].given_at
            assert timedelta(hours=40) < apart < timedelta(hours=41)
            assert "safe and welcoming place" in given["closing"].statement
            assert {each.policy_version for each in given.values()} == {"1.3"}


@pytest.mark.clause("MS-3.2", "MS-3.3", "MS-3.4")
@pytest.mark.parametrize("way", BY)
async def test_without_every_yes_nobody_is_let_in_and_it_is_not_held_against_them(
    open_hall: OpenHall, way: str
) -> None:
    async with open_hall(policy=POLICY) as hall, hall.at_work() as house:

        async def says_no(name: str, to: str) -> None:
            somebody = await hall.somebody(name)
            await somebody.comes_to("uk")
            await BY[way](somebody, ALL, refusing=to)
            await somebody.hears("That is quite all right. I have deleted your answers")
            assert not await somebody.is_in("uk")
            assert list(await consents_of(house, somebody)) == []

        await asyncio.gather(*(says_no(name, to) for name, to in zip(("Ada", "Bea"), NOES[way], strict=True)))
