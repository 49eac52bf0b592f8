"""What the page asks for: a JSON object, read field by field; and how it is told that something cannot be done."""

from __future__ import annotations

import json
from typing import Any

LONGEST_TEXT = 10_000
"""Characters; Telegram's own limit is lower, and answers in its own words."""


class NotDone(Exception):  # noqa: N818 - an answer, not a fault
    """Its text is the sentence that the page shows; `status` is HTTP's."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class Asked:
    """The fields of one request. Reading one that is missing or of another kind raises NotDone."""

    def __init__(self, body: bytes) -> None:
        try:
            fields = json.loads(body)
        except (ValueError, RecursionError):
            raise NotDone("The request has to be a JSON object.") from None
        if not isinstance(fields, dict):
            raise NotDone("The request has to be a JSON object.")
        self._fields: dict[str, Any] = fields

    def text(self, name: str, otherwise: str | None = None) -> str:
        value = self._fields.get(name, otherwise)
        if not isinstance(value, str) or not _is_readable(value):
            raise NotDone(f'"{name}" has to be a text.')
        if len(value) > LONGEST_TEXT:
            raise NotDone(f'"{name}" is too long: at most {LONGEST_TEXT} characters.')
        return value

    def number(self, name: str) -> int:
        value = self._fields.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise NotDone(f'"{name}" has to be a whole number.')
        return value


def _is_readable(text: str) -> bool:
    """Half of a character that takes two units in JSON cannot be written anywhere."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
