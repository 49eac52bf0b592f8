"""A person decides: what those who moderate a group are shown, what they may say, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.both.hall import Hall, OpenHall, Somebody
from tests.journeys.telegram_hall import EXAMPLE
from tests.journeys.test_both_doors import BY_CHOICES, BY_WORDS

DAY = timedelta(days=1)
REVIEW = EXAMPLE.read_text().replace('mode = "quiz"', 'mode = "review"', 1)
WITH_VOLUNTEER = REVIEW.replace(
    '[[team]]\nname = "Robin"\nrole = "owner"', '[[team]]\nname = "Robin"\nrole = "volunteer"\ngroups = ["evening"]'
)
UNSURE = (*BY_CHOICES[:4], ("Do you live with MS", "I'm not sure yet"), *BY_CHOICES[5:])


async def sam_and_ada(hall: Hall) -> tuple[Somebody, Somebody]:
    sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
    await sam.opens_chat("help")
    return sam, ada


@pytest.mark.clause("MS-3.2")
async def test_who_is_not_sure_is_decided_about_by_buttons(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await sam_and_ada(hall)
        await ada.comes_to("evening")
        await ada.answers(*UNSURE)
        await ada.hears("Somebody from the team will decide")
        why = await sam.hears("Ada", "would like to join Northside Evening Group")
        assert "not sure about a private question" in why.text
        answered = await sam.hears("Where do you live", "In Northside", "My age fits")
        card = await sam.hears("May Ada come into Northside Evening Group")
        assert card.labels[:2] == ("Yes, let Ada in", "No, don't let Ada in") or hall.platform == "matrix"
        assert "MS" not in why.text + answered.text + card.text
        await sam.chooses("Yes, let Ada in")
        await sam.hears("Ada may come into Northside Evening Group")
        await ada.hears("the team says yes")
        await ada.comes_in("evening")
        await ada.hears("You are in")


@pytest.mark.clause("MS-3.2")
async def test_who_is_not_sure_is_decided_about_by_typing(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await sam_and_ada(hall)
        await ada.comes_to("evening")
        await ada.types(*BY_WORDS[:3], ("Do you live with MS", "not sure"), *BY_WORDS[4:])
        await ada.hears("Somebody from the team will decide")
        number = await number_of(sam)
        await sam.says(f"review {number} word What makes you think of us?")
        await sam.hears("gets that from the team")
        word = await ada.hears("The team of Northside Evening Group has a word for you", "What makes you think of us?")
        assert "Sam" not in word.text
        await ada.says("Answer the team")
        await ada.hears("Please type your answer")
        await ada.says("My doctor is still looking into it.")
        await ada.hears("given that to the team")
        await sam.hears("Ada", "writes", "still looking into it")
        await sam.says(f"review {number} no")
        await sam.hears("Ada is not let into")
        await ada.hears("I can't let you into Northside Evening Group", "nothing wrong")
        await sam.says(f"review {number} yes")
        await sam.hears("decided already")
        assert not await ada.is_in("evening")


async def number_of(moderator: Somebody) -> int:
    card = await moderator.hears("May Ada come into")
    return int(card.text.partition("review ")[2].split()[0])


async def test_where_the_policy_wants_it_everybody_is_decided_about_and_the_first_word_counts(
    open_hall: OpenHall,
) -> None:
    async with open_hall(policy=WITH_VOLUNTEER) as hall, hall.at_work():
        sam, ada = await sam_and_ada(hall)
        robin = await hall.one_of_the_team("Robin")
        await robin.opens_chat("help")
        await ada.comes_to("evening")
        await ada.answers(*BY_CHOICES)
        await sam.hears("In this group, one of the team says yes or no to each person")
        await sam.hears("May Ada come into")
        number = await number_of(robin)
        await robin.says(f"review {number} yes")
        await robin.hears("Ada may come into")
        await sam.hears("It has been decided about Ada")
        await ada.comes_in("evening")
        await ada.hears("You are in")
        await sam.says(f"review {number} no")
        await sam.hears("decided already")
        assert await ada.is_in("evening")


@pytest.mark.clause("AZ-2.4")
async def test_only_those_who_moderate_that_group_decide_and_nobody_about_themselves(open_hall: OpenHall) -> None:
    policy = WITH_VOLUNTEER.replace('groups = ["evening"]', 'groups = ["mending-autumn"]')
    async with open_hall(policy=policy) as hall, hall.at_work():
        sam, ada = await sam_and_ada(hall)
        robin = await hall.one_of_the_team("Robin")
        await robin.opens_chat("review")
        await robin.hears("Nobody waits for you to decide")
        await ada.comes_to("evening")
        await ada.answers(*BY_CHOICES)
        number = await number_of(sam)
        await robin.says(f"review {number} yes")
        await robin.hears("nothing to decide under that number")
        await ada.says(f"review {number} yes")
        await ada.hears("nobody reads")
        await sam.says("review 99999999999999999999 yes")
        await sam.hears("nothing to decide under that number")
        assert not any("Ada" in said for said in await robin.heard())
        await sam.says("menu")
        await sam.hears("What would you like to do")
        await sam.says("Decide who comes in")
        await sam.hears("About whom would you like to decide")
        await sam.says("1")
        await sam.hears("May Ada come into")


async def test_what_nobody_decides_is_brought_up_again_and_again(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await sam_and_ada(hall)
        robin = await hall.one_of_the_team("Robin")
        await robin.opens_chat("help")
        await ada.comes_to("evening")
        await ada.answers(*UNSURE)
        await ada.says("Thank you!")
        await robin.hears("May Ada come into")
        await sam.hears("May Ada come into")
        for day in range(1, 4):
            hall.passes(DAY + timedelta(minutes=2))
            await sam.hears("Nobody has decided about this yet", "Ada")
            await sam.hears("May Ada come into")
            if day < 3:
                assert sum("Nobody has decided" in said for said in await robin.heard()) == 0
        await robin.hears("Nobody has decided about this yet", "Ada")
        await robin.hears("May Ada come into")
        await robin.chooses("No, don't let Ada in")
        await ada.hears("I can't let you into")


async def test_what_is_written_while_the_team_decides_can_be_given_to_it(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await sam_and_ada(hall)
        await ada.comes_to("evening")
        await ada.answers(*UNSURE)
        await ada.hears("Somebody from the team will decide")
        await sam.hears("May Ada come into")
        await ada.says("How long will it take?")
        nobody = await ada.hears("nobody reads")
        assert "Write to the team" in nobody.labels
        await ada.chooses("Write to the team")
        await ada.hears("Please type your answer")
        await ada.says("How long will it take?")
        await sam.hears("Ada", "How long will it take?")
