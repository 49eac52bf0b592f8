"""One raw update as an arrival, whatever it is: what cannot be understood arrives as `Unreadable`."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import telegram

from bot.core.events import Arrival, Unreadable
from bot.platforms.telegram.inbound import event_of, moment_of
from bot.platforms.telegram.mending import mended

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_WHY_MOST = 200


def arrival_of(raw: dict[str, Any], now: Callable[[], datetime]) -> Arrival:
    """Raises nothing for any object with an `update_id`. `at` is the event's own time, or now."""
    try:
        update = telegram.Update.de_json(raw)
        return Arrival(str(update.update_id), moment_of(update) or now(), event_of(update))
    except Exception:  # noqa: BLE001 - the library raises whatever its constructors raise
        return _once_more(raw, now)


def unintelligible(body: bytes, now: Callable[[], datetime]) -> Arrival:
    """For a delivery that is not an update at all; the same bytes have the same id."""
    return Arrival(
        f"?{hashlib.sha256(body).hexdigest()}", now(), Unreadable(body.decode("utf-8", "replace"), "not an update")
    )


def _once_more(raw: dict[str, Any], now: Callable[[], datetime]) -> Arrival:
    try:
        update = telegram.Update.de_json(mended(raw))
        return Arrival(str(update.update_id), moment_of(update) or now(), event_of(update))
    except Exception as reason:  # noqa: BLE001
        return Arrival(str(raw["update_id"]), now(), Unreadable(json.dumps(raw), _why(reason)))


def _why(reason: Exception) -> str:
    """A TypeError names a missing field; others might quote what somebody wrote."""
    words = f"{type(reason).__name__}: {reason}" if isinstance(reason, TypeError) else type(reason).__name__
    return words[:_WHY_MOST]
