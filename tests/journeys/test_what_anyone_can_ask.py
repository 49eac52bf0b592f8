"""What anyone can ask for at any time, told once for both platforms: by choices, and by typing alone."""

from __future__ import annotations

import asyncio

import pytest

from tests.journeys.both.hall import Hall, OpenHall, Somebody
from tests.journeys.both.ledger import account_of, consents_of
from tests.journeys.telegram_hall import EXAMPLE, PATIENCE
from tests.journeys.test_both_doors import BY_CHOICES, BY_WORDS

OWN_CONTACTS = (
    EXAMPLE.read_text()
    .replace(
        'complaints = "https://northside.example/complaints"',
        'complaints = "https://northside.example/complaints"\n'
        'consequences = "We talk with you first. If it goes on, you may have to leave."',
    )
    .replace(
        "[groups.gate]",
        'rules = ["Bring your own scissors."]\nagreement = "https://northside.example/mending"\n\n'
        '[groups.contacts]\nadmin = "mending@northside.example"\n\n[groups.gate]',
    )
)


def command(hall: Hall, words: str) -> str:
    return f"!{words}" if hall.platform == "matrix" else f"/{words}"


async def comes_in(ada: Somebody, answers: tuple[tuple[str, str], ...] = BY_WORDS) -> None:
    await ada.comes_to("evening")
    await ada.answers(*answers)
    await ada.comes_in("evening")
    await ada.hears("You are in")


async def is_out(ada: Somebody) -> None:
    async with asyncio.timeout(PATIENCE):
        while await ada.is_in("evening"):
            await asyncio.sleep(0.03)


@pytest.mark.clause("MS-10.1")
async def test_a_stranger_is_shown_whom_to_turn_to(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        eve = await hall.somebody("Eve")
        await eve.opens_chat()
        await eve.hears("What would you like to do")
        await eve.chooses("See whom I can turn to")
        await eve.hears("If you need help at once", "Samaritans: 116 123", "text SHOUT to 85258")
        await eve.hears("hello@northside.example", "safeguarding lead: safe@northside.example")
        await eve.says("help")
        await eve.hears("Samaritans: 116 123")


@pytest.mark.clause("MS-10.1")
async def test_whom_to_turn_to_is_said_in_the_language_of_whoever_asks(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        eve = await hall.somebody("Eve")
        await eve.opens_chat("language cy")
        await eve.hears("Cymraeg")
        await eve.says("help")
        await eve.hears("Os oes angen help arnat ar unwaith", "Samaritans: 116 123")
        await eve.hears("Does neb yn gwylio'r grwpiau ddydd a nos")
        assert any("safe@northside.example" in said for said in await eve.heard())


@pytest.mark.clause("AZ-2.4", "AZ-2.2")
async def test_each_group_has_its_own_rules_agreement_and_persons_to_turn_to(open_hall: OpenHall) -> None:
    async with open_hall(policy=OWN_CONTACTS) as hall, hall.at_work():
        ada = await hall.somebody("Ada")
        await ada.opens_chat("rules mending-autumn")
        await ada.hears("The rules of Northside Mending, autumn", "1. Bring your own scissors.")
        await ada.hears("If somebody breaks a rule", "you may have to leave", "mending@northside.example")
        await ada.hears("https://northside.example/mending", "version 1.3", "12 March 2026", "12 March 2027")
        await ada.hears("Questions about Northside Mending, autumn: mending@northside.example")
        await ada.says("rules")
        await ada.hears("The rules of which group")
        await ada.chooses("The rules of Northside Evening Group")
        await ada.hears("The rules of Northside Evening Group", "Be kind")
        await ada.hears("hello@northside.example")
        assert not any("scissors" in said for said in (await ada.heard())[-4:])


@pytest.mark.clause("SP-3.2")
async def test_who_can_read_what_is_written_here(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        eve = await hall.somebody("Eve")
        await eve.opens_chat()
        await eve.hears("What would you like to do")
        await eve.chooses("See who can read what I write")
        where = "Telegram, on whose computers" if hall.platform == "telegram" else "the servers of all who are in it"
        await eve.hears("can be read by", "everybody in the group", "me, the bot", where, "the team", "no archive")
        await eve.hears("Northside Peer Support I keep your name")
        await eve.hears("https://northside.example/privacy")
        await eve.says("privacy")
        await eve.hears("can be read by")


@pytest.mark.clause("MS-3.3", "MS-3.4", "MS-9.1", "AZ-5.1", "AZ-5.4", "SP-3.2", "SP-3.3", "LD-6.2", "SP-1.2")
@pytest.mark.parametrize("answers", [BY_CHOICES, BY_WORDS], ids=["by choices", "by typing"])
async def test_what_somebody_agrees_to_and_is_told_as_they_come_in_is_kept_as_it_was_shown(
    open_hall: OpenHall, answers: tuple[tuple[str, str], ...]
) -> None:
    async with open_hall() as hall, hall.at_work() as house:
        ada = await hall.somebody("Ada")
        await ada.comes_to("evening")
        await ada.hears("A place to talk among equals", "no end date")
        await ada.answers(*answers)
        await ada.comes_in("evening")
        await ada.hears("You are in", "A place to talk among equals")
        await ada.hears(
            "The others now see your name and details", "description", "https://northside.example/agreement"
        )
        await ada.hears("We do not check who people are", "Keep your phone or computer locked", "may become public")
        await ada.hears("can be read by", "everybody in the group")
        await ada.hears("not watched round the clock")
        await ada.hears("The rules of Northside Evening Group")
        await ada.hears("You can leave at any time")
        given = {each.key: each for each in await consents_of(house, ada)}
        assert set(given) == {
            "visible",
            "sensitive",
            "consent:not-advice",
            "consent:code-of-conduct",
            "closing",
        }
        seen = "your username" if hall.platform == "telegram" else "your Matrix name"
        assert seen in given["visible"].statement
        assert "safe space" in given["closing"].statement
        assert {(each.policy_version, each.language) for each in given.values()} == {("1.3", "en")}
        async with house.store.work() as work:
            (told,) = await work.tellings.of((await account_of(work, ada)).person)
        heard = await ada.heard()
        assert told.policy_version == "1.3"
        assert all(any(part in said for said in heard) for part in told.text.split("\n\n"))
        assert "We do not check who people are" in told.text


@pytest.mark.clause("LD-1.3")
async def test_whoever_wants_out_is_out_at_once_by_choices(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        ada = await hall.somebody("Ada")
        await comes_in(ada, BY_CHOICES)
        await ada.says("menu")
        await ada.hears("What would you like to do")
        await ada.chooses("Leave a group")
        asked = await ada.hears("Do you want to leave")
        assert asked.labels[0] == "No, I want to stay"
        await ada.chooses("Leave Northside Evening Group now")
        await ada.hears("Thank you for having been with us")
        await ada.hears("I have deleted your answers", "hello@northside.example")
        await ada.hears("you are welcome")
        await is_out(ada)
        await ada.chooses("Join Northside Evening Group again")
        await ada.hears("Question 1 ")


@pytest.mark.clause("LD-1.3")
async def test_whoever_wants_out_is_out_at_once_by_typing_and_in_any_state(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work() as house:
        ada = await hall.somebody("Ada")
        await ada.comes_to("evening")
        await ada.types(*BY_WORDS[:3])
        await ada.hears("Do you live with MS")
        await ada.says(command(hall, "leave evening"))
        await ada.hears("You are not asking to join")
        await ada.hears("I have deleted your answers")
        await ada.says("join evening")
        await ada.types(*BY_WORDS)
        await ada.comes_in("evening")
        await ada.hears("You are in")
        await ada.says("leave evening")
        await ada.hears("Thank you for having been with us")
        await ada.hears("you are welcome")
        await is_out(ada)
        assert all(each.ended_at for each in await consents_of(house, ada))


async def test_a_consent_is_looked_at_and_taken_back(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        ada = await hall.somebody("Ada")
        await comes_in(ada)
        await ada.says("consent")
        await ada.hears("“I agree to the policy and the code of conduct.”")
        await ada.hears("You can take back any of this")
        await ada.chooses("Take back something I agreed to")
        await ada.hears("What would you like to take back")
        await ada.chooses("I agree to the policy and the code of conduct.")
        asked = await ada.hears("needs this yes")
        assert asked.labels[0] == "No, keep it as it is"
        await ada.chooses("No, keep it as it is")
        await ada.hears("Nothing has changed")
        assert await ada.is_in("evening")
        await ada.says("withdraw code-of-conduct yes")
        await ada.hears("I have noted that you took this back")
        await ada.hears("you are welcome")
        await is_out(ada)


async def test_words_of_distress_bring_the_numbers_in_the_middle_of_the_questions(open_hall: OpenHall) -> None:
    async with open_hall() as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        await sam.opens_chat()
        await sam.hears("What would you like to do")
        await ada.comes_to("evening")
        await ada.hears("Question 1 ")
        await ada.says("I want to End It All 😔")
        await ada.hears("Samaritans: 116 123")
        await ada.hears("emergency services")
        await ada.hears("letting the team of Northside Peer Support know")
        await ada.hears("this is the question again", "Question 1 ")
        told = await sam.hears("Ada", "very hard time")
        assert "end it all" not in told.text.casefold()
        await ada.says("yes")
        await ada.hears("Question 2 ")


@pytest.mark.clause("SP-5.1", "SP-1.2", "SP-3.3", "AZ-5.4")
async def test_the_invitation_to_a_course_says_what_it_is_for_until_when_and_to_be_on_wifi(open_hall: OpenHall) -> None:
    policy = (EXAMPLE.parent / "courses.toml").read_text()
    key = policy.partition('kind = "course"')[0].rpartition('key = "')[2].partition('"')[0]
    async with open_hall(policy=policy) as hall, hall.at_work():
        ada = await hall.somebody("Ada")
        await ada.comes_to(key)
        await ada.hears("It goes on until", "Then the group is closed", "Please be on Wi-Fi")
