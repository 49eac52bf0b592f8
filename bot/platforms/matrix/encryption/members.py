"""Who is in a room and may read what is said there: nio knows only those whom it happened to hear of."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from nio import AsyncClient, MatrixRoom

from bot.platforms.matrix.encryption.line import Line, Refusal, path_of

_PRESENT = ("join", "invite")


class Members:
    def __init__(self, client: AsyncClient, line: Line) -> None:
        self._client = client
        self._line = line
        self._plain: set[str] = set()

    async def room(self, room_id: str) -> MatrixRoom:
        """Certain about its encryption, which what a sync told may not be. Raises `Refusal`.

        A room that has just been made comes in pieces: the first sync that tells of it may end before its encryption.
        """
        room = self._client.rooms.get(room_id)
        if room is not None and (room.encrypted or room_id in self._plain):
            return room
        encrypted = await self._is_encrypted(room_id)
        room = self._client.rooms.get(room_id)
        if encrypted:
            room = room or self._client.rooms.setdefault(room_id, MatrixRoom(room_id, self._client.user_id))
            room.encrypted = True
            self._client.encrypted_rooms.add(room_id)
            self._client.store.save_encrypted_rooms({room_id})
        return room or MatrixRoom(room_id, self._client.user_id)

    def readers(self, room: MatrixRoom) -> list[str]:
        """Those who are in, and those invited where they may read what was said before they came."""
        only_members = room.history_visibility == "joined"
        return [user for user, member in room.users.items() if not (member.invited and only_members)]

    async def _is_encrypted(self, room_id: str) -> bool:
        """Once it is not, it is so until a sync tells of its encryption."""
        try:
            await self._line.ask("GET", path_of("rooms", room_id, "state", "m.room.encryption"))
        except Refusal as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:
                raise
            self._plain.add(room_id)
            return False
        return True

    async def meet(self, room: MatrixRoom) -> None:
        """Know everybody in it. Raises `Refusal`."""
        if room.members_synced:
            return
        room.members_synced = True  # unless something is missed while the answer is on its way
        try:
            await self._meet(room)
        except BaseException:
            room.members_synced = False
            raise

    async def _meet(self, room: MatrixRoom) -> None:
        """What a sync tells of those who come and go meanwhile is newer than the answer."""
        before = set(room.users)
        answer = await self._line.ask("GET", path_of("rooms", room.room_id, "members"))
        present = {event["state_key"]: event["content"] for event in answer.get("chunk", ()) if _is_present(event)}
        for user in before - set(present):
            room.remove_member(user)
        for user, content in present.items():
            invited = content["membership"] == "invite"
            if user not in before:
                room.add_member(user, content.get("displayname"), content.get("avatar_url"), invited)
            elif user in room.users and not invited:
                room.users[user].invited = False


def _is_present(event: dict[str, Any]) -> bool:
    return event.get("content", {}).get("membership") in _PRESENT
