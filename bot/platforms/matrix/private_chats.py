"""The room in which the bot talks with one person: found again, or made."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bot.core.ids import NativeId
from bot.platforms.matrix.readable import mapping, sequence, text
from bot.platforms.matrix.rooms import MARKER, Member, Room, member_of
from bot.platforms.matrix.wire import MatrixRefusal

if TYPE_CHECKING:
    from bot.platforms.matrix.rooms import Rooms
    from bot.platforms.matrix.wire import Wire

_THERE = frozenset({"join", "invite"})


class ChatClosed(Exception):  # noqa: N818 - it is so
    """This person has left the private chat, or wants no invitations."""


class PrivateChats:
    """`encrypted`: those that the bot makes."""

    def __init__(self, wire: Wire, rooms: Rooms, *, encrypted: bool) -> None:
        self._wire = wire
        self._rooms = rooms
        self._encrypted = encrypted
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def with_person(self, person: NativeId) -> Room:
        """Theirs, made if there is none; they are in it or invited. Raises ChatClosed, MatrixTrouble."""
        async with self._turns[person]:
            room = self._rooms.private_with(person) or await self._look_for(person) or await self._make(person)
            membership = room.membership_of(person) or await self._ask_membership(room, person)
            if membership not in _THERE:
                if membership in {"leave", "ban"} and not self._rooms.knocks_anywhere(person):
                    raise ChatClosed
                await self._invite(room, person)
            return room

    async def _look_for(self, person: NativeId) -> Room | None:
        """One that was made just before the answer was lost, and that no sync has told of yet."""
        joined = sequence(await self._wire.call("GET", "/joined_rooms"), "joined_rooms")
        for room in joined:
            if isinstance(room, str) and self._rooms.get(NativeId(room)) is None:
                create = await self._wire.get_state(room, "m.room.create") or {}
                if text(mapping(create, MARKER), "with") == person:
                    sealed = await self._wire.get_state(room, "m.room.encryption")
                    return self._made(NativeId(room), person, membership="", encrypted=sealed is not None)
        return None

    async def _make(self, person: NativeId) -> Room:
        """Of the preset that makes nobody but the bot a creator; Synapse keeps the room also when it may not invite."""
        algorithm = {"algorithm": "m.megolm.v1.aes-sha2"}
        sealed: list[dict[str, Any]] = [{"type": "m.room.encryption", "state_key": "", "content": algorithm}]
        wanted = {
            "preset": "private_chat",
            "is_direct": True,
            "invite": [person],
            "creation_content": {MARKER: {"with": person}},
            "initial_state": sealed if self._encrypted else [],
        }
        try:
            answer = await self._wire.call("POST", "/createRoom", wanted)
        except MatrixRefusal as refusal:
            if refusal.status == 403:  # noqa: PLR2004 - HTTP's own number
                raise ChatClosed from None
            raise
        made = NativeId(text(answer, "room_id"))
        return self._made(made, person, membership="invite", encrypted=self._encrypted)

    def _made(self, number: NativeId, person: NativeId, *, membership: str, encrypted: bool) -> Room:
        """What a sync has told of it meanwhile is newer."""
        room = self._rooms.at(number)
        room.joined = room.joined or 1
        room.encrypted = room.encrypted or encrypted
        self._rooms.note(room, _creation(self._wire.me, person))
        if membership:
            room.members.setdefault(person, Member(membership, ""))
        return room

    async def _ask_membership(self, room: Room, person: NativeId) -> str:
        """Empty for somebody who was never even invited."""
        content = await self._wire.get_state(room.id, "m.room.member", person)
        if content is None:
            return ""
        room.members.setdefault(person, member_of(content))
        return room.membership_of(person)

    async def _invite(self, room: Room, person: NativeId) -> None:
        """As a private chat, which `/invite` has no word for."""
        try:
            wanted = {"membership": "invite", "is_direct": True}
            await self._wire.put_state(room.id, "m.room.member", wanted, person)
        except MatrixRefusal as refusal:
            if refusal.status == 403:  # noqa: PLR2004
                raise ChatClosed from None
            raise
        if room.membership_of(person) not in _THERE:
            room.members[person] = Member("invite", room.name_of(person))


def _creation(me: str, person: NativeId) -> dict[str, Any]:
    return {"type": "m.room.create", "state_key": "", "sender": me, "content": {MARKER: {"with": person}}}
