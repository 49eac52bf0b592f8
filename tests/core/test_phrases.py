"""Words of a list, found however they are written, and not where they are only part of another word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.content.phrases import plain_words, says_any

LIST = (
    "kill myself",
    "no way out",
    "can't go on",
    "lladd fy hun",
    "أريد أن أموت",
    "хочу умереть",
    "想死",
    "suicidio",
    "😵",
)


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "KILL MYSELF",
        "kill\nmyself",
        "...kill, myself!",
        "kill-myself",
        "kill 🙂 myself",
        "k\u200bill my\u00adself",
        "kіll mуsеlf",
        "𝓴𝓲𝓵𝓵 𝓶𝔂𝓼𝓮𝓵𝓯",
        "ｋｉｌｌ ｍｙｓｅｌｆ",
        "🅺🅸🅻🅻 myself",
        "ᴋɪʟʟ ᴍʏꜱᴇʟꜰ",
        "I can’t go on",
        "i cant go on",
        "I can´t go on",
        "dw i eisiau lladd fy hûn",
        "أُرِيدُ أَنْ أَمُوتَ",
        "اريد ان اموت",
        "ХОЧУ УМЕРЕТЬ",
        "我想死了",
        "Suicídio",
        "so 😵 today",
    ],
)
def test_a_phrase_is_found_however_it_is_written(text: str) -> None:
    assert says_any(text, LIST)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "skill myself",
        "kill myselfie",
        "kill it myself",
        "no way outside",
        "there is a way out",
        "bysuicidioby",
        "🙂",
        "想",
    ],
)
def test_what_only_resembles_a_phrase_is_not_found(text: str) -> None:
    assert not says_any(text, LIST)


def test_an_empty_list_and_empty_phrases_find_nothing() -> None:
    assert not says_any("kill myself", ())
    assert not says_any("kill myself", ("", "  "))


@given(st.text())
def test_it_never_raises(text: str) -> None:
    says_any(text, LIST)
    says_any("kill myself", (text,))


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=50))
def test_halves_of_signs_do_no_harm(text: str) -> None:
    assert says_any(f"{text} kill myself {text}", LIST)


@given(st.text(), st.sampled_from(LIST), st.text())
def test_a_phrase_between_other_words_is_found(before: str, phrase: str, after: str) -> None:
    assert says_any(f"{before} . {phrase} . {after}", LIST)


@given(st.text(alphabet="kilmysefКІіѕ 'ʼ\u0301", min_size=1))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert plain_words(plain_words(text)) == plain_words(text)


@pytest.mark.parametrize("sign", ["🤯", "\ufdfa", "e\u0301\u0301\u0301", "想", "k", "'", "\u200b"])
def test_the_longest_message_costs_little(sign: str) -> None:
    text = (sign * 4096)[:4096]
    says_any(text, LIST)
    begun = time.process_time()
    says_any(text, LIST * 20)
    assert time.process_time() - begun < 0.25
