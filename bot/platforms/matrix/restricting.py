"""Somebody in a group: taken out of it, silenced by their power level, and let speak again.

An answer may be lost after the thing was done. So what is so already is looked at first, and counts as done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.effects import Done, Outcome, Refused
from bot.platforms.matrix.power_levels import KIND, level_of, needed_for, silent_below, to_set_levels
from bot.platforms.matrix.readable import mapping, text, whole_number
from bot.platforms.matrix.wire import escaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.ids import NativeId
    from bot.platforms.matrix.power_levels import PowerLevels
    from bot.platforms.matrix.rooms import Rooms
    from bot.platforms.matrix.wire import Wire

    Wanted = Callable[[dict[str, Any]], int | None]

IN_CHARGE = "This person has as much power in that room as the bot, which can neither remove nor silence them."
CANNOT_REMOVE = "The bot's power level in this room is too low to send people away (“kick”)."
CANNOT_SILENCE = "The bot's power level in this room is too low to silence people (“m.room.power_levels”)."
_INSIDE = frozenset({"join", "invite", "knock"})


class Restricting:
    """Every method raises MatrixTrouble. Nothing that is done here bears a reason: all members could read it."""

    def __init__(self, wire: Wire, rooms: Rooms, levels: PowerLevels) -> None:
        self._wire = wire
        self._rooms = rooms
        self._levels = levels

    async def remove(self, room: NativeId, person: NativeId) -> Outcome:
        """Who is banned stays so."""
        if await self._membership(room, person) not in _INSIDE:
            return Done()
        powers = await self._powers(room)
        mine = self._level(room, self._wire.me, powers)
        if mine < needed_for("kick", powers):
            return Refused(CANNOT_REMOVE)
        if self._level(room, person, powers) >= mine:
            return Refused(IN_CHARGE)
        await self._wire.call("POST", f"/rooms{escaped(room)}/kick", {"user_id": person})
        return Done()

    async def look(self, room: NativeId, person: NativeId) -> Outcome:
        """The receipt is the power level that was given to them; empty where none was."""
        own = whole_number(mapping(await self._powers(room), "users"), person)
        return Done("" if own is None else str(own))

    async def mute(self, room: NativeId, person: NativeId) -> Outcome:
        if await self._membership(room, person) != "join":
            return Done()
        return await self._set(room, person, lambda powers: silent_below(powers) - 1)

    async def unmute(self, room: NativeId, person: NativeId, had: str) -> Outcome:
        """Also of somebody who has left: their level waits for their return."""
        return await self._set(room, person, lambda _: int(had) if had else None, muted=True)

    async def _set(self, room: NativeId, person: NativeId, level: Wanted, *, muted: bool = False) -> Outcome:
        """Give them another level, or none of their own, if they are at present as `muted` says."""
        refused: list[Refused] = []

        def change(powers: dict[str, Any]) -> dict[str, Any]:
            theirs, mine = (self._level(room, each, powers) for each in (person, self._wire.me))
            if (theirs < silent_below(powers)) is not muted:
                return powers
            if mine < to_set_levels(powers) or theirs >= mine:
                refused.append(Refused(IN_CHARGE if theirs >= mine else CANNOT_SILENCE))
                return powers
            others = {user: held for user, held in mapping(powers, "users").items() if user != person}
            wanted = level(powers)
            return {**powers, "users": others if wanted is None else {**others, person: wanted}}

        await self._levels.change(room, change)
        return refused[0] if refused else Done()

    async def _powers(self, room: NativeId) -> dict[str, Any]:
        return await self._wire.get_state(room, KIND) or {}

    def _level(self, room: NativeId, user: str, powers: dict[str, Any]) -> int:
        """Who made the room never changes, so that may be known from memory."""
        known = self._rooms.get(room)
        if known is None:
            return level_of(user, powers, frozenset(), "")
        return level_of(user, powers or None, known.creators, known.creator)

    async def _membership(self, room: NativeId, person: NativeId) -> str:
        return text(await self._wire.get_state(room, "m.room.member", person) or {}, "membership")
