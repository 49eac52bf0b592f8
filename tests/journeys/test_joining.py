"""Joining the evening group, as people do it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.telegram_hall import telegram_hall

BY_BUTTONS = (
    ("sees your name", "Yes, others may see that"),
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
BY_TYPING = (
    ("sees your name", "yes"),
    ("How old are you", "4 May 1995"),
    ("private things", "ok"),
    ("Do you live with MS", "Yes!"),
    ("Where do you live", "2"),
    ("What would you like", "People who understand, mostly"),
    ("not medical advice", "I agree"),
    ("code of conduct", "y"),
    ("events and courses", "no"),
    ("safe space", "yes, i agree to this"),
)


async def test_by_request_and_buttons_alone(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        greeting = await ada.hears("Hello!", "Northside Evening Group")
        assert "https://t.me/northside_bot?start=go" in str(greeting.text)
        await ada.answers(*BY_BUTTONS)
        await ada.hears("letting you in")
        await ada.is_let_in()
        assert len(hall.world.calls_to("approveChatJoinRequest")) == 1


async def test_by_request_and_typing_alone(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        bo = hall.visitor("Bo")
        bo.asks_to_join()
        await bo.answers(*BY_TYPING)
        await bo.is_let_in()
        await bo.hears("You are in", "Welcome to Northside Evening Group")
        await bo.hears("rules", "Be kind and respectful")


async def test_by_the_bots_door_a_link_that_works_for_one_person_alone(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada, eve = hall.visitor("Ada"), hall.visitor("Eve")
        ada.person.start(hall.bot, "join-evening")
        await ada.answers(*BY_BUTTONS)
        way_in = await ada.hears("Here is your way into")
        link = way_in.buttons[0]["url"]

        assert eve.person.join(link) == "asked"
        await eve.hears("sees your name")
        assert not eve.is_in()

        assert ada.person.join(link) == "asked"
        await ada.is_let_in()
        await hall.settles()
        assert not eve.is_in()
        await hall.until(lambda: hall.world.calls_to("revokeChatInviteLink"))


@pytest.mark.parametrize(
    ("question", "answer"), [("How old are you", "17"), ("How old are you", "36"), ("Do you live with MS", "No")]
)
async def test_who_does_not_fit_is_kindly_turned_away_without_hearing_the_right_answer(
    tmp_path: Path, question: str, answer: str
) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        until = next(number for number, (asked, _) in enumerate(BY_TYPING) if asked == question)
        await ada.answers(*BY_TYPING[:until], (question, answer))
        await ada.hears("I'm sorry, I can't let you into Northside Evening Group", "nothing wrong")
        await ada.hears("MS Society", "0808 800 8000", "hello@northside.example")
        await hall.until(lambda: hall.world.calls_to("declineChatJoinRequest"))
        assert not ada.is_in()
        assert "18" not in "".join(ada.heard)
        assert "35" not in "".join(ada.heard)


async def test_who_says_no_to_a_consent_has_done_nothing_wrong_and_may_come_again(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.answers(*BY_TYPING[:7], ("code of conduct", "no"))
        await ada.hears("That is quite all right")
        await hall.until(lambda: not hall.world.pending_requests(hall.evening))
        ada.asks_to_join()
        await ada.answers(*BY_BUTTONS)
        await ada.is_let_in()


async def test_an_answer_changed_after_a_refusal_goes_to_a_person(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        hall.sam.person.start(hall.bot)
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.answers(*BY_TYPING[:1], ("How old are you", "17"))
        await ada.hears("I'm sorry")
        await hall.until(lambda: not hall.world.pending_requests(hall.evening))
        ada.asks_to_join()
        await ada.answers(*BY_TYPING)
        await ada.hears("Somebody from the team will decide")
        await hall.sam.hears("Ada", "would like to join")
        assert not ada.is_in()
        hall.sam.person.approve(hall.evening, ada.person)
        await ada.hears("You are in")


async def test_three_failed_attempts_and_the_door_stays_shut(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        for _ in range(3):
            ada.asks_to_join()
            await ada.answers(*BY_TYPING[:1], ("How old are you", "50"))
            await ada.hears("I'm sorry")
            await hall.until(lambda: not hall.world.pending_requests(hall.evening))
        ada.asks_to_join()
        await ada.hears("I'm sorry")
        await hall.until(lambda: len(hall.world.calls_to("declineChatJoinRequest")) == 4)


async def test_going_on_after_days_away(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.answers(*BY_BUTTONS[:1])
        await ada.hears("How old are you")
        hall.world.clock.advance(47 * 3600)
        ada.person.start(hall.bot, "go")
        await ada.hears("go on where you stopped", "How old are you")
        ada.writes("25")
        await ada.answers(*BY_TYPING[2:])
        await ada.is_let_in()


async def test_after_two_days_without_an_answer_the_request_runs_out(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot)
        ada.asks_to_join()
        await ada.hears("sees your name")
        await hall.settles()
        hall.world.clock.advance(48 * 3600 + 5)
        await ada.hears("stopped waiting", "welcome to ask again")
        await hall.until(lambda: not hall.world.pending_requests(hall.evening))


async def test_the_right_to_write_ends_after_five_minutes_and_nothing_is_lost(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        question = await ada.hears("sees your name")
        hall.world.clock.advance(400)
        ada.presses(question, "Yes, others may see that")
        await hall.until(
            lambda: any("can't initiate" in str(call.error) for call in hall.world.calls_to("sendMessage"))
        )
        ada.person.start(hall.bot, "go")
        await ada.hears("go on where you stopped", "How old are you")
        ada.writes("25")
        await ada.answers(*BY_TYPING[2:])
        await ada.is_let_in()


async def test_two_groups_at_once_are_asked_about_one_after_the_other(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.hears("sees your name")
        ada.asks_to_join(hall.mending)
        await ada.hears("noted that you would like to join Northside Mending")
        ada.writes("yes")
        await ada.answers(*BY_TYPING[1:])
        await ada.is_let_in()
        await ada.hears("Hello!", "Northside Mending")


@pytest.mark.clause("MS-3.4", "MS-9.1")
async def test_what_was_agreed_to_is_on_record_as_it_was_shown(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work() as house:
        ada = hall.visitor("Ada", language_code="en-GB")
        ada.asks_to_join()
        await ada.answers(*BY_BUTTONS)
        await ada.is_let_in()
        given = await hall.consents_of(house, ada)
        assert [consent.key for consent in given] == [
            "visible", "sensitive", "consent:not-advice", "consent:code-of-conduct", "closing",
        ]  # fmt: skip
        assert given[-1].statement == "I agree to help keep this a safe space, and to follow the policy and its rules."
        assert (given[-1].policy_version, given[-1].language) == ("1.3", "en")


async def test_declining_again_what_was_declined_does_not_hit_the_next_request(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        hall.world.faults.lose_reply("declineChatJoinRequest")
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.answers(("sees your name", "no"))
        await ada.hears("That is quite all right")
        await hall.until(lambda: not hall.world.pending_requests(hall.evening))
        ada.asks_to_join()
        await ada.answers(*BY_TYPING)
        await ada.is_let_in()
