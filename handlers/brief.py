"""Saying much in several short messages: one idea each, and none longer than is read at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.desk import Desk
from bot.core.messages import Line, Message, message
from bot.core.words import Words

LONGEST = 300
_BETWEEN = 2  # paragraphs are an empty line apart


def brief(desk: Desk, language: str, *lines: Line | Words) -> tuple[Message, ...]:
    """The lines in order, as many together as stay short in the reader's language. A line is never broken."""
    return tuple(Message(tuple(together)) for together in _together(desk, language, lines))


def _together(desk: Desk, language: str, lines: tuple[Line | Words, ...]) -> Iterator[list[Line | Words]]:
    now: list[Line | Words] = []
    length = 0
    for each in lines:
        more = len(desk.speak(message(each), language).text) + _BETWEEN
        if now and length + more > LONGEST:
            yield now
            now, length = [], 0
        now.append(each)
        length += more
    if now:
        yield now
