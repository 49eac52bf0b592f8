"""Making sense of what is typed: commands, and words or numbers that stand for a button."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.membership.steps.step import Option
from bot.core.messages import Line, Speak, message
from bot.core.words import Words

_PREFIXES = ("/", "!")
_LONGEST = 64  # nothing that stands for a button is longer


@dataclass(frozen=True, slots=True)
class Command:
    """`name` in small letters, without prefix and without the name of the bot; `rest` is what followed it."""

    name: str
    rest: str


def read_command(text: str, *, prefix_needed: bool, called: str) -> Command | None:
    """The command that these words are, if they look like one and are not addressed to another bot.

    `/start@northside_bot join-evening` and, where no prefix is needed, `start join-evening`. `called`: our own name.
    """
    first, *rest = text.split(maxsplit=1) or [""]
    if not first.startswith(_PREFIXES):
        return None if prefix_needed else _command(first, rest)
    name, _, addressed = first[1:].partition("@")
    return _command(name, rest) if addressed.casefold() in {"", called.casefold()} else None


def _command(name: str, rest: list[str]) -> Command | None:
    return Command(name.casefold(), " ".join(rest).strip()) if name.replace("_", "").isalpha() else None


def first_word(said: str) -> tuple[str, str]:
    """And what follows it, as it was typed. A new line parts them as well as a space."""
    word, *rest = said.split(maxsplit=1) or [""]
    return word, rest[0].rstrip() if rest else ""


def pick(text: str, options: Sequence[Option], speak: Speak, language: str, *, numbered: bool) -> str | None:
    """The value of the option that these words stand for: its number, its label, or a word that means the same."""
    if len(text) > _LONGEST:
        return None
    said = plain(text)
    if numbered and said.isdecimal() and 1 <= int(said) <= len(options):
        return options[int(said) - 1].value
    return next((option.value for option in options if said and said in _names(option, speak, language)), None)


def plain(text: str) -> str:
    """Small letters and figures, single spaces: without marks, emoji and typographic quotes."""
    signs = (sign if unicodedata.category(sign)[0] in "LNM" or sign == "'" else " " for sign in text.replace("’", "'"))  # noqa: RUF001
    return " ".join("".join(signs).casefold().split())


def _names(option: Option, speak: Speak, language: str) -> set[str]:
    names = {plain(_words(option.label, speak, language))}
    if option.also is not None:
        names.update(plain(word) for word in _words(option.also, speak, language).split(","))
    return names


def _words(label: Line | Words, speak: Speak, language: str) -> str:
    return speak(message(label), language).text
