"""Raw events as arrivals: the id under which one is known, when it happened, and what it says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.core.events import Arrival, Chat, InvitedBot, Unreadable, User
from bot.core.ids import NativeId, PlatformName
from bot.platforms.legible import legible, legible_name
from bot.platforms.matrix import inbound
from bot.platforms.matrix.inbound import Reacted
from bot.platforms.matrix.people import chat_of
from bot.platforms.matrix.readable import mapping, mappings, text, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.events import Event
    from bot.platforms.matrix.rooms import Room, Rooms

_LAST_YEAR = 9999


class Arrivals:
    """Raises nothing for any event: what cannot be understood arrives as `Unreadable`. `me` is the bot."""

    def __init__(self, rooms: Rooms, me: str, now: Callable[[], datetime]) -> None:
        self._rooms = rooms
        self._me = me
        self._now = now

    def of(self, room: Room, event: dict[str, Any]) -> Arrival | tuple[Arrival, Reacted] | None:
        """None for what is not ours to decide. A reaction comes with what has to be looked up first."""
        number = text(event, "event_id")
        if not number:
            return None
        try:
            told = self._told(room, event)
        except Exception as reason:  # noqa: BLE001 - a fault of ours must not hold up everything behind it
            return Arrival(number, self._now(), Unreadable(_raw(event), type(reason).__name__))
        if told is None:
            return None
        arrival = Arrival(_number_of(event, number), self.moment_of(event), None)
        if isinstance(told, Reacted):
            return arrival, told
        return Arrival(arrival.id, arrival.at, told)

    def invitation(self, room: NativeId, told: dict[str, Any], since: str) -> Arrival:
        """It bears no id; the token at which it was told is the same however often it is told."""
        events = mappings(mapping(told, "invite_state"), "events")
        mine = (each for each in events if text(each, "state_key") == self._me)
        invitation = next((each for each in mine if text(each, "type") == "m.room.member"), {})
        sender = text(invitation, "sender")
        names = (
            legible_name(text(mapping(each, "content"), "displayname"))
            for each in events
            if text(each, "type") == "m.room.member" and text(each, "state_key") == sender
        )
        by = User(PlatformName.MATRIX, NativeId(sender), next(names, ""))
        direct = mapping(invitation, "content").get("is_direct") is True
        event = InvitedBot(by, Chat(PlatformName.MATRIX, room), direct)
        return Arrival(f"invite {room} {sender} {since}", self._now(), event if sender else None)

    def standing(self, room: Room, token: str) -> Arrival:
        """What the bot may do there, as it is found at the start."""
        return Arrival(f"standing {room.id} {token}", self._now(), inbound.standing(room, self._me))

    def moment_of(self, event: dict[str, Any]) -> datetime:
        """When it happened, as its homeserver says, in UTC; now, where it says nothing of sense."""
        told = whole_number(event, "origin_server_ts")
        try:
            moment = None if told is None else datetime.fromtimestamp(told / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            moment = None
        return self._now() if moment is None or moment.year >= _LAST_YEAR else moment

    def _told(self, room: Room, event: dict[str, Any]) -> Event | Reacted | None:
        if self._rooms.is_private(room):
            return inbound.private_event(event, room, self._me, self._rooms.other_in(room))
        return inbound.group_event(event, room, self._me)


def as_found(room: Room, event: dict[str, Any], seen: Event, now: datetime) -> Arrival:
    """Somebody who was there already when the bot looked around."""
    return Arrival(f"seen {text(event, 'event_id')} {chat_of(room).id}", now, seen)


def _number_of(event: dict[str, Any], number: str) -> str:
    """What could not be decrypted may yet be, and is another thing then."""
    return f"sealed {number}" if text(event, "type") == "m.room.encrypted" else number


def _raw(event: dict[str, Any]) -> str:
    return legible(json.dumps(event, default=str))
