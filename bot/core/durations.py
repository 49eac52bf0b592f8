"""Lengths of time as the policy writes them: `30s 15m 48h 7d 2y`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

ALLOWED: Final = "a whole number with its unit: 30s, 15m, 48h, 7d or 2y"
_LONGEST: Final = timedelta(days=365 * 100)
_UNITS: Final = {
    "y": timedelta(days=365),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_WRITTEN: Final = re.compile(r"([0-9]{1,12})([smhdy])", re.ASCII)


def parse_duration(text: str) -> timedelta:
    """The length of time that `text` names; a day is 24 hours, a year 365 days.

    Raises:
        ValueError: it is written in another way, is nothing at all, or exceeds a hundred years.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text[:40]}" is not a length of time')
    number, unit = int(found[1]), _UNITS[found[2]]
    if number == 0:
        raise ValueError(f'"{text[:40]}" is no time at all')
    if number > _LONGEST // unit:
        raise ValueError(f'"{text[:40]}" is more than a hundred years')
    return number * unit


def format_duration(length: timedelta) -> str:
    """The shortest way in which the policy writes `length`, in the largest unit that fits it exactly.

    One and two days stay in hours (`24h`, `48h`), as people say them.
    """
    seconds = round(length.total_seconds())
    if seconds and seconds % 31_536_000 == 0:
        return f"{seconds // 31_536_000}y"
    if seconds % 86_400 == 0 and seconds >= 3 * 86_400:
        return f"{seconds // 86_400}d"
    for unit, size in (("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
