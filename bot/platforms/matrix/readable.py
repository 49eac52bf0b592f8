"""Reading what strangers wrote: in Matrix any field of an event may hold anything at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.platforms.legible import legible

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOLDS_64_BITS = 2**63


def text(holder: Mapping[str, Any], key: str) -> str:
    """What stands there, if it is text; empty otherwise."""
    value = holder.get(key)
    return legible(value) if isinstance(value, str) else ""


def mapping(holder: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def mappings(holder: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Those in the list that are mappings."""
    return [each for each in sequence(holder, key) if isinstance(each, dict)]


def sequence(holder: Mapping[str, Any], key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def whole_number(holder: Mapping[str, Any], key: str) -> int | None:
    """A number, or a string of digits: older rooms have power levels of either kind."""
    value = holder.get(key)
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal() and len(value) < len(str(_HOLDS_64_BITS)):
        return int(value)
    return value if isinstance(value, int) and abs(value) < _HOLDS_64_BITS else None
