import pytest

from bot.core.words import Words

BOTH = Words.of({"en": "Hall", "cy": "Neuadd"}, first="cy")
REGIONS = Words.of({"en-GB": "colour", "en-US": "color", "pt-BR": "cor"}, first="en")


@pytest.mark.parametrize(
    ("words", "reader", "read"),
    [
        (Words.of("Hall"), "en", "Hall"),
        (Words.of("Hall"), "cy", "Hall"),
        (BOTH, "en", "Hall"),
        (BOTH, "cy", "Neuadd"),
        (BOTH, "en-GB", "Hall"),
        (BOTH, "EN_gb", "Hall"),
        (BOTH, "pl", "Neuadd"),
        (BOTH, "", "Neuadd"),
        (REGIONS, "en-US", "color"),
        (REGIONS, "en-us", "color"),
        (REGIONS, "en-AU", "colour"),
        (REGIONS, "pt", "cor"),
        (REGIONS, "cy", "colour"),
    ],
)
def test_a_reader_gets_the_nearest_wording(words: Words, reader: str, read: str) -> None:
    assert words.for_reader(reader) == read


def test_the_communitys_language_comes_first() -> None:
    assert str(BOTH) == "Neuadd"
    assert BOTH.languages == ("cy", "en")
    assert Words.of({"en": "Hall", "cy": "Neuadd"}, first="pl").languages == ("en", "cy")
    assert Words.of("Hall").languages == ()


def test_the_same_texts_are_the_same_words() -> None:
    assert Words.of({"cy": "Neuadd", "en": "Hall"}, first="cy") == BOTH
    assert len({BOTH, Words.of({"cy": "Neuadd", "en": "Hall"}, first="cy")}) == 1
