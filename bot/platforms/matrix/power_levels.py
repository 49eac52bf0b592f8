"""Who may do what in a room (https://spec.matrix.org/latest/client-server-api/#mroompower_levels)."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bot.core.community.rights import Power, Right
from bot.platforms.matrix.readable import mapping, text, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.platforms.matrix.wire import Wire

KIND = "m.room.power_levels"
ABOVE_ALL = 2**60
"""More than any level that can be written down."""
_BEFORE_VERSION_12 = frozenset(str(number) for number in range(1, 12))
_USUAL = {"invite": 0, "kick": 50, "ban": 50, "redact": 50}
_ACTIONS = {Right.INVITE: "invite", Right.DELETE: "redact", Right.REMOVE: "kick", Right.BAR: "ban"}
_STATE = {
    Right.MUTE: (KIND,),
    Right.CLOSE: (KIND,),
    Right.DOOR: ("m.room.join_rules",),
    Right.INFO: ("m.room.name", "m.room.topic"),
    Right.PIN: ("m.room.pinned_events",),
    Right.MOVE: ("m.room.tombstone",),
}


def creators_of(create: dict[str, Any], sender: str) -> frozenset[str]:
    """Those whose power has no end: from room version 12 on, and named nowhere in the power levels (MSC4289)."""
    if (text(create, "room_version") or "1") in _BEFORE_VERSION_12:
        return frozenset()
    named = create.get("additional_creators")
    others = (each for each in named if isinstance(each, str)) if isinstance(named, list) else ()
    return frozenset((sender, *others))


def level_of(user: str, powers: dict[str, Any] | None, creators: frozenset[str], creator: str) -> int:
    """Without any power levels whoever made the room has 100, and all others 0."""
    if user in creators:
        return ABOVE_ALL
    if powers is None:
        return 100 if user == creator else 0
    own = whole_number(mapping(powers, "users"), user)
    return own if own is not None else whole_number(powers, "users_default") or 0


def powers_of(level: int, powers: dict[str, Any] | None, *, readable: bool) -> tuple[Power, ...]:
    """What somebody of this level may do. `readable`: whether the bot has the means to read and write in the room.

    Whoever may change the power levels says who may write, and who has a say.
    """
    events, state_default = mapping(powers or {}, "events"), _state_default(powers)
    found = [(right, name, needed_for(name, powers)) for right, name in _ACTIONS.items()]
    for right, kinds in _STATE.items():
        asked = [whole_number(events, kind) for kind in kinds]
        needs = max(state_default if each is None else each for each in asked)
        found.append((right, ", ".join(kinds), needs))
    found.append((Right.WRITE, "events_default", _to_write(events, powers or {})))
    reading = Power(Right.READ, readable, "m.room.encryption")
    return (*(Power(right, level >= needs, name, needs) for right, name, needs in found), reading)


def needed_for(action: str, powers: dict[str, Any] | None) -> int:
    if powers is None:
        return 0
    asked = whole_number(powers, action)
    return _USUAL[action] if asked is None else asked


def _state_default(powers: dict[str, Any] | None) -> int:
    usual = None if powers is None else whole_number(powers, "state_default")
    return usual if usual is not None else 0 if powers is None else 50


def _to_write(events: dict[str, Any], powers: dict[str, Any]) -> int:
    """Encrypted or not: it is an event of one of these kinds."""
    usual = whole_number(powers, "events_default") or 0
    asked = (whole_number(events, kind) for kind in ("m.room.message", "m.room.encrypted"))
    return max(usual if each is None else each for each in asked)


_TALK = ("m.room.message", "m.room.encrypted", "m.reaction", "m.sticker")


def silent_below(powers: dict[str, Any]) -> int:
    """Whoever is below this level can write nothing, whatever kind it is of, not even when the room is opened wide."""
    events = mapping(powers, "events")
    asked = [whole_number(events, kind) for kind in _TALK]
    usual = [whole_number(powers, "events_default"), whole_number(powers, "users_default")]
    return min(0, *(level for level in (*asked, *usual) if level is not None))


def to_set_levels(powers: dict[str, Any]) -> int:
    own = whole_number(mapping(powers, "events"), KIND)
    return _state_default(powers) if own is None else own


class PowerLevels:
    """Power levels are one piece of state: read, changed and written under one lock a room, never from memory."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def change(self, room: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Nothing is written where nothing changes. Raises MatrixTrouble."""
        async with self._locks[room]:
            present = await self._wire.get_state(room, KIND) or {}
            wanted = change(present)
            if wanted != present:
                await self._wire.put_state(room, KIND, wanted)
