"""Coming in, told once for both platforms."""

from __future__ import annotations

from tests.journeys.both.hall import OpenHall

BY_CHOICES = (
    ("Is that all right with you", "Yes, others may see that"),
    ("How old are you", "Between 20 and 29"),
    ("how old exactly", "25 years old"),
    ("private things", "Yes, you may ask me"),
    ("Do you live with MS", "Yes"),
    ("Where do you live", "In Northside"),
    ("What would you like", "Skip this question"),
    ("not medical advice", "Yes, I agree"),
    ("code of conduct", "Yes, I agree"),
    ("events and courses", "No, I don't agree"),
    ("safe space", "Yes, I agree to this"),
)
BY_WORDS = (
    ("Is that all right with you", "yes"),
    ("How old are you", "4 May 1995"),
    ("private things", "ok"),
    ("Do you live with MS", "Yes!"),
    ("Where do you live", "In Northside"),
    ("What would you like", "People who understand, mostly"),
    ("not medical advice", "I agree"),
    ("code of conduct", "y"),
    ("events and courses", "no"),
    ("safe space", "yes, i agree to this"),
)


async def test_by_choices_alone(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        ada = await hall.somebody("Ada")
        await ada.comes_to("evening")
        for question, label in BY_CHOICES:
            assert label in (await ada.hears(question)).labels
            await ada.chooses(label)
        await ada.comes_in("evening")
        await ada.hears("You are in")
        assert await ada.is_in("evening")


async def test_by_typing_alone(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        ada = await hall.somebody("Ada")
        await ada.comes_to("evening")
        await ada.types(*BY_WORDS)
        await ada.comes_in("evening")
        await ada.hears("You are in")


async def test_the_team_has_its_place_and_hears_of_whom_to_decide(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        assert await sam.is_in("evening")
        await sam.opens_chat()
        await ada.comes_to("evening")
        await ada.answers(*BY_CHOICES[:4], ("Do you live with MS", "I'm not sure yet"), *BY_CHOICES[5:])
        await ada.hears("Somebody from the team will decide")
        await sam.hears("Ada", "would like to join")
