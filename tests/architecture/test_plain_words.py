"""What people read is short, and plain enough for somebody of eleven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from bot.core.policy import Policy
from bot.core.words import Words
from config.policy import read_policy
from tests.architecture.catalogue import collected, sentences
from tests.architecture.plain_words import reading_age

AGE = 11.0
MOST = 300  # characters
SENTENCES = sentences(collected())
POLICIES = sorted((Path(__file__).parents[2] / "config/policies").glob("*.toml"))


def test_a_text_for_specialists_is_told_from_a_plain_one() -> None:
    assert reading_age("Somebody from the team will decide. I will write to you here.") < AGE
    hard = "Participation is conditional upon acknowledgement of the organisation's safeguarding obligations."
    assert reading_age(hard) > AGE + 5
    assert reading_age("Yes, I agree") == 0


def test_every_sentence_of_ours_can_be_read_at_eleven() -> None:
    hard = {said: round(reading_age(said), 1) for said in SENTENCES if reading_age(said) > AGE}
    assert hard == {}


def test_no_sentence_of_ours_is_long() -> None:
    assert [said for said in SENTENCES if len(said) >= MOST] == []


@pytest.mark.parametrize("file", POLICIES, ids=lambda file: file.stem)
def test_what_a_ready_policy_says_to_members_is_short_and_plain(file: Path) -> None:
    policy = read_policy(file.read_text("utf-8"), name=file.name)
    said = [words.for_reader("en") for words in _said(policy)]
    assert len(said) > 20
    assert {text: round(reading_age(text), 1) for text in said if reading_age(text) > AGE} == {}
    assert [text for text in said if len(text) >= MOST] == []


def _said(thing: object) -> Iterator[Words]:
    """Every text in it, but for descriptions, which are put together to fill what room a platform gives."""
    if isinstance(thing, Words):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from _said(each)
    elif is_dataclass(thing):
        for field in fields(thing):
            if not (isinstance(thing, Policy) and field.name == "descriptions"):
                yield from _said(getattr(thing, field.name))
