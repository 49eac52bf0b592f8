"""Effects as text that a later release can still read, or can say that it cannot.

Every dataclass and enumeration bears its name, so that nothing has to be guessed where a value may be one of several
kinds (a place in a sentence holds a date or a string of digits and dashes). What may be left out, and is, is not
written: the release before, which may not know it yet, can read the rest.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from bot.core.effects import Effect

_KIND = ""  # the key under which the name of a kind stands; no field can be called so
_VALUE = "is"  # the key under which that stands which is no dataclass


class UnknownEffect(Exception):  # noqa: N818 - it says what was found
    """This release does not know what was written there: another one wrote it."""


def write(effect: Effect) -> str:
    return json.dumps(_plain(effect), separators=(",", ":"), ensure_ascii=False)


def read(text: str) -> Effect:
    """Raises `UnknownEffect`."""
    try:
        effect = _restored(json.loads(text))
    except (KeyError, TypeError, ValueError) as reason:
        raise UnknownEffect(type(reason).__name__) from None
    if type(effect) not in get_args(Effect):
        raise UnknownEffect(type(effect).__name__)
    return effect  # type: ignore[no-any-return]


def _plain(value: object) -> Any:
    match value:
        case Enum():
            return {_KIND: type(value).__name__, _VALUE: value.value}
        case None | bool() | int() | str():
            return value
        case tuple():
            return [_plain(part) for part in value]
        case date():
            return {_KIND: "date", _VALUE: value.isoformat()}
        case timedelta():
            return {_KIND: "timedelta", _VALUE: value // timedelta(microseconds=1)}
        case _ if is_dataclass(value):
            held = ((field, getattr(value, field.name)) for field in fields(value))
            parts = {field.name: _plain(part) for field, part in held if part is not None or field.default is not None}
            return {_KIND: type(value).__name__, **parts}
    raise TypeError(f"An effect cannot hold a {type(value).__name__}.")


def _restored(plain: Any) -> Any:
    match plain:
        case list():
            return tuple(_restored(part) for part in plain)
        case {"": "date", "is": str(day)}:
            return date.fromisoformat(day)
        case {"": "timedelta", "is": int(microseconds)}:
            return timedelta(microseconds=microseconds)
        case dict():
            kind = _kinds()[plain[_KIND]]
            if issubclass(kind, Enum):
                return kind(plain[_VALUE])
            return kind(**{name: _restored(part) for name, part in plain.items() if name != _KIND})
    return plain


@cache
def _kinds() -> dict[str, type]:
    """Every dataclass and enumeration that an effect can hold, by name."""
    found: dict[str, type] = {}
    ahead: list[Any] = list(get_args(Effect))
    while ahead:
        hint = ahead.pop()
        if get_origin(hint) is not None:
            ahead += get_args(hint)
        elif isinstance(hint, type) and hint.__name__ not in found and (is_dataclass(hint) or issubclass(hint, Enum)):
            found[hint.__name__] = hint
            ahead += get_type_hints(hint).values() if is_dataclass(hint) else []
    return found
