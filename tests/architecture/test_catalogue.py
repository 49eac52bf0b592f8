"""What is said to people can be translated, and reads well."""

from __future__ import annotations

import string

import pytest

from tests.architecture.catalogue import TEMPLATE, as_template, collected

SENTENCES = sorted(str(message.id) for message in collected() if message.id)
LONGEST = 300


def test_the_template_for_translators_is_up_to_date() -> None:
    assert TEMPLATE.read_bytes() == as_template(collected()), "run: make locales"


def test_there_are_sentences() -> None:
    assert len(SENTENCES) > 50


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_short_and_its_places_have_names(sentence: str) -> None:
    assert len(sentence) <= LONGEST
    assert sentence == sentence.strip()
    assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(sentence))
