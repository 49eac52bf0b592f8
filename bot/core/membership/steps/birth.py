"""Reading an age or a birth date as people write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

_OLDEST: Final = 130
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_YEARS: Final = re.compile(r"(?:i\s*am|i'm|im|age[d]?)?\s*(\d{1,3})\s*(?:years?(?:\s+old)?|yrs?|yo|y/o)?")
_ISO: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_NAMED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+([a-z]{3,9})\.?,?\s+(\d{4})")
_NAMED_FIRST: Final = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


@dataclass(frozen=True, slots=True)
class Age:
    years: int


@dataclass(frozen=True, slots=True)
class BirthDate:
    day: date


def read_age(text: str, today: date) -> Age | BirthDate | None:
    """What somebody meant, or None. Dates in figures are read day first; digits of any script count."""
    said = _plain(text)
    if years := _YEARS.fullmatch(said):
        return Age(int(years[1])) if int(years[1]) <= _OLDEST else None
    day = _date(said)
    if day is None or day > today or today.year - day.year > _OLDEST:
        return None
    return BirthDate(day)


def years_later(start: date, years: int) -> date:
    """The same day some years on; for 29 February in a common year, 1 March."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def _plain(text: str) -> str:
    figures = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)
    words = " ".join(
        unicodedata.normalize("NFKC", figures).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()
    )
    return re.sub(r"^(?:my birthday is|born(?: on)?(?: the)?|i was born(?: on)?(?: the)?)\s+", "", words).strip(" .!")


def _date(said: str) -> date | None:
    if found := _ISO.fullmatch(said):
        return _day(found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(said):
        return _day(found[3], found[2], found[1])
    if found := _NAMED.fullmatch(said):
        return _day(found[3], _month(found[2]), found[1])
    if found := _NAMED_FIRST.fullmatch(said):
        return _day(found[3], _month(found[1]), found[2])
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else 0


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
