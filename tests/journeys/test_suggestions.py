"""A member suggests somebody; the team says yes or no; one person comes by the way in, through the same gate."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ids import SuggestionId
from bot.core.membership.suggestion import Stage
from tests.journeys.both.hall import Hall, OpenHall, Somebody
from tests.journeys.both.ready import ready
from tests.journeys.both.telegram import TelegramSomebody
from tests.journeys.telegram_hall import EXAMPLE, telegram_hall
from tests.journeys.test_both_doors import BY_CHOICES, BY_WORDS
from tests.journeys.test_joining import BY_TYPING

STAFF_ROOM = EXAMPLE.read_text().partition('[[groups]]\nkey = "mending-autumn"')[0] + (
    '[[groups]]\nkey = "team-room"\ntitle = "Northside Team Room"\nkind = "staff"\n'
    "[groups.gate]\neligibility = []\nconsent = []\n"
)
NONE_TAKEN = EXAMPLE.read_text().replace('mode = "quiz"', 'mode = "quiz"\nsuggestions = false', 1)


async def a_member(hall: Hall, name: str = "Mia") -> Somebody:
    mia = await hall.somebody(name)
    await mia.comes_to("evening")
    await mia.answers(*BY_CHOICES)
    await mia.comes_in("evening")
    await mia.hears("You are in")
    return mia


async def comes_by(somebody: Somebody, way_in: str) -> None:
    """What was passed on to them: by the link on Telegram, by its words on Matrix."""
    if isinstance(somebody, TelegramSomebody):
        payload = re.search(r"start=(\S+?)[,\s]", way_in)
        assert payload is not None
        assert len(payload[1]) <= 64
        somebody.visitor.person.start(somebody.hall.inner.bot, payload[1])
    else:
        words = re.search(r"write to me: (join .+)$", way_in, re.MULTILINE)
        assert words is not None
        if somebody.chat:  # type: ignore[attr-defined]
            await somebody.says(words[1])
        else:
            await somebody.opens_chat(words[1])


@pytest.mark.clause("AZ-5.2")
async def test_by_choices_a_member_suggests_somebody_who_passes_the_same_gate(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam = await hall.one_of_the_team("Sam")
        await sam.opens_chat("help")
        mia, jo, eve = await a_member(hall), await hall.somebody("Jo"), await hall.somebody("Eve")
        await mia.says("menu")
        await mia.answers(
            ("What would you like to do", "Suggest somebody for a group"),
            ("For which group", "Suggest somebody for Northside Evening Group"),
            ("Whom do you suggest", "Jo from the choir, call 0161 496 0000"),
        )
        await mia.hears("what the team", "will read", "Jo from the choir")
        assert not any("Jo" in said for said in await sam.heard())
        await mia.hears("Shall I send it")
        await mia.chooses("Yes, send it to the team")
        await mia.hears("The team has it now")
        await sam.hears("Mia", "suggests somebody for Northside Evening Group", "Jo from the choir")
        await sam.hears("Shall I make a way in")
        await sam.chooses("Yes, make a way in for them")
        await mia.hears("the team says yes", "pass this on")
        way_in = await mia.hears("You are welcome to join Northside Evening Group")
        await comes_by(jo, way_in.text)
        await jo.answers(*BY_CHOICES)
        await comes_by(eve, way_in.text)
        await eve.hears("made for one person", "used it already")
        await jo.comes_in("evening")
        await jo.hears("You are in")
        assert not await eve.is_in("evening")


@pytest.mark.clause("AZ-5.2")
async def test_by_typing_and_for_a_group_that_is_not_open_to_everybody(open_hall: OpenHall) -> None:
    async with open_hall(policy=STAFF_ROOM) as hall, hall.at_work():
        sam, robin = await hall.one_of_the_team("Sam"), await hall.one_of_the_team("Robin")
        await sam.opens_chat("suggestions")
        await sam.hears("no suggestions before you")
        await robin.opens_chat("suggest team-room Jo, our new volunteer")
        await robin.hears("Jo, our new volunteer")
        await robin.hears("Shall I send it")
        await robin.says("Yes, send it to the team")
        card = await sam.hears("You can also type")
        number = int(card.text.partition("suggestions ")[2].split()[0])
        await sam.says(f"suggestions {number} yes")
        await sam.hears("There is a way in now")
        way_in = await robin.hears("You are welcome to join Northside Team Room")
        await sam.says(f"suggestions {number} no")
        await sam.hears("decided already")
        jo = await hall.somebody("Jo")
        await comes_by(jo, way_in.text)
        await jo.types(BY_WORDS[0], BY_WORDS[-1])
        await jo.comes_in("team-room")
        await jo.hears("You are in")


@pytest.mark.clause("AZ-5.2")
async def test_a_no_is_kind_and_what_was_written_is_gone(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work() as house:
        sam = await hall.one_of_the_team("Sam")
        await sam.opens_chat("help")
        mia = await a_member(hall)
        await mia.says("suggest evening Jo from the choir")
        await mia.hears("Shall I send it")
        await mia.chooses("No, don't send it")
        await mia.hears("I have deleted it")
        await mia.says("suggest evening Jo from the choir")
        await mia.hears("Shall I send it")
        await mia.chooses("Yes, send it to the team")
        await sam.hears("Shall I make a way in")
        await sam.chooses("No, don't invite them")
        await mia.hears("Thank you for your suggestion", "can't take it up just now")
        async with house.store.work() as work:
            assert [await work.suggestions.get(SuggestionId(each)) for each in range(1, 5)] == [None] * 4


async def test_only_members_suggest_where_suggestions_are_taken_and_five_at_a_time(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        mia, stranger = await a_member(hall), await hall.somebody("Stranger")
        await stranger.opens_chat("suggest evening Jo")
        await stranger.hears("Members of a group can suggest somebody")
        for number in range(5):
            await mia.says(f"suggest evening Friend {number}")
            await mia.hears("Shall I send it")
            await mia.says("1")
            await mia.hears("The team has it now")
        await mia.says("suggest evening Friend 6")
        await mia.hears("still has some suggestions of yours")
        hall.passes(timedelta(days=30, minutes=2))
        await mia.hears("Nobody could say yes or no", "in time")
        await mia.says("suggestions")
        await mia.hears("nobody reads")


async def test_a_group_that_takes_no_suggestions_says_so(open_hall: OpenHall) -> None:
    async with open_hall(policy=NONE_TAKEN) as hall, hall.at_work():
        mia = await a_member(hall)
        await mia.says("suggest evening Jo")
        await mia.hears("Northside Evening Group takes no suggestions")
        await mia.says("suggest")
        await mia.hears("Your groups take no suggestions")


async def test_nobody_sends_what_another_has_written_nor_decides_about_a_group_of_others(open_hall: OpenHall) -> None:
    policy = EXAMPLE.read_text().replace(
        'name = "Robin"\nrole = "owner"', 'name = "Robin"\nrole = "staff"\ngroups = ["mending-autumn"]'
    )
    async with open_hall(policy=policy) as hall, hall.at_work() as house:
        robin = await hall.one_of_the_team("Robin")
        await robin.opens_chat("help")
        mia = await a_member(hall)
        await mia.says("suggest evening Jo from the choir")
        await mia.hears("Shall I send it")
        await robin.says("suggest send 1")
        await robin.hears("sent or deleted already")
        await robin.says("suggestions 1")
        await robin.hears("can't find a suggestion")
        await mia.chooses("Yes, send it to the team")
        await mia.hears("The team has it now")
        await robin.says("suggestions 1 yes")
        await robin.hears("can't find a suggestion")
        assert not any("choir" in said for said in await robin.heard())
        async with house.store.work() as work:
            sent = await work.suggestions.get(SuggestionId(1))
            assert sent is not None
            assert sent.stage is Stage.OPEN


async def test_whoever_suggests_cannot_use_the_way_in_up_and_one_that_nobody_made_is_the_normal_door(
    tmp_path: Path,
) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        hall.sam.person.start(hall.bot)
        mia, jo, bo = hall.visitor("Mia"), hall.visitor("Jo"), hall.visitor("Bo")
        mia.asks_to_join()
        await mia.answers(*BY_TYPING)
        await mia.is_let_in()
        mia.writes("suggest mending-autumn Jo")
        mia.presses(await mia.hears("Shall I send it"), "Yes, send it to the team")
        card = await hall.sam.hears("Shall I make a way in")
        hall.sam.presses(card, "Yes, make a way in for them")
        way_in = str((await mia.hears("You are welcome to join")).text)
        found = re.search(r"start=(\S+?)[,\s]", way_in)
        assert found is not None
        mia.person.start(hall.bot, found[1])
        await mia.hears("for the person whom you have suggested")
        jo.person.start(hall.bot, found[1])
        await jo.hears("Hello!", "Northside Mending")
        jo.person.start(hall.bot, found[1])
        await jo.hears("Let us go on where you stopped")
        bo.person.start(hall.bot, "join-evening-abcdefghijkmnp23")
        await bo.hears("Hello!", "Northside Evening Group")
        hall.world.clock.advance(31 * 24 * 3600)
        bo.person.start(hall.bot, found[1])
        await bo.hears("Northside Mending")


@pytest.mark.clause("AZ-5.2", "AZ-4.1")
async def test_into_a_group_with_a_roster_the_teams_yes_puts_them_on_it(open_hall: OpenHall) -> None:
    async with open_hall(policy=ready("organisation")) as hall, hall.at_work():
        ned, una = await hall.one_of_the_team("Ned"), await hall.one_of_the_team("Una")
        await una.opens_chat("menu")
        await una.hears("What would you like to do")
        await ned.opens_chat("suggest supporters Jo from the choir")
        await ned.hears("Shall I send it")
        await ned.chooses("Yes, send it to the team")
        await una.hears("Shall I make a way in")
        await una.chooses("Yes, make a way in for them")
        way_in = await ned.hears("You are welcome to join Fairfield supporters")
        jo = await hall.somebody("Jo")
        await comes_by(jo, way_in.text)
        await una.hears("Jo has come by a way in", "on the roster of Fairfield supporters now")
        await jo.types(BY_WORDS[0], ("may be shown to others", "yes"), ("Do you agree to this", "yes"))
        await jo.comes_in("supporters")
        await jo.hears("You are in")
        await una.says("roster supporters")
        await una.hears("People on the roster of Fairfield supporters: 1")
