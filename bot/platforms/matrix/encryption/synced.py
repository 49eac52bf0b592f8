"""The answer to a sync, read so that one senseless event does not take the others with it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import structlog
from nio import RoomMemberEvent, SyncResponse

_log = structlog.get_logger(__name__)

_OF_THE_BOT = ("next_batch", "device_one_time_keys_count", "device_lists")


def parsed(synced: dict[str, Any]) -> SyncResponse:
    """As nio reads it. It reads all or nothing; where that is nothing, the parts that can be read."""
    if (response := _read(synced)) is not None:
        return response
    _log.warning("a sync holds something that makes no sense")
    readable: dict[str, Any] = {name: synced[name] for name in _OF_THE_BOT if name in synced}
    messages = [part["to_device"]["events"][0] for part in _to_device(synced) if _read(part)]
    rooms = [part["rooms"] for part in _rooms(synced) if _read(part)]
    readable["to_device"] = {"events": messages}
    readable["rooms"] = {"join": {room: told for part in rooms for room, told in part["join"].items()}}
    last_resort = {"next_batch": str(synced.get("next_batch", ""))}
    return _read(readable) or SyncResponse.from_dict(last_resort)


def source_of(event: Any) -> dict[str, Any]:
    """Nothing where nio has made nothing of it."""
    source = getattr(event, "source", None)
    return source if isinstance(source, dict) else {}


def since_we_were_asked(events: list[Any], us: str) -> list[Any]:
    """Of what was said before we were invited, or came uninvited, nobody has given us keys."""
    for place, event in reversed(list(enumerate(events))):
        if isinstance(event, RoomMemberEvent) and event.state_key == us:
            came = event.membership == "join" and event.prev_membership not in {"invite", "join"}
            if came or event.membership == "invite":
                return events[place:]
    return events


def _read(synced: dict[str, Any]) -> SyncResponse | None:
    """From a copy: nio takes the content out of the member events that it reads."""
    try:
        response = SyncResponse.from_dict(deepcopy(synced))
    except Exception:  # noqa: BLE001 - nio raises whatever strange content makes it raise
        return None
    return response if isinstance(response, SyncResponse) else None


def _to_device(synced: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for event in synced.get("to_device", {}).get("events", ()):
        yield {"next_batch": "", "to_device": {"events": [event]}}


def _rooms(synced: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for room, told in synced.get("rooms", {}).get("join", {}).items():
        yield {"next_batch": "", "rooms": {"join": {room: told}}}
