"""Looking around in a group: who is there and who is knocking, as the room's state says at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.events import Arrival, MemberBarred, MemberSeen
from bot.platforms.matrix.arrivals import as_found
from bot.platforms.matrix.people import chat_of, user_in
from bot.platforms.matrix.readable import mapping, mappings, text
from bot.platforms.matrix.wire import MatrixRefusal, escaped

if TYPE_CHECKING:
    from bot.platforms.matrix.arrivals import Arrivals
    from bot.platforms.matrix.rooms import Room, Rooms
    from bot.platforms.matrix.wire import Wire


class Census:
    """A knock that came while the bot was away, or before it came into the room, is found here."""

    def __init__(self, wire: Wire, rooms: Rooms, arrivals: Arrivals) -> None:
        self._wire = wire
        self._rooms = rooms
        self._arrivals = arrivals

    async def remember(self, room: Room) -> bool:
        """Know who was in a room that the bot is no longer in; False where the homeserver does not say."""
        found = await self._found(room)
        for event in found:
            self._rooms.note(room, event)
        there = [member.membership for user, member in room.members.items() if user != self._wire.me]
        room.joined, room.invited = 1 + there.count("join"), there.count("invite")
        return bool(found)

    async def take(self, room: Room) -> list[Arrival]:
        """Raises MatrixTrouble, except for what is refused: the bot may have been sent away just now."""
        arrivals = []
        for event in await self._found(room):
            self._rooms.note(room, event)
            who, membership = text(event, "state_key"), text(mapping(event, "content"), "membership")
            if membership == "join" and who != self._wire.me:
                seen = MemberSeen(user_in(room, who), chat_of(room))
                arrivals.append(as_found(room, event, seen, self._arrivals.moment_of(event)))
            elif membership == "ban":
                barred = MemberBarred(user_in(room, who), chat_of(room))
                arrivals.append(as_found(room, event, barred, self._arrivals.moment_of(event)))
            elif membership == "knock":
                knock = self._arrivals.of(room, event)
                arrivals += [knock] if isinstance(knock, Arrival) else []
        return arrivals

    async def _found(self, room: Room) -> list[dict[str, Any]]:
        try:
            return mappings(await self._wire.call("GET", f"/rooms{escaped(room.id)}/members"), "chunk")
        except MatrixRefusal:
            return []
