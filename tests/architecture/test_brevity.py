"""A message that is too long is noticed wherever it is said."""

from __future__ import annotations

from bot.core.messages import Line, line, message
from bot.core.words import Words
from bot.i18n import Speaker
from tests.journeys.brevity import measuring

SPEAK = Speaker(lambda payload: f"https://t.me/hall_bot?start={payload}")
SHORT = line("This is one of many lines that are short in themselves, and are too much together.")


def measured(*lines: Line | Words, language: str = "en") -> list[str]:
    with measuring() as found:
        SPEAK(message(*lines), language)
    assert found.messages == (language == "en")
    return found.too_long


def test_many_short_lines_are_too_much_together() -> None:
    assert measured(SHORT, SHORT, SHORT) == []
    assert len(measured(SHORT, SHORT, SHORT, SHORT)) == 1


def test_one_long_text_of_somebody_else_may_stand_with_little_beside_it() -> None:
    long = Words.of("Words of the policy's author. " * 12)
    assert measured(long, SHORT) == []
    assert measured(line("Ada writes: {words}", words="I have much to say. " * 20)) == []
    assert len(measured(long, SHORT, SHORT)) == 1


def test_how_long_it_is_in_another_language_is_for_its_translators_to_see() -> None:
    assert measured(SHORT, SHORT, SHORT, SHORT, language="cy") == []
