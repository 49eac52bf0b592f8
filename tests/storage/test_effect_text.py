import json
import typing
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.effects import Effect, Say
from bot.core.ids import AccountId
from bot.core.messages import Line, StartLink, line, message
from bot.core.words import Words
from bot.storage.effect_text import UnknownEffect, read, write

KINDS = typing.get_args(Effect)

TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
WORDS = st.builds(Words, texts=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3).map(tuple))
PLAIN = TEXT | st.integers() | st.dates() | st.builds(StartLink, TEXT) | WORDS
LINES = st.recursive(
    st.builds(Line, TEXT),
    lambda lines: st.builds(Line, TEXT, st.lists(st.tuples(TEXT, PLAIN | lines), max_size=3).map(tuple)),
    max_leaves=4,
)
st.register_type_strategy(Words, WORDS)
st.register_type_strategy(Line, LINES)
st.register_type_strategy(str, TEXT)


@pytest.mark.parametrize("kind", KINDS)
def test_every_effect_comes_back_as_it_was(kind: Any) -> None:
    @settings(max_examples=50)
    @given(st.from_type(kind))
    def comes_back(effect: Effect) -> None:
        again = read(write(effect))
        assert again == effect
        assert repr(again) == repr(effect)

    comes_back()


def test_a_date_stays_a_date_and_what_looks_like_one_stays_text() -> None:
    said = Say(to=AccountId(1), message=message(line("{a} {b}", a="2026-03-01", b=12)))
    assert repr(read(write(said))) == repr(said)


def test_what_an_older_release_left_out_has_its_default() -> None:
    plain = json.loads(write(Say(to=AccountId(1), message=message(line("Hello.")))))
    del plain["only_if_reachable"]
    assert read(json.dumps(plain)) == Say(to=AccountId(1), message=message(line("Hello.")))


def test_what_is_left_out_is_not_written_so_that_the_release_before_can_read_it() -> None:
    assert set(json.loads(write(Say(to=AccountId(1), message=message(line("Hello.")))))) == {
        *("", "to", "message", "urgency", "only_if_reachable")
    }


@pytest.mark.parametrize(
    "written",
    [
        '{"":"SingSong","to":1}',
        '{"":"Say","to":1}',
        '{"":"Say","to":1,"message":{"":"Message","lines":[]},"volume":11}',
        '{"":"Say","to":1,"message":{"":"Message","lines":[{"":"Rhyme"}]}}',
        '{"":"Post","group":"a/b","platform":{"":"PlatformName","is":"pigeon"},"message":{"":"Message","lines":[]}}',
        '{"":"Line","msgid":"not an effect"}',
        '{"to":1}',
        '"Say"',
        "[]",
        "not even JSON",
    ],
)
def test_what_another_release_wrote_is_said_to_be_unknown(written: str) -> None:
    with pytest.raises(UnknownEffect):
        read(written)


def test_what_cannot_be_an_effect_is_refused_when_it_is_written() -> None:
    @dataclass
    class Odd:
        when: float

    with pytest.raises(TypeError, match="float"):
        write(Odd(0.5))  # type: ignore[arg-type]
