"""A whole room closed and opened, by the levels that its messages take.

Everything that can be posted takes the team's level while the room is closed, and what it took before afterwards.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.core.effects import Done, Outcome, Refused
from bot.platforms.matrix.power_levels import level_of, needed_for, to_set_levels
from bot.platforms.matrix.readable import mapping, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.ids import NativeId
    from bot.platforms.matrix.power_levels import PowerLevels
    from bot.platforms.matrix.rooms import Rooms

CANNOT_CLOSE = "The bot's power level in this room is too low to close or open it (“m.room.power_levels”)."
_OF_THE_ROOM = ("m.room.", "m.space.", "m.policy.", "im.vector.modular.", "org.matrix.msc3401.call")
"""How the names of what a room is begin; what people post in it are the ones below, and all others."""
_POSTED = frozenset(
    {"m.room.message", "m.room.encrypted", "m.room.redaction", "org.matrix.msc3401.call.member", "m.call.member"}
)
_MODERATING = ("kick", "ban", "redact")
_USUAL_TEAM = 50


class Closing:
    """Every method raises MatrixTrouble. Nothing is written where nothing changes."""

    def __init__(self, me: str, rooms: Rooms, levels: PowerLevels) -> None:
        self._me = me
        self._rooms = rooms
        self._levels = levels

    async def close(self, room: NativeId) -> Outcome:
        return await self._change(room, _closed)

    async def open(self, room: NativeId, had: str) -> Outcome:
        return await self._change(room, lambda powers, mine: _opened(powers, mine, had))

    async def _change(self, room: NativeId, wanted: Callable[[dict[str, Any], int], dict[str, Any]]) -> Outcome:
        refused: list[Refused] = []

        def change(powers: dict[str, Any]) -> dict[str, Any]:
            mine = self._mine(room, powers)
            after = wanted(powers, mine)
            if after != powers and (not powers or mine < to_set_levels(powers) or mine <= _members(powers)):
                refused.append(Refused(CANNOT_CLOSE))
                return powers
            return after

        await self._levels.change(room, change)
        return refused[0] if refused else Done()

    def _mine(self, room: NativeId, powers: dict[str, Any]) -> int:
        """Who made the room never changes, so that may be known from memory."""
        known = self._rooms.get(room)
        if known is None:
            return level_of(self._me, powers, frozenset(), "")
        return level_of(self._me, powers or None, known.creators, known.creator)


def is_open(powers: dict[str, Any] | None) -> bool:
    """Whether those to whom no level was given can post anything, be it a reaction."""
    members = _members(powers or {})
    usual = whole_number(powers or {}, "events_default") or 0
    return members >= min([usual, *_posts(powers or {}).values()])


def receipt_of(powers: dict[str, Any] | None) -> str:
    """What posting takes now, as far as a closed room would take more."""
    team = _team(powers or {})
    lower = {kind: level for kind, level in _posts(powers or {}).items() if level < team}
    return json.dumps({"events_default": whole_number(powers or {}, "events_default"), "events": lower})


def _closed(powers: dict[str, Any], mine: int) -> dict[str, Any]:
    """No higher than the bot itself stands, which could not undo it then."""
    team = min(_team(powers), max(mine, _members(powers) + 1))
    usual = max(whole_number(powers, "events_default") or 0, team)
    raised = {kind: team for kind, level in _posts(powers).items() if level < team}
    events = {**mapping(powers, "events"), **raised}
    return {**powers, "events_default": usual, **({"events": events} if raised else {})}


def _opened(powers: dict[str, Any], mine: int, had: str) -> dict[str, Any]:
    """What people have meanwhile raised above the bot stays there."""
    before: dict[str, Any] = json.loads(had) if had else {}
    usual, present = whole_number(before, "events_default"), _posts(powers)
    lowered = {kind: level for kind, level in mapping(before, "events").items() if present.get(kind, level) <= mine}
    others = {name: value for name, value in powers.items() if name != "events_default"}
    if (whole_number(powers, "events_default") or 0) > mine:
        usual = whole_number(powers, "events_default")
    events = {"events": {**mapping(powers, "events"), **lowered}} if lowered else {}
    return {**others, **events, **({} if usual is None else {"events_default": usual})}


def _posts(powers: dict[str, Any]) -> dict[str, int]:
    """The kinds of message with a level of their own, and those levels."""
    levels = ((kind, whole_number(mapping(powers, "events"), kind)) for kind in mapping(powers, "events"))
    return {kind: level for kind, level in levels if level is not None and _is_posted(kind)}


def _is_posted(kind: str) -> bool:
    return kind in _POSTED or not kind.startswith(_OF_THE_ROOM)


def _team(powers: dict[str, Any]) -> int:
    """Above the members, and not above whoever may take messages out or send people away."""
    return max(_members(powers) + 1, min(_USUAL_TEAM, *(needed_for(action, powers) for action in _MODERATING)))


def _members(powers: dict[str, Any]) -> int:
    return whole_number(powers, "users_default") or 0
