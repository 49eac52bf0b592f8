"""The language is asked first, where a community speaks several."""

from datetime import date

import pytest

from bot.core.ids import PlatformName
from bot.core.membership.settings import Gate
from bot.core.membership.steps.language import ChooseLanguage
from bot.core.membership.steps.order import Doorway, steps_of
from bot.core.membership.steps.step import Fits, Unclear
from bot.core.messages import message
from bot.core.words import Words
from bot.i18n import Speaker
from handlers.typed import pick

TODAY = date(2026, 3, 1)


def keys(*languages: str) -> list[str]:
    doorway = Doorway(
        gate=Gate(),
        platform=PlatformName.TELEGRAM,
        community=Words.of("Northside"),
        agreement=None,
        bridged=False,
        languages=languages,
    )
    return [step.key for step in steps_of(doorway)]


def test_it_is_the_first_step_and_only_where_there_are_several() -> None:
    assert keys("en", "cy")[0] == "language"
    assert "language" not in keys("en")
    assert "language" not in keys()


@pytest.mark.parametrize(
    ("told", "offered"),
    [
        ("", ["en", "cy", "ar"]),
        ("cy", ["cy", "en", "ar"]),
        ("ar-EG", ["ar", "en", "cy"]),
        ("fr", ["en", "cy", "ar", "device"]),
    ],
)
def test_what_the_platform_says_is_proposed_first(told: str, offered: list[str]) -> None:
    step = ChooseLanguage(("en", "cy", "ar"), told)
    assert [option.value for option in step.ask().options] == offered


def test_an_answer_counts_whatever_was_proposed_first() -> None:
    assert ChooseLanguage(("en", "cy"), "cy").asked == ChooseLanguage(("cy", "en"), "fr").asked
    assert ChooseLanguage(("en", "cy")).asked != ChooseLanguage(("en", "ar")).asked


@pytest.mark.parametrize("said", ["cy", "Cymraeg", "cymraeg!", "Welsh", "2"])
def test_a_language_is_typed_by_its_names_or_its_tag(said: str) -> None:
    step = ChooseLanguage(("en", "cy"))
    speak = Speaker(str)
    assert pick(said, step.ask().options, speak, "en", numbered=True) == "cy"
    assert step.chosen("cy", TODAY) == Fits("cy")
    assert isinstance(step.typed("Klingon", TODAY), Unclear)


def test_labels_are_in_the_language_itself() -> None:
    speak = Speaker(str)
    labels = [speak(message(option.label), "en").text for option in ChooseLanguage(("cy", "ar", "fr")).ask().options]
    assert labels == ["Cymraeg", "العربية", "Français"]
