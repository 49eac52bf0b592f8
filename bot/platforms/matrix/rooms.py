"""The rooms that the bot is in, as the last sync left them.

Members are loaded lazily: who was never named by the homeserver is not known here, and can be asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.core.ids import NativeId
from bot.platforms.legible import legible_name
from bot.platforms.matrix import power_levels
from bot.platforms.matrix.readable import mapping, mappings, text, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARKER = "example.hallkeeper.private_chat"
"""In a room's creation content: a private chat that the bot has opened, and with whom."""
_BOTH = 2
_TALK = frozenset({"m.room.message", "m.room.encrypted", "m.reaction", "m.sticker"})


@dataclass(frozen=True, slots=True)
class Member:
    """`membership`: join, invite, knock, leave or ban."""

    membership: str
    name: str


@dataclass(slots=True)
class Room:
    """`joined` and `invited` count members. `made_for`: with whom the bot has opened it. `active`: when last, in ms.

    `join_rule` is empty where the room says nothing, which means by invitation. `able`: what is encrypted can be read.
    `successor`: the room that has taken its place, as `replaced_by` has said in it; `predecessor`: whose place it took.
    """

    id: NativeId
    creator: str = ""
    creators: frozenset[str] = frozenset()
    version: str = ""
    join_rule: str = ""
    encrypted: bool = False
    able: bool = True
    made_for: str = ""
    predecessor: str = ""
    successor: str = ""
    replaced_by: str = ""
    powers: dict[str, Any] | None = None
    joined: int = 0
    invited: int = 0
    active: int = 0
    members: dict[str, Member] = field(default_factory=dict)

    def name_of(self, user: str) -> str:
        member = self.members.get(user)
        return member.name if member else ""

    def membership_of(self, user: str) -> str:
        """Empty where it is not known."""
        member = self.members.get(user)
        return member.membership if member else ""

    def level_of(self, user: str) -> int:
        return power_levels.level_of(user, self.powers, self.creators, self.creator)

    def note(self, event: dict[str, Any]) -> None:
        """A piece of state, or anything else that happened."""
        kind, content = text(event, "type"), mapping(event, "content")
        if kind in _TALK:
            self.active = max(self.active, whole_number(event, "origin_server_ts") or 0)
        if not isinstance(event.get("state_key"), str):
            return
        match kind:
            case "m.room.member":
                self.members[text(event, "state_key")] = member_of(content)
            case power_levels.KIND:
                self.powers = content
            case "m.room.join_rules":
                self.join_rule = text(content, "join_rule")
            case "m.room.encryption":
                self.encrypted = True  # and for good, whatever is written there afterwards
            case "m.room.tombstone" if not event["state_key"]:
                self.successor, self.replaced_by = text(content, "replacement_room"), text(event, "sender")
            case "m.room.create":
                self._note_creation(content, text(event, "sender"))
            case _:
                pass

    def _note_creation(self, content: dict[str, Any], sender: str) -> None:
        self.creator = sender
        self.creators = power_levels.creators_of(content, sender)
        self.version = text(content, "room_version") or "1"
        self.made_for = text(mapping(content, MARKER), "with")
        self.predecessor = text(mapping(content, "predecessor"), "room_id")


class Rooms:
    """`groups` tells which of them are groups of a policy. `me` is the bot, `able` as in `Room`."""

    def __init__(self, me: str, groups: Callable[[NativeId], bool], *, able: bool = True) -> None:
        self._me = me
        self._able = able
        self._groups = groups
        self._moved: dict[NativeId, NativeId] = {}
        self._rooms: dict[NativeId, Room] = {}
        self._where: dict[str, set[NativeId]] = {}

    def __iter__(self) -> Iterator[Room]:
        return iter(list(self._rooms.values()))

    def is_group(self, room: NativeId) -> bool:
        return room in self._moved.values() or (self._groups(room) and room not in self._moved)

    def move(self, old: NativeId, new: NativeId) -> None:
        """From now on the group lives there."""
        self._moved[old] = new

    def get(self, room: NativeId) -> Room | None:
        return self._rooms.get(room)

    def at(self, room: NativeId) -> Room:
        """The room of this id, made known if it was not."""
        return self._rooms.setdefault(room, Room(room, able=self._able))

    def forget(self, room: NativeId) -> None:
        self._rooms.pop(room, None)
        for rooms in self._where.values():
            rooms.discard(room)

    def note_summary(self, room: Room, told: dict[str, Any]) -> None:
        """Of one room in a sync: how many are there, and what is so before its timeline begins."""
        summary = mapping(told, "summary")
        joined, invited = (whole_number(summary, f"m.{kind}_member_count") for kind in ("joined", "invited"))
        room.joined = room.joined if joined is None else joined
        room.invited = room.invited if invited is None else invited
        for event in mappings(mapping(told, "state"), "events"):
            self.note(room, event)

    def note(self, room: Room, event: dict[str, Any]) -> None:
        room.note(event)
        kind = text(event, "type")
        if kind == "m.room.member":
            self._find_later(room, text(event, "state_key"))
        elif kind == "m.room.create":
            self._find_later(room, room.creator)
            self._find_later(room, room.made_for)

    def is_private(self, room: Room) -> bool:
        """The bot and one other are there, or are asked to be, and it neither is a group nor was one."""
        return 0 < room.joined + room.invited <= _BOTH and not self.is_group(room.id) and not room.successor

    def private_with(self, person: str) -> Room | None:
        """Their private chat: of several the one that they are in, and in which something was said last."""
        found = (self._rooms[room] for room in self._where.get(person, ()) if room in self._rooms)
        private = [room for room in found if self.is_private(room) and self.other_in(room) == person]
        return max(private, key=lambda room: (room.membership_of(person) == "join", room.active), default=None)

    def other_in(self, room: Room) -> str:
        """Who the bot talks with in a private room; empty where nobody is known."""
        if room.made_for:
            return room.made_for
        there = (user for user, member in room.members.items() if member.membership in {"join", "invite"})
        other = next((user for user in there if user != self._me), "")
        return other or (room.creator if room.creator != self._me else "")

    def knocks_anywhere(self, person: str) -> bool:
        """Whether they are waiting at the door of one of the groups."""
        return any(self.is_group(room.id) and room.membership_of(person) == "knock" for room in self._rooms.values())

    def _find_later(self, room: Room, person: str) -> None:
        if person and person != self._me:
            self._where.setdefault(person, set()).add(room.id)


def member_of(content: dict[str, Any]) -> Member:
    return Member(text(content, "membership"), legible_name(text(content, "displayname")))
