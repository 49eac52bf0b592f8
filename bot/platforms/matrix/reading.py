"""One answer of a sync, read: what is known of the rooms is brought up to date, and what happened becomes arrivals."""

from __future__ import annotations

import heapq
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from bot.core.community.rights import NOT_THERE
from bot.core.events import (
    Arrival,
    BotStanding,
    Chat,
    ChoicePressed,
    GroupMoved,
    InvitedBot,
    MemberJoined,
    MemberSeen,
    PrivateChatBlocked,
)
from bot.core.ids import NativeId, PlatformName
from bot.platforms.matrix import gaps
from bot.platforms.matrix.readable import mapping, mappings, text
from bot.platforms.matrix.successors import Successors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from datetime import datetime

    from bot.platforms.matrix.arrivals import Arrivals
    from bot.platforms.matrix.census import Census
    from bot.platforms.matrix.choices import Choices
    from bot.platforms.matrix.inbound import Reacted
    from bot.platforms.matrix.rooms import Room, Rooms
    from bot.platforms.matrix.seals import Seals
    from bot.platforms.matrix.wire import Wire

    Late = Sequence[tuple[NativeId, dict[str, Any]]]
    Ask = Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]


class Reading:
    """`ask`, where it is wanted, repeats a call until the homeserver answers."""

    def __init__(
        self, wire: Wire, rooms: Rooms, *, seals: Seals, arrivals: Arrivals, census: Census, choices: Choices
    ) -> None:
        self._wire = wire
        self._rooms = rooms
        self._seals = seals
        self._arrivals = arrivals
        self._census = census
        self._choices = choices
        self._successors = Successors(rooms, arrivals)

    def get_to_know(self, room: NativeId, told: Any) -> Room:
        """What is so in a room, leaving aside what happened."""
        known = self._rooms.at(room)
        if isinstance(told, dict):
            self._rooms.note_summary(known, told)
            for event in mappings(mapping(told, "timeline"), "events"):
                self._rooms.note(known, event)
        return known

    def look_around(self, found: dict[str, Any], since: str, present: str) -> list[Arrival]:
        """At a start: how the bot stands in the groups, and who has invited it."""
        arrivals = [arrival for _, arrival in self._moves()]
        arrivals += [*self._invitations(found, since), *self._successors.unfollowed(present)]
        return arrivals + [self._arrivals.standing(room, present) for room in self._groups()]

    async def who_is_there(self) -> list[Arrival]:
        """Who is in the groups and who knocks, as things are: to be told after what happened before."""
        return [arrival for room in self._groups() for arrival in await self._census.take(room)]

    def _groups(self) -> list[Room]:
        return [room for room in self._rooms if self._rooms.is_group(room.id)]

    async def of(self, synced: dict[str, Any], since: str, ask: Ask, late: Late = ()) -> list[Arrival]:
        """Everything that happened after `since`, in the order in which it happened.

        `late` came earlier, and could not be read then: room and event.
        """
        arrivals: list[Arrival] = []
        for earlier, event in late:
            arrivals += await self._read_one(self._rooms.at(earlier), event, ask)
        rooms = mapping(synced, "rooms")
        joined, left = mapping(rooms, "join").items(), mapping(rooms, "leave").items()
        by_room = [await self._joined(NativeId(room), told, since, ask) for room, told in joined if _is_told(told)]
        by_room += [await self._left(NativeId(room), told, since, ask) for room, told in left if _is_told(told)]
        arrivals += in_order(by_room)
        arrivals += await self._moved(since, ask)
        arrivals += self._invitations(synced, since)
        return [arrival for arrival in arrivals if not self._is_elsewhere(arrival)]

    async def _joined(self, number: NativeId, told: dict[str, Any], since: str, ask: Ask) -> list[Arrival]:
        room = self._rooms.at(number)
        self._rooms.note_summary(room, told)
        came, events = await self._events(room, told, since, ask)
        arrivals = await self._read(room, events, ask)
        if came and self._rooms.is_group(number):
            arrivals += await ask(lambda: self._census.take(room))
        return arrivals

    async def _moved(self, since: str, ask: Ask) -> list[Arrival]:
        """Groups that go on in another room, and what there is to know of that."""
        arrivals: list[Arrival] = []
        for new, moved in self._moves():
            arrivals += [moved, self._arrivals.standing(new, since)]
            arrivals += await ask(lambda: self._census.take(new))  # noqa: B023 - awaited at once
        return arrivals

    def _moves(self) -> list[tuple[Room, Arrival]]:
        moves = list(self._successors.moves())
        for _, arrival in moves:
            if isinstance(arrival.event, GroupMoved):
                self._rooms.move(arrival.event.old, arrival.event.new)
        return moves

    async def _left(self, number: NativeId, told: dict[str, Any], since: str, ask: Ask) -> list[Arrival]:
        """The bot was removed, or left; what was said before that was said to it."""
        room = self._rooms.at(number)
        if not room.members and not self._rooms.is_group(number) and not await self._was_in(room, told, ask):
            self._rooms.forget(number)
            return []  # an invitation that came to nothing
        self._rooms.note_summary(room, told)
        _, events = await self._events(room, told, since, ask)
        arrivals = await self._read(room, events, ask)
        self._rooms.forget(number)
        gone = BotStanding(Chat(PlatformName.MATRIX, number), NOT_THERE)
        told_already = any(arrival.event == gone for arrival in arrivals)
        moment = self._arrivals.moment_of({})
        return arrivals if told_already else [*arrivals, Arrival(f"gone {number} {since}", moment, gone)]

    async def _was_in(self, room: Room, told: dict[str, Any], ask: Ask) -> bool:
        """Of a room that it left while away the bot knows nothing any more; who was there the homeserver still says."""
        events = mappings(mapping(told, "timeline"), "events")
        leaving: dict[str, Any] = next(
            (each for each in reversed(events) if text(each, "state_key") == self._wire.me), {}
        )
        if text(mapping(mapping(leaving, "unsigned"), "prev_content"), "membership") != "join":
            return False
        return bool(await ask(lambda: self._census.remember(room)))

    async def _events(
        self, room: Room, told: dict[str, Any], since: str, ask: Ask
    ) -> tuple[bool, list[dict[str, Any]]]:
        """Whether the bot has just come in, and what happened since it was asked in.

        In a private chat what counts is the invitation: whoever opens one begins to write at once.
        """
        timeline = mapping(told, "timeline")
        events = mappings(timeline, "events")
        begins = self._beginning(room, events)
        if begins is not None:
            return True, self._from(room, events, begins)
        if timeline.get("limited") is True:
            older = await gaps.fill(self._wire, room.id, ask, before=text(timeline, "prev_batch"), since=since)
            events = [*older, *events]
            begins = self._beginning(room, events)
        return begins is not None, self._from(room, events, begins or 0)

    def _from(self, room: Room, events: list[dict[str, Any]], begins: int) -> list[dict[str, Any]]:
        """What was before is none of the bot's business, but has made the room what it is."""
        for event in events[:begins]:
            self._rooms.note(room, event)
        return events[begins:]

    def _beginning(self, room: Room, events: list[dict[str, Any]]) -> int | None:
        """Where the bot's own invitation stands, for a private chat, or its coming in, for any other room."""
        private = self._rooms.is_private(room)
        mine = (
            place
            for place, event in enumerate(events)
            if text(event, "state_key") == self._wire.me and _begins(event, private=private)
        )
        return max(mine, default=None)

    async def _read(self, room: Room, events: list[dict[str, Any]], ask: Ask) -> list[Arrival]:
        arrivals: list[Arrival] = []
        for sealed in events:
            event = self._seals.opened(room.id, sealed)
            self._rooms.note(room, event)
            if not self._seals.is_awaited(event):
                arrivals += await self._read_one(room, event, ask)
        return arrivals

    async def _read_one(self, room: Room, event: dict[str, Any], ask: Ask) -> list[Arrival]:
        arrival = self._arrivals.of(room, event)
        if isinstance(arrival, tuple):
            return await self._pressed(room, *arrival, ask)
        if arrival is not None and isinstance(arrival.event, MemberJoined):
            return [await self._joined_or_came_along(room, arrival, arrival.event, ask)]
        return [] if arrival is None else [arrival]

    async def _joined_or_came_along(self, room: Room, arrival: Arrival, joined: MemberJoined, ask: Ask) -> Arrival:
        """Who was in the room that this one replaces is no newcomer."""
        if await self._successors.came_along(self._wire, room, joined.who.id, ask):
            return replace(arrival, event=MemberSeen(joined.who, joined.chat))
        return arrival

    async def _pressed(self, room: Room, arrival: Arrival, reacted: Reacted, ask: Ask) -> list[Arrival]:
        """A reaction that stands for nothing is a kind sign, and needs no answer."""
        token = await ask(lambda: self._choices.meaning(room.id, reacted.message, reacted.key))
        if token is None:
            return []
        return [replace(arrival, event=ChoicePressed(reacted.by, token, reacted.press, reacted.message))]

    def _is_elsewhere(self, arrival: Arrival) -> bool:
        """Whether somebody has closed one chat while another with them is open: they can still be written to."""
        if not isinstance(arrival.event, PrivateChatBlocked):
            return False
        person = arrival.event.by.id
        other = self._rooms.private_with(person)
        return other is not None and other.membership_of(person) == "join"

    def _invitations(self, synced: dict[str, Any], since: str) -> list[Arrival]:
        invitations = mapping(mapping(synced, "rooms"), "invite").items()
        return [self._invitation(NativeId(room), told, since) for room, told in invitations if isinstance(told, dict)]

    def _invitation(self, room: NativeId, told: dict[str, Any], since: str) -> Arrival:
        arrival = self._arrivals.invitation(room, told, since)
        if isinstance(arrival.event, InvitedBot):
            replaced = self._successors.of_invitation(room, arrival.event.by)
            return arrival if replaced is None else replace(arrival, event=replaced)
        return arrival


def in_order(by_room: Sequence[Sequence[Arrival]]) -> list[Arrival]:
    """By time, as far as that leaves the order within each room as it is: some clocks are wrong."""
    return [arrival for _, arrival in heapq.merge(*map(_timed, by_room), key=itemgetter(0))]


def _timed(arrivals: Sequence[Arrival]) -> Iterator[tuple[datetime, Arrival]]:
    latest = None
    for arrival in arrivals:
        latest = arrival.at if latest is None else max(latest, arrival.at)
        yield latest, arrival


def _is_told(told: Any) -> bool:
    return isinstance(told, dict)


def _begins(membership: dict[str, Any], *, private: bool) -> bool:
    if text(membership, "type") != "m.room.member":
        return False
    now = text(mapping(membership, "content"), "membership")
    before = text(mapping(mapping(membership, "unsigned"), "prev_content"), "membership")
    if private:
        return now == "invite" or (now == "join" and before not in {"join", "invite"})
    return now == "join" and before != "join"
