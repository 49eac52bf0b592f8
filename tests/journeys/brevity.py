"""Whether what people are told in private is short: measured as it is put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from bot.core.messages import Line, Message, Speech, Value
from bot.core.words import Words, base_language
from bot.i18n import Speaker

MOST = 300  # characters
_OURS = MOST // 2  # that may stand beside the words of somebody else, however long these are


@dataclass
class Measured:
    """Every English message that was put into words, and those among them that are too long."""

    messages: int = 0
    too_long: list[str] = field(default_factory=list)

    def take(self, said: Message, speech: Speech) -> None:
        self.messages += 1
        if len(speech.text) >= MOST and len(speech.text) - _longest_quote(said) >= _OURS:
            self.too_long.append(speech.text)


@contextmanager
def measuring() -> Iterator[Measured]:
    measured = Measured()
    speak: Callable[[Speaker, Message, str], Speech] = Speaker.__call__

    def measure(speaker: Speaker, said: Message, language: str) -> Speech:
        speech = speak(speaker, said, language)
        if base_language(language or "en") == "en":
            measured.take(said, speech)
        return speech

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Speaker, "__call__", measure)
        yield measured


def _longest_quote(said: Message) -> int:
    """Of one text by somebody else: what a policy's author has written, or what somebody has typed."""
    return max((len(quote) for each in said.lines for quote in _quotes(each)), default=0)


def _quotes(value: Value) -> Iterator[str]:
    match value:
        case Line():
            for _, each in value.values:
                yield from _quotes(each)
        case Words():
            yield value.for_reader("en")
        case str():
            yield value
