"""Coming into a group: knocks, invitations, and turning away.

An answer may be lost after the thing was done. So what is so already is looked at first, and counts as done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.effects import Done, Outcome, Refused, RequestGone
from bot.platforms.matrix.readable import mapping, text
from bot.platforms.matrix.wire import MatrixRefusal, escaped

if TYPE_CHECKING:
    from bot.core.ids import NativeId
    from bot.platforms.matrix.wire import Wire

_JOIN_RULES = "m.room.join_rules"
_KNOCKED_AT = frozenset({"knock", "knock_restricted"})
BARRED = "This person is banned from the room. Whoever is to come back has to be unbanned first."


class Doors:
    """Every method raises MatrixTrouble. Nothing that is done here bears a reason: all members could read it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def admit(self, room: NativeId, person: NativeId) -> Outcome:
        """Say yes to a knock: the homeserver's word for that is an invitation."""
        match await self._membership(room, person):
            case "knock":
                await self._invite(room, person)
                return Done()
            case "join" | "invite":
                return Done()
        return RequestGone()

    async def turn_away(self, room: NativeId, person: NativeId) -> Outcome:
        if await self._membership(room, person) == "knock":
            await self._kick(room, person)
        return Done()

    async def invite(self, room: NativeId, person: NativeId) -> Outcome:
        """Instead of a link. Only the one it is for can use it."""
        match await self._membership(room, person):
            case "join" | "invite":
                return Done()
            case "ban":
                return Refused(BARRED)
        await self._invite(room, person)
        return Done()

    async def withdraw_invitation(self, room: NativeId, person: NativeId) -> Outcome:
        if await self._membership(room, person) == "invite":
            await self._kick(room, person)
        return Done()

    async def allow_knocking(self, room: NativeId, *, allowed: bool) -> Outcome:
        """A door through which everybody may come, or members of another room, is left as it is."""
        rule = text(await self._wire.get_state(room, _JOIN_RULES) or {}, "join_rule") or "invite"
        if allowed and rule == "invite":
            await self._wire.put_state(room, _JOIN_RULES, {"join_rule": "knock"})
        elif not allowed and rule in _KNOCKED_AT:
            await self._wire.put_state(room, _JOIN_RULES, {"join_rule": "invite"})
        return Done()

    async def come_in(self, room: NativeId) -> Outcome:
        """Accept an invitation of the bot itself; it may have been withdrawn."""
        try:
            await self._wire.call("POST", f"/join{escaped(room)}", {})
        except MatrixRefusal:
            return RequestGone()
        return Done()

    async def follow(self, old: NativeId, new: NativeId, by: str) -> Outcome:
        """Into the room that has taken the place of another, if it says so itself. `by` knows a server that has it."""
        server = by.partition(":")[2]
        query = {"via": server} if server else None
        try:
            await self._wire.call("POST", f"/join{escaped(new)}", {}, query=query)
        except MatrixRefusal:
            return RequestGone()
        create = await self._wire.get_state(new, "m.room.create") or {}
        if text(mapping(create, "predecessor"), "room_id") == old:
            return Done()
        await self.stay_out(new)
        return RequestGone()

    async def stay_out(self, room: NativeId) -> Outcome:
        try:
            await self._wire.call("POST", f"/rooms{escaped(room)}/leave", {})
        except MatrixRefusal:
            return RequestGone()
        return Done()

    async def _membership(self, room: NativeId, person: NativeId) -> str:
        return text(await self._wire.get_state(room, "m.room.member", person) or {}, "membership")

    async def _invite(self, room: NativeId, person: NativeId) -> None:
        await self._wire.call("POST", f"/rooms{escaped(room)}/invite", {"user_id": person})

    async def _kick(self, room: NativeId, person: NativeId) -> None:
        await self._wire.call("POST", f"/rooms{escaped(room)}/kick", {"user_id": person})
