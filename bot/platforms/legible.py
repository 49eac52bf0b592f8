"""Text as it can be stored and shown: what would break an encoding or disguise a line is taken out at the edge."""

from __future__ import annotations

import re

_UNENCODABLE = re.compile("[\ud800-\udfff\x00]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def legible(text: str) -> str:
    """The same text with U+FFFD for halves of surrogate pairs and for NUL, neither of which a database takes."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    return _UNENCODABLE.sub("\ufffd", text)


def legible_name(name: str) -> str:
    """A name for one place in one line: no line breaks, and nothing that turns the direction of what follows it."""
    if name.isprintable():
        return name.strip()
    return legible(_CONTROL.sub(" ", _DIRECTION.sub("", name))).strip()
