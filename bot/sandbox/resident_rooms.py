"""What a person does with rooms: opening them, coming and going, and ruling over those that are theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.sandbox.matrix_http import HomeserverTold, MatrixHttp, escaped

_PATIENCE = 10.0
_ENCRYPTED = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}
_MAKERS_HAVE_100 = frozenset(str(number) for number in range(1, 12))


class ResidentRooms:
    def __init__(self, http: MatrixHttp, user: str, device: str) -> None:
        self.http = http
        self.id = user
        self.device = device

    # Opening

    async def private_chat(self, other: str, *, encrypted: bool = False) -> str:
        """A chat for two, as Element opens it; the other is invited. The answer is the room's id."""
        return await self.create_room(
            preset="trusted_private_chat",
            is_direct=True,
            invite=[other],
            initial_state=[_ENCRYPTED] if encrypted else [],
        )

    async def group(
        self,
        title: str,
        *,
        version: str = "12",
        knock: bool = True,
        encrypted: bool = False,
        invited: Mapping[str, int] | None = None,
        **levels: Any,
    ) -> str:
        """A room that one enters by invitation, or by knocking as well; `levels` override the usual power levels.

        `invited`: who is asked in at once, with the power that they have. Whoever makes the room has 100, or all.
        """
        rule = {"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "knock" if knock else "invite"}}
        powers = {"invite": 50, "kick": 50, "ban": 50, "redact": 50, **levels}
        if invited:
            own = {self.id: 100} if version in _MAKERS_HAVE_100 else {}
            powers["users"] = {**own, **invited}
        return await self.create_room(
            name=title,
            preset="private_chat",
            room_version=version,
            invite=list(invited or ()),
            initial_state=[rule, _ENCRYPTED] if encrypted else [rule],
            power_level_content_override=powers,
        )

    async def create_room(self, **options: Any) -> str:
        return str((await self.http.call("POST", "/createRoom", options))["room_id"])

    # Coming and going

    async def join(self, room: str) -> None:
        await self.http.call("POST", f"/join{escaped(room)}", {})

    async def knock(self, room: str, reason: str = "") -> None:
        await self.http.call("POST", f"/knock{escaped(room)}", {"reason": reason} if reason else {})

    async def leave(self, room: str) -> None:
        """Also: withdraw one's knock, decline an invitation."""
        await self.http.call("POST", f"/rooms{escaped(room)}/leave", {})

    async def invitations(self) -> list[str]:
        """The rooms that one has been invited to."""
        synced = await self.http.call("GET", "/sync", filter='{"room":{"timeline":{"limit":1}}}')
        return list(synced.get("rooms", {}).get("invite", {}))

    async def chats_with(self, other: str) -> list[str]:
        """The rooms in which the other is too."""
        joined = (await self.http.call("GET", "/joined_rooms"))["joined_rooms"]
        return [room for room in joined if await self.membership(room, other) == "join"]

    async def block_invitations(self, *, block: bool = True) -> None:
        """Nobody may invite this person any more (MSC4155)."""
        path = f"/user{escaped(self.id)}/account_data"
        wishes = {"default_action": "block", "blocked_users": ["*"]} if block else {}
        await self.http.call("PUT", f"{path}/org.matrix.msc4155.invite_permission_config", wishes)
        await self.http.call("PUT", f"{path}/m.invite_permission_config", wishes)

    # Ruling

    async def upgrade(self, room: str, version: str = "12") -> str:
        """Replace a room by another of that version; who was there is not asked in. The answer is the new room's id."""
        answer = await self.http.call("POST", f"/rooms{escaped(room)}/upgrade", {"new_version": version})
        return str(answer["replacement_room"])

    async def invite(self, room: str, user: str) -> None:
        await self.http.call("POST", f"/rooms{escaped(room)}/invite", {"user_id": user})

    async def kick(self, room: str, user: str) -> None:
        await self.http.call("POST", f"/rooms{escaped(room)}/kick", {"user_id": user})

    async def ban(self, room: str, user: str) -> None:
        await self.http.call("POST", f"/rooms{escaped(room)}/ban", {"user_id": user})

    async def unban(self, room: str, user: str) -> None:
        await self.http.call("POST", f"/rooms{escaped(room)}/unban", {"user_id": user})

    async def set_power(self, room: str, user: str, level: int) -> None:
        content = await self.state(room, "m.room.power_levels")
        content["users"] = {**content.get("users", {}), user: level}
        await self.set_state(room, "m.room.power_levels", content)

    async def set_state(self, room: str, kind: str, content: dict[str, Any], key: str = "") -> None:
        await self.http.call("PUT", f"/rooms{escaped(room)}/state{escaped(kind)}/{escaped(key)[1:]}", content)

    # Looking

    async def state(self, room: str, kind: str, key: str = "") -> dict[str, Any]:
        return await self.http.call("GET", f"/rooms{escaped(room)}/state{escaped(kind)}/{escaped(key)[1:]}")

    async def membership(self, room: str, user: str | None = None) -> str:
        """`join`, `invite`, `knock`, `ban`, `leave`; `leave` also where one cannot look."""
        try:
            return str((await self.state(room, "m.room.member", user or self.id))["membership"])
        except HomeserverTold:
            return "leave"

    async def is_joined_by(self, room: str, user: str) -> None:
        """Waits until the other is there. Raises TimeoutError after ten seconds."""
        async with asyncio.timeout(_PATIENCE):
            while await self.membership(room, user) != "join":  # noqa: ASYNC110 - it is a server that is waited for
                await asyncio.sleep(0.02)
