"""What is said to people, before it is words.

Text leaves the core as lines: an English sentence with `{places}` that is looked up in the reader's catalogue, and the
values for its places. A text from the policy file is `Words`, and is put into the reader's language at the same edge.
`line` is also the mark by which sentences are collected for translators.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from bot.core.ids import Token
from bot.core.words import Words


@dataclass(frozen=True, slots=True)
class StartLink:
    """A place in a sentence for the address that opens a private chat with the bot; `payload` comes back with it."""

    payload: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A place in a sentence for a command as it is typed on the reader's platform: `/help` or `!help`."""

    command: str


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A place in a sentence for the name of a language, by its tag: its `own` one, or as the reader calls it."""

    tag: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """`many` and `number`: the sentence for several, and how many there are, where that makes a difference."""

    msgid: str
    values: tuple[tuple[str, Value], ...] = ()
    many: str = ""
    number: int = 0


Value = str | int | date | timedelta | Words | StartLink | Typed | LanguageName | Line


def line(msgid: str, /, **values: Value) -> Line:
    """A sentence for the catalogue; `values` fill its `{places}`."""
    return Line(msgid, tuple(values.items()))


def counted(one: str, many: str, number: int, /, **values: Value) -> Line:
    """A sentence about `number` things, in the words for one and for several; `{number}` is filled in."""
    return Line(one, (("number", number), *values.items()), many, number)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button or a numbered answer. Its label stands alone: it makes sense without the question above it.

    `yes`: whether it is the yes or the no to a question that has both, and None for any other.
    """

    label: Line | Words
    token: Token
    yes: bool | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A button that opens an address instead of answering."""

    label: Line | Words
    address: str | StartLink


@dataclass(frozen=True, slots=True)
class Message:
    """Lines become paragraphs. Choices are one to a row, in the order given.

    `numbered`: a number that is typed picks a choice; not so where it may be the answer itself.
    """

    lines: tuple[Line | Words, ...]
    choices: tuple[Choice, ...] = ()
    doors: tuple[Door, ...] = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Speech:
    """A message in somebody's language: what a platform has to show.

    `yes` and `no`: which of the choices these are, where it is a question that has both.
    """

    text: str
    choices: tuple[tuple[str, Token], ...] = ()
    doors: tuple[tuple[str, str], ...] = ()
    yes: Token | None = None
    no: Token | None = None
    numbered: bool = True


def message(
    *lines: Line | Words, choices: tuple[Choice, ...] = (), doors: tuple[Door, ...] = (), numbered: bool = True
) -> Message:
    return Message(lines, choices, doors, numbered)


class Speak(Protocol):
    def __call__(self, message: Message, language: str) -> Speech:
        """The message in the reader's language, addresses filled in."""
        ...
