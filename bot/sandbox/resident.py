"""A human being with a Matrix client: what one does by hand in Element, over plain HTTP, without encryption."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from bot.sandbox.matrix_http import MatrixHttp, escaped
from bot.sandbox.resident_rooms import ResidentRooms
from bot.sandbox.synapse import Synapse

_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Said:
    """A message as a reader sees it: `content` is all of it, edits not applied."""

    id: str
    sender: str
    text: str
    content: dict[str, Any]


class Resident(ResidentRooms):
    """One person and one login. Every method raises `HomeserverTold` when the server says no."""

    @classmethod
    async def arrive(
        cls,
        synapse: Synapse,
        name: str,
        password: str = "let me in",  # noqa: S107 - of nobody
        display_name: str = "",
    ) -> Self:
        """Register and log in; the display name is the name with a capital, unless there is another."""
        enrolled = await asyncio.to_thread(synapse.enrol, name, password, display_name or name.capitalize())
        http = MatrixHttp(synapse.url)
        http.token = enrolled["access_token"]
        return cls(http, enrolled["user_id"], enrolled["device_id"])

    @classmethod
    async def log_in(cls, url: str, user: str, password: str = "let me in") -> Self:  # noqa: S107
        http = MatrixHttp(url)
        who = {"type": "m.id.user", "user": user}
        answer = await http.call(
            "POST", "/login", {"type": "m.login.password", "identifier": who, "password": password}
        )
        http.token = answer["access_token"]
        return cls(http, user, answer["device_id"])

    async def go(self) -> None:
        """Close the client; the account stays."""
        await self.http.close()

    # Writing

    async def write(self, room: str, text: str) -> str:
        return await self.send(room, {"msgtype": "m.text", "body": text})

    async def edit(self, room: str, message: str, text: str) -> str:
        new = {"msgtype": "m.text", "body": text}
        relation = {"rel_type": "m.replace", "event_id": message}
        return await self.send(room, {**new, "body": f"* {text}", "m.new_content": new, "m.relates_to": relation})

    async def reply(self, room: str, message: str, text: str) -> str:
        relation = {"m.in_reply_to": {"event_id": message}}
        return await self.send(room, {"msgtype": "m.text", "body": text, "m.relates_to": relation})

    async def show_picture(self, room: str, name: str = "cat.png") -> str:
        address = await self.http.upload(b"\x89PNG", "image/png")
        return await self.send(room, {"msgtype": "m.image", "body": name, "url": address, "info": {}})

    async def show_sticker(self, room: str, name: str = "A wave") -> str:
        address = await self.http.upload(b"\x89PNG", "image/png")
        return await self.send(room, {"body": name, "url": address, "info": {}}, kind="m.sticker")

    async def send_file(self, room: str, name: str, content: bytes, caption: str = "") -> str:
        """As Element sends one into a room that is not encrypted."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        address = await self.http.upload(content, kind)
        info = {"mimetype": kind, "size": len(content)}
        said = {"msgtype": "m.file", "body": caption or name, "filename": name, "url": address, "info": info}
        return await self.send(room, said)

    async def react(self, room: str, message: str, key: str) -> str:
        relation = {"rel_type": "m.annotation", "event_id": message, "key": key}
        return await self.send(room, {"m.relates_to": relation}, kind="m.reaction")

    async def take_back(self, room: str, event: str) -> None:
        await self.http.call("PUT", f"/rooms{escaped(room)}/redact{escaped(event, self.http.number())}", {})

    async def send(self, room: str, content: Any, *, kind: str = "m.room.message") -> str:
        """Any content of any kind; the answer is the id of the event."""
        path = f"/rooms{escaped(room)}/send{escaped(kind, self.http.number())}"
        return str((await self.http.call("PUT", path, content))["event_id"])

    # Reading

    async def read(self, room: str) -> list[Said]:
        """The latest hundred messages of a room, the oldest first; what was taken out is not among them."""
        return [
            Said(event["event_id"], event["sender"], str(event["content"].get("body", "")), event["content"])
            for event in await self.events(room)
            if event["type"] == "m.room.message" and event["content"]
        ]

    async def heard_from(self, other: str, room: str) -> list[str]:
        return [said.text for said in await self.read(room) if said.sender == other]

    async def reactions_to(self, message: str, room: str) -> list[tuple[str, str]]:
        """Who put which."""
        found = []
        for event in await self.events(room):
            relation = event["content"].get("m.relates_to", {})
            if event["type"] == "m.reaction" and relation.get("event_id") == message:
                found.append((event["sender"], relation["key"]))
        return found

    async def events(self, room: str) -> list[dict[str, Any]]:
        answer = await self.http.call("GET", f"/rooms{escaped(room)}/messages", dir="b", limit="100")
        return list(reversed(answer["chunk"]))

    async def hears(self, room: str, fits: Callable[[Said], bool]) -> Said:
        """The first message that fits, once it is there. Raises TimeoutError after ten seconds."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                for said in await self.read(room):
                    if fits(said):
                        return said
                await asyncio.sleep(0.03)
