"""Which language somebody is spoken to in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.events import User
from tests.runtime.hall import EVENING, POLICY, SmallHall, small_hall

TWO_LANGUAGES = POLICY.replace('language = "en"\n', 'language = "en"\nlanguages = ["ga"]\n').replace(
    'question.en = "Do you live with MS?"', 'question.ga = "An bhfuil MS ort?"\nquestion.en = "Do you live with MS?"'
)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path, TWO_LANGUAGES) as hall:
        yield hall


def heard(hall: SmallHall, user: User, words: str) -> int:
    return sum(words in said for said in hall.heard(user))


def labels(hall: SmallHall, user: User) -> list[str]:
    question = hall.question(user)
    return [] if question is None else [label for label, _ in question.speech.choices]


async def test_the_word_offers_languages_by_their_own_names(hall: SmallHall) -> None:
    ada = replace(hall.user(7), language="ga-IE")
    async with hall.at_work():
        hall.fake.writes(ada, "language")
        await hall.until(lambda: hall.question(ada))
        assert labels(hall, ada)[:2] == ["Gaeilge", "English"]
        assert labels(hall, ada)[-1] == "Keep the language of my device"


async def test_what_was_chosen_goes_before_what_the_device_says_at_every_later_meeting(hall: SmallHall) -> None:
    ada = replace(hall.user(7), language="en")
    async with hall.at_work():
        hall.fake.writes(ada, "language Gaeilge")
        await hall.until(lambda: heard(hall, ada, "in Irish where"))
        await expect_question_in_irish(hall, ada)


async def expect_question_in_irish(hall: SmallHall, ada: User) -> None:
    hall.fake.asks_to_join(ada, EVENING)
    await hall.answers(ada, "gaeilge", "yes", "25", "yes")
    await hall.until(lambda: heard(hall, ada, "An bhfuil MS ort?"))


async def test_the_language_is_the_first_question_where_there_are_several(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        await expect_question_in_irish(hall, ada)
        assert "Which language" in next(said for said in hall.heard(ada) if "Question 1 " in said)


async def test_in_the_middle_of_the_questions_the_same_one_comes_again_in_the_new_language(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        hall.fake.asks_to_join(ada, EVENING)
        await hall.answers(ada, "english", "yes", "25", "yes")
        await hall.until(lambda: heard(hall, ada, "Do you live with MS?"))
        hall.fake.writes(ada, "/language ga")
        await hall.until(lambda: heard(hall, ada, "An bhfuil MS ort?"))
        assert all("Question 5 " in said for said in hall.heard(ada) if "MS?" in said)


async def test_a_text_that_is_not_there_in_the_readers_language_says_so(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        hall.fake.asks_to_join(ada, EVENING)
        await hall.answers(ada, "gaeilge", "yes", "25", "yes", "1")
        await hall.until(lambda: heard(hall, ada, "Where do you live?"))
        asked = next(said for said in hall.heard(ada) if "Where do you live?" in said)
        assert not any("only there in" in said for said in hall.heard(ada) if "MS?" in said)
        assert "This text is only there in English." in asked


async def test_giving_up_the_choice_goes_by_the_device_again(hall: SmallHall) -> None:
    ada = replace(hall.user(7), language="ga")
    async with hall.at_work():
        hall.fake.writes(ada, "language en")
        await hall.until(lambda: heard(hall, ada, "English"))
        hall.fake.writes(ada, "language device")
        await hall.until(lambda: len(hall.heard(ada)) == 2)
        hall.fake.asks_to_join(ada, EVENING)
        await hall.until(lambda: labels(hall, ada))
        assert labels(hall, ada)[0] == "Gaeilge"


async def test_a_language_that_nobody_knows_is_asked_again(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        hall.fake.writes(ada, "language Klingon")
        await hall.until(lambda: heard(hall, ada, "I don't know that language."))
        assert "Keep the language of my device" not in labels(hall, ada)
