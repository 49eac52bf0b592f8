"""What is said to people can be translated, and reads well."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.architecture.catalogue import TEMPLATE, as_template, brought_up_to_date, catalogues, collected, sentences

SENTENCES = sentences(collected())
LONGEST = 300


def test_the_template_for_translators_is_up_to_date() -> None:
    assert TEMPLATE.read_bytes() == as_template(collected()), "run: make locales"


def test_there_are_sentences() -> None:
    assert len(SENTENCES) > 50


def test_every_sentence_is_short_and_its_places_have_names() -> None:
    for sentence in SENTENCES:
        assert len(sentence) <= LONGEST
        assert sentence == sentence.strip()
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(sentence))


@pytest.mark.parametrize("file", catalogues(), ids=lambda file: file.parts[-3])
def test_a_language_has_words_for_every_sentence(file: Path) -> None:
    assert file.read_bytes() == brought_up_to_date(file), "run: make locales"
    with file.open("rb") as text:
        catalogue = read_po(text, locale=file.parts[-3])
    missing = [message.id for message in catalogue if message.id and not all(_said(message))]
    assert missing == []


@pytest.mark.parametrize("file", catalogues(), ids=lambda file: file.parts[-3])
def test_a_translation_has_the_places_of_the_sentence(file: Path) -> None:
    with file.open("rb") as text:
        catalogue = read_po(text, locale=file.parts[-3])
    for message in catalogue:
        if message.id:
            allowed = set().union(*(_places(each) for each in _ids(message)))
            for said in _said(message):
                assert _places(said) <= allowed, message.id
                assert len(_ids(message)) > 1 or _places(said) == allowed, message.id


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (str(message.id),)


def _said(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
