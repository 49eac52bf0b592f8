"""Whatever is sent, there is a kind answer, and nothing else happens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.membership.application import Application, Standing
from bot.sandbox.bot_api.messages import Message
from tests.journeys.hostile import (
    CLOSED,
    COMMANDS,
    EVERYTHING,
    NOT_YOURS,
    PRESSES,
    SQL,
    TEXTS,
    WORDLESS,
    Thing,
)
from tests.journeys.manners import POLICY
from tests.journeys.on_record import Record, on_record
from tests.journeys.telegram_hall import PATIENCE, Hall, Visitor, telegram_hall
from tests.journeys.test_joining import BY_BUTTONS, BY_TYPING

# A number is meant for the newest message that has something to choose from, which may be another than the question.
IN_WORDS = tuple(
    (question, "nearby, and i can come to northside" if said == "2" else said) for question, said in BY_TYPING
)
IN_ONES_OWN_WORDS = "What would you like"
HINTS = ("Please answer yes", "Please type your age", "Please choose one", "Please keep it under", "Please answer in")
NAMES = ("Ada", "Mallory", "Eve", "<b>Bobby</b>", "Tables")


@pytest.fixture(autouse=True)
def _logs_name_nobody() -> Iterator[None]:
    """What was logged meanwhile holds no name, no id and nothing that somebody wrote."""
    with capture_logs() as entries:
        yield
    said = "\n".join(repr(entry) for entry in entries)
    personal = (*NAMES, SQL, "DROP TABLE", "x" * 30, "7000000", "-100100", "frobnicate", "pizza", "caption")
    assert not [word for word in personal if word in said], said


async def in_front(record: Record, visitor: Visitor) -> Application:
    (application,) = await record.applications_of(visitor.user)
    return application


async def nothing_has_happened(record: Record, visitor: Visitor, before: Application) -> None:
    after = await in_front(record, visitor)
    assert (after.standing, after.answers) == (before.standing, before.answers)
    assert await record.undecided() == 0


@pytest.mark.parametrize("thing", [*WORDLESS.values(), *COMMANDS.values()], ids=[*WORDLESS, *COMMANDS])
async def test_at_every_question_it_is_answered_kindly_and_changes_nothing(tmp_path: Path, thing: Thing) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work(), on_record(hall.database_url) as record:
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot, "join-evening")
        for question, answer in IN_WORDS:
            asked = await ada.hears(question)
            before = await in_front(record, ada)
            thing.send(ada, asked)
            await ada.hears(thing.at_a_question)
            await nothing_has_happened(record, ada, before)
            ada.writes(answer)
        await ada.hears("Here is your way into")
        assert (await in_front(record, ada)).standing is Standing.ACCEPTED


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_words_that_are_no_answer_get_a_hint_and_the_question_again(tmp_path: Path, text: str) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work(), on_record(hall.database_url) as record:
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        for question, answer in BY_TYPING:
            await ada.hears(question)
            if question == IN_ONES_OWN_WORDS:
                ada.writes(answer)
                continue
            before = await in_front(record, ada)
            ada.writes(text)
            again = await ada.hears(question)
            assert again.text.startswith(HINTS)
            await nothing_has_happened(record, ada, before)
            ada.writes(answer)
        await ada.is_let_in()


async def test_in_ones_own_words_anything_goes_and_is_kept_as_it_was_written(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work(), on_record(hall.database_url) as record:
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        for question, answer in BY_TYPING:
            await ada.hears(question)
            ada.writes(SQL if question == IN_ONES_OWN_WORDS else answer)
        await ada.is_let_in()
        kept = {answer.step: answer.value for answer in (await in_front(record, ada)).answers}
        assert kept["hopes"] == SQL


@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
async def test_a_forged_button_does_nothing_and_says_so(tmp_path: Path, press: object) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work(), on_record(hall.database_url) as record:
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        for question, answer in BY_BUTTONS:
            asked = await ada.hears(question)
            before = await in_front(record, ada)
            assert callable(press)
            told = await press(ada, asked).answered()
            assert (told.text, told.show_alert) == (NOT_YOURS, True)
            await nothing_has_happened(record, ada, before)
            ada.presses(asked, answer)
        await ada.is_let_in()


async def test_the_same_button_twice_at_once_counts_once_and_an_old_one_not_at_all(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work(), on_record(hall.database_url) as record:
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        seen: list[tuple[Message, str]] = []
        for question, answer in BY_BUTTONS:
            asked = await ada.hears(question)
            data = str(asked.button(answer)["callback_data"])
            twice = [ada.person.forge_press(asked, data) for _ in range(2)]
            old = [ada.person.forge_press(*earlier) for earlier in seen]
            seen.append((asked, data))
            answers = [(await each.answered()).text for each in twice]
            assert answers == ["", CLOSED]
            assert {(await each.answered()).text for each in old} <= {CLOSED}
        await ada.is_let_in()
        steps = [answer.step for answer in (await in_front(record, ada)).answers]
        assert len(steps) == len(set(steps)) == len(BY_BUTTONS) - 1  # the age is asked in two steps
        assert len([text for text in ada.heard if "Question " in text]) == len(BY_BUTTONS)


async def test_somebody_elses_button_does_not_answer_ones_own_question(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work(), on_record(hall.database_url) as record:
        ada, eve = hall.visitor("Ada"), hall.visitor("Eve")
        ada.asks_to_join()
        eve.asks_to_join()
        for_ada, for_eve = await ada.hears("sees your name"), await eve.hears("sees your name")
        told = await eve.person.forge_press(for_eve, str(for_ada.buttons[0]["callback_data"])).answered()
        assert told.text == NOT_YOURS
        for each in (ada, eve):
            assert (await in_front(record, each)).answers == ()


async def test_with_no_question_open_everything_is_answered_and_nothing_begins(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work(), on_record(hall.database_url) as record:
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot)
        said = await ada.hears("looks after groups")
        for thing in EVERYTHING.values():
            thing.send(ada, said)
            await ada.hears(thing.otherwise)
        told = await ada.person.forge_press(said, "anything").answered()
        assert told.text == NOT_YOURS
        assert await record.applications_of(ada.user) == []
        assert await record.undecided() == 0


@pytest.mark.parametrize(
    "name", ["<b>Bobby</b>", "Bobby\n\nTables", "\N{RIGHT-TO-LEFT OVERRIDE}ybboB", "'); DROP TABLE people;--", "{name}"]
)
async def test_a_name_is_a_name_whatever_is_in_it(tmp_path: Path, name: str) -> None:
    async with telegram_hall(tmp_path, policy=POLICY) as hall, hall.at_work(), on_record(hall.database_url) as record:
        bobby = hall.visitor(name, last_name="*Tables* _x_ `y`", username=None)
        bobby.asks_to_join()
        await bobby.answers(("sees your name", "yes"), ("live with MS", "yes"), ("safe space", "yes"))
        await bobby.is_let_in()
        assert await record.undecided() == 0
        assert not any(entity["type"] == "text_mention" for each in bobby.chat.messages for entity in each.entities)


async def test_in_a_group_nobody_is_counted_who_speaks_for_a_group_or_a_channel(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work(), on_record(hall.database_url) as record:
        before = await record.members()
        channel = hall.world.add_channel("Northside News", hall.sam.person)
        hall.sam.person.write(hall.evening, "The hall is closed tomorrow.", anonymous=True)
        hall.sam.person.write(hall.evening, "/join evening", anonymous=True)
        hall.sam.person.write(hall.evening, "News!", as_channel=channel)
        hall.sam.person.write(hall.evening, "/rules", as_channel=channel)
        await everything_was_taken(hall)
        assert await record.members() == before
        hall.sam.person.write(hall.evening, "That was me.")
        await everything_was_taken(hall)
        assert await record.members() == before + 1


async def test_rules_are_for_all_to_read_and_join_goes_on_in_private(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        hall.sam.person.add(hall.evening, ada.person)
        ada.person.write(hall.evening, f"/rules@northside_bot {SQL}")
        await hall.until(lambda: any("Be kind and respectful" in post.text for post in hall.evening.transcript()))
        ada.person.start(hall.bot)
        await ada.hears("looks after groups")
        typed = ada.person.write(hall.evening, "/join mending-autumn")
        await hall.until(lambda: typed.deleted)
        await ada.hears("Hello!", "Northside Mending")
        assert not any("Mending" in post.text for post in hall.evening.transcript())


async def everything_was_taken(hall: Hall) -> None:
    """Acknowledged, that is: only what has been decided and saved is."""
    async with asyncio.timeout(PATIENCE):
        while hall.bot.inbox.pending():
            await asyncio.sleep(0.02)
