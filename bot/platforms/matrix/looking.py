"""How a room is, and what the bot may do there, as its state says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.community.rights import GroupSight, WayIn
from bot.platforms.matrix import closing
from bot.platforms.matrix.power_levels import ABOVE_ALL, powers_of
from bot.platforms.matrix.rooms import Room

if TYPE_CHECKING:
    from bot.core.ids import NativeId
    from bot.platforms.matrix.wire import Wire

_WAYS_IN = {
    "public": WayIn.ANYBODY,
    "knock": WayIn.KNOCKING,
    "knock_restricted": WayIn.KNOCKING,
    "restricted": WayIn.FROM_ELSEWHERE,
}
_TOLD_OF = ("m.room.create", "m.room.power_levels", "m.room.join_rules", "m.room.encryption")


def sight_of(room: Room, me: str) -> GroupSight:
    level = room.level_of(me)
    return GroupSight(
        present=True,
        powers=powers_of(level, room.powers, readable=room.able or not room.encrypted),
        kind=f"room version {room.version}" if room.version else "room",
        level=None if level == ABOVE_ALL else level,
        way_in=_WAYS_IN.get(room.join_rule, WayIn.INVITED),
        open=closing.is_open(room.powers),
        permissions=closing.receipt_of(room.powers),
    )


async def read(wire: Wire, number: NativeId) -> Room:
    """The room as its homeserver tells it now, without its members. Raises MatrixTrouble: the bot may not be there."""
    room = Room(number)
    for kind in _TOLD_OF:
        event = await wire.get_state_event(number, kind)
        if event is not None:
            room.note(event)
    return room
