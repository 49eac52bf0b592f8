"""The parameters of a call, however they came: all of them are text, or files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.bot_api.refusals import bad_request

Json = dict[str, Any]

_UNREADABLE = object()
_TRUE = {"true", "yes", "1"}
_LEADING_DIGITS = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class Parameters:
    """Reads as Telegram reads: integers by their leading digits, booleans by three words, objects as JSON text."""

    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def given(self, name: str) -> bool:
        return bool(self.texts.get(name))

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def integer(self, name: str, default: int = 0, *, least: int | None = None, most: int | None = None) -> int:
        """Out of bounds is brought back to the bound."""
        if not self.given(name):
            return default
        value = integer(self.texts[name])
        value = value if least is None else max(least, value)
        return value if most is None else min(most, value)

    def flag(self, name: str) -> bool:
        return self.texts.get(name, "").strip().lower() in _TRUE

    def object(self, name: str, *, called: str) -> Json | None:
        """A JSON object, None if not given; anything else raises the Refusal `can't parse <called> JSON object`."""
        value = self._json(name)
        if value is None or isinstance(value, dict):
            return value
        raise bad_request(f"can't parse {called} JSON object")

    def array(self, name: str, *, called: str) -> list[Any] | None:
        """As `object`, for a JSON array."""
        value = self._json(name)
        if value is None or isinstance(value, list):
            return value
        raise bad_request(f"can't parse {called} JSON array")

    def _json(self, name: str) -> Any:
        if not self.given(name):
            return None
        try:
            return json.loads(self.texts[name])
        except ValueError:
            return _UNREADABLE


def integer(text: str) -> int:
    match = _LEADING_DIGITS.match(text)
    return int(match.group()) if match else 0


def from_json(value: Any) -> Parameters:
    """The parameters in a JSON body; whatever is not an object has none."""
    members = value.items() if isinstance(value, dict) else ()
    return Parameters({name: as_text(member) for name, member in members if member is not None})


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
