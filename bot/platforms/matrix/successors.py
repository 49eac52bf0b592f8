"""Groups whose room was replaced by another (https://spec.matrix.org/latest/client-server-api/#room-upgrades).

Both rooms have to say so: the old one by its tombstone, which only those may put there who have the power to, and the
new one in its creation content. Otherwise anybody could call a room of their own the successor of a group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.events import Arrival, GroupMoved, GroupReplaced
from bot.core.ids import NativeId, PlatformName
from bot.platforms.matrix.people import chat_of, user_in
from bot.platforms.matrix.readable import text
from bot.platforms.matrix.wire import MatrixRefusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.core.events import User
    from bot.platforms.matrix.arrivals import Arrivals
    from bot.platforms.matrix.rooms import Room, Rooms
    from bot.platforms.matrix.wire import Wire

    Ask = Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]


class Successors:
    def __init__(self, rooms: Rooms, arrivals: Arrivals) -> None:
        self._rooms = rooms
        self._arrivals = arrivals

    def of_invitation(self, room: NativeId, by: User) -> GroupReplaced | None:
        """If the bot is invited into the room that replaces a group's."""
        for old in self._rooms:
            if old.successor == room and self._rooms.is_group(old.id):
                return GroupReplaced(by, chat_of(old), room)
        return None

    def unfollowed(self, present: str) -> Iterator[Arrival]:
        """Groups that were replaced, and the bot is not in their new room: to be tried again at each start."""
        for old in self._rooms:
            if self._rooms.is_group(old.id) and old.successor and self._rooms.get(NativeId(old.successor)) is None:
                event = GroupReplaced(user_in(old, old.replaced_by), chat_of(old), NativeId(old.successor))
                yield Arrival(f"replaced {old.id} {present}", self._arrivals.moment_of({}), event)

    async def came_along(self, wire: Wire, new: Room, who: str, ask: Ask) -> bool:
        """Whether somebody in the new room was in the old one. `ask` repeats a call until it is answered."""
        old = self._rooms.get(NativeId(new.predecessor)) if new.predecessor else None
        if old is None or old.successor != new.id:
            return False
        try:
            content = await ask(lambda: wire.get_state(old.id, "m.room.member", who))
        except MatrixRefusal:
            return False
        return text(content or {}, "membership") == "join"

    def moves(self) -> Iterator[tuple[Room, Arrival]]:
        """The new room and that its group has moved there, for those that have; the old room is no group any more.

        Told again by a process that does not know of it yet.
        """
        for old in self._rooms:
            new = self._rooms.get(NativeId(old.successor)) if old.successor else None
            if new is not None and new.predecessor == old.id and self._rooms.is_group(old.id):
                moved = GroupMoved(PlatformName.MATRIX, old.id, new.id)
                yield new, Arrival(f"moved {old.id} {new.id}", self._arrivals.moment_of({}), moved)
