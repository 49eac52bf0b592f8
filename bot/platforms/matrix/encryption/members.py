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

    async def room(self, room_id: str) -> MatrixRoom:
        """With everybody in it, if it is encrypted. Raises `Refusal`."""
        room = self._client.rooms.get(room_id) or await self._unheard_of(room_id)
        if room.encrypted and not room.members_synced:
            await self._meet(room)
        return room

    def readers(self, room: MatrixRoom) -> list[str]:
        """Those who are in, and those invited where they may read what was said before they came."""
        only_members = room.history_visibility == "joined"
        return [user for user, member in room.users.items() if not (member.invited and only_members)]

    async def _unheard_of(self, room_id: str) -> MatrixRoom:
        """A room that the bot has just made or joined, before the sync in which it comes."""
        try:
            await self._line.ask("GET", path_of("rooms", room_id, "state", "m.room.encryption"))
        except Refusal as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:
                raise
            return MatrixRoom(room_id, self._client.user_id, encrypted=False)
        room = MatrixRoom(room_id, self._client.user_id, encrypted=True)
        return self._client.rooms.setdefault(room_id, room)

    async def _meet(self, room: MatrixRoom) -> None:
        answer = await self._line.ask("GET", path_of("rooms", room.room_id, "members"))
        present = {event["state_key"]: event["content"] for event in answer.get("chunk", ()) if _is_present(event)}
        for user in set(room.users) - set(present):
            room.remove_member(user)
        for user, content in present.items():
            invited = content["membership"] == "invite"
            if user in room.users:
                room.users[user].invited = invited
            else:
                room.add_member(user, content.get("displayname"), content.get("avatar_url"), invited)
        room.members_synced = True


def _is_present(event: dict[str, Any]) -> bool:
    return event.get("content", {}).get("membership") in _PRESENT
