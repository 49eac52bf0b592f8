"""Putting messages into words, in the reader's language.

Catalogues are gettext files under `locales/`, one folder a language. A sentence that a catalogue lacks is said in
English, in which all sentences are written; a text of the policy file chooses among its own languages.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from babel.units import format_unit

from bot.core.ids import Token
from bot.core.messages import LanguageName, Line, Message, Speech, StartLink, Typed, Value
from bot.core.words import Words, base_language

LOCALES = Path(__file__).parent.parent / "locales"
_DOMAIN = "hallkeeper"
_ENGLISH = Locale("en", "GB")
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_UNITS = (("year", 31_536_000), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


class Speaker:
    """Says messages on one platform.

    `start_address` makes the address that opens a private chat, from its payload; `prefix` stands before a command.
    """

    def __init__(self, start_address: Callable[[str], str], language: str = "en", *, prefix: str = "/") -> None:
        self._start_address = start_address
        self._fallback = language
        self._prefix = prefix

    def __call__(self, message: Message, language: str) -> Speech:
        tag = language or self._fallback
        return Speech(
            text="\n\n".join(self._words(each, tag) for each in message.lines),
            choices=tuple((self._words(choice.label, tag), choice.token) for choice in message.choices),
            doors=tuple((self._words(door.label, tag), self._words(door.address, tag)) for door in message.doors),
            yes=_meaning(message, yes=True),
            no=_meaning(message, yes=False),
            numbered=message.numbered,
        )

    def _words(self, value: Value, language: str) -> str:  # noqa: PLR0911 - one case a value reads best
        match value:
            case Line():
                places = {name: _apart(self._words(each, language), language) for name, each in value.values}
                return _sentence(value, language).format_map(places)
            case Words():
                return value.for_reader(language)
            case StartLink():
                return self._start_address(value.payload)
            case Typed():
                return f"{self._prefix}{value.command}"
            case LanguageName():
                return _language_name(value, language)
            case int():
                return format_decimal(value, locale=locale_of(language))
            case timedelta():
                return _length_of_time(value, language)
            case date():
                return str(format_date(value, format="long", locale=locale_of(language)))
            case _:
                return str(value)


def _meaning(message: Message, *, yes: bool) -> Token | None:
    return next((choice.token for choice in message.choices if choice.yes is yes), None)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """In which our own sentences are there: English, in which they are written, and the catalogues."""
    return ("en", *sorted(folder.name for folder in LOCALES.iterdir() if (folder / "LC_MESSAGES").is_dir()))


def _language_name(language: LanguageName, reader: str) -> str:
    """Its tag, for one that nobody knows. In its own words it is a label, and begins with a capital letter."""
    try:
        named = Locale.parse(language.tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return language.tag
    said_in = named if language.own else _written_in(reader)
    name = str(named.get_display_name(said_in) or language.tag)
    return name[:1].upper() + name[1:] if language.own else name


def _length_of_time(time: timedelta, reader: str) -> str:
    """In the longest unit of which it is a whole number: as policies write it."""
    seconds = round(time.total_seconds())
    unit, size = next((unit, size) for unit, size in _UNITS if seconds % size == 0)
    return format_unit(seconds // size, f"duration-{unit}", "long", locale=_written_in(reader))


def _written_in(reader: str) -> Locale:
    """The language in which somebody gets our own sentences."""
    return locale_of(reader if base_language(reader) in {base_language(tag) for tag in languages()} else "en")


def _sentence(said: Line, language: str) -> str:
    catalogue = _catalogue(language)
    return catalogue.ngettext(said.msgid, said.many, said.number) if said.many else catalogue.gettext(said.msgid)


def _apart(value: str, language: str) -> str:
    """A value that stands in a sentence from right to left, so that neither turns the other round."""
    if value.startswith(("https://", "http://")) or not _from_right_to_left(language):
        return value
    return f"{_ISOLATE}{value}{_END_OF_ISOLATE}"


def _from_right_to_left(language: str) -> bool:
    return _written_in(language).character_order == "right-to-left"


@lru_cache(maxsize=32)
def _catalogue(language: str) -> NullTranslations:
    """That of the tag or of its language; an empty one where there is none."""
    for name in (str(locale_of(language)), locale_of(language).language):
        file = LOCALES / name / "LC_MESSAGES" / f"{_DOMAIN}.po"
        if file.is_file():
            with file.open("rb") as text:
                compiled = io.BytesIO()
                write_mo(compiled, read_po(text, locale=name))
            compiled.seek(0)
            return Translations(compiled, domain=_DOMAIN)
    return NullTranslations()


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """The locale of a language tag as a platform gives it; English for one that nobody knows, and of Britain.

    Days are written as there unless somebody's own tag says otherwise.
    """
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return _ENGLISH
    return _ENGLISH if str(locale) == "en" else locale
