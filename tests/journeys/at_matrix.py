"""People at their Matrix clients, plain or encrypted, as far as somebody who joins a group has to do with them."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.sandbox.resident import Resident
from tests.element.element import Element

_NO_SHIELD = 0
_NEWS_AFTER = 0.1  # seconds between two looks where nobody says that there is something
_EVERYTHING = json.dumps({"room": {"timeline": {"limit": 500}}})


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as somebody sees it. `warning`: why it cannot be read, or is not shown as it should be; else empty."""

    id: str
    sender: str
    text: str
    warning: str = ""


class Client(Protocol):
    """`encrypted`: whether they can read what is, and write so."""

    encrypted: bool

    @property
    def id(self) -> str: ...
    async def news(self) -> None: ...
    async def open_chat(self, other: str) -> str: ...
    async def sees_join(self, room: str, other: str) -> None: ...
    async def invitations(self) -> list[str]: ...
    async def membership(self, room: str) -> str: ...
    async def knock(self, room: str) -> None: ...
    async def join(self, room: str) -> None: ...
    async def write(self, room: str, text: str) -> str: ...
    async def react(self, room: str, message: str, key: str) -> None: ...
    async def letters(self, room: str) -> list[Letter]: ...
    async def signs(self, room: str, message: str) -> set[str]: ...


@dataclass
class Plain:
    """What comes is kept as the syncs tell it."""

    resident: Resident
    encrypted: bool = False
    _events: defaultdict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    _standing: dict[str, str] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    @asynccontextmanager
    async def of(cls, resident: Resident) -> AsyncIterator[Plain]:
        plain = cls(resident)
        listening = asyncio.create_task(plain._listen())
        try:
            yield plain
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    @property
    def id(self) -> str:
        return self.resident.id

    async def news(self) -> None:
        """Returns when something has come since it returned last."""
        await self._news.wait()
        self._news.clear()

    async def open_chat(self, other: str) -> str:
        return await self.resident.private_chat(other)

    async def sees_join(self, room: str, other: str) -> None:
        while await self.resident.membership(room, other) != "join":
            await asyncio.sleep(_NEWS_AFTER)

    async def invitations(self) -> list[str]:
        return [room for room, standing in self._standing.items() if standing == "invite"]

    async def membership(self, room: str) -> str:
        return self._standing.get(room, "leave")

    async def knock(self, room: str) -> None:
        self._standing[room] = "knock"
        await self.resident.knock(room)

    async def join(self, room: str) -> None:
        await self.resident.join(room)

    async def write(self, room: str, text: str) -> str:
        return await self.resident.write(room, text)

    async def react(self, room: str, message: str, key: str) -> None:
        await self.resident.react(room, message, key)

    async def letters(self, room: str) -> list[Letter]:
        return [
            Letter(event["event_id"], event["sender"], str(event["content"].get("body", "")))
            for event in self._events[room]
            if event["type"] in {"m.room.message", "m.room.encrypted"} and event["content"]
        ]

    async def signs(self, room: str, message: str) -> set[str]:
        """The reactions of others."""
        found = set()
        for event in self._events[room]:
            relation = event["content"].get("m.relates_to", {})
            if event["type"] == "m.reaction" and relation.get("event_id") == message and event["sender"] != self.id:
                found.add(str(relation["key"]))
        return found

    async def _listen(self) -> None:
        since: dict[str, str] = {}
        while True:
            synced = await self.resident.http.call("GET", "/sync", filter=_EVERYTHING, timeout="20000", **since)
            since = {"since": synced["next_batch"]}
            for standing, rooms in synced.get("rooms", {}).items():
                for room, told in rooms.items():
                    self._standing[room] = standing
                    self._events[room] += told.get("timeline", {}).get("events", [])
            self._news.set()


@dataclass
class AtElement:
    element: Element
    encrypted: bool = True

    @property
    def id(self) -> str:
        return self.element.user

    async def news(self) -> None:
        await asyncio.sleep(_NEWS_AFTER)

    async def open_chat(self, other: str) -> str:
        return await self.element.open_chat(other)

    async def sees_join(self, room: str, other: str) -> None:
        await self.element.sees_join(room, other)

    async def invitations(self) -> list[str]:
        return await self.element.invitations()

    async def membership(self, room: str) -> str:
        return str(await self.element.ask("membership", room=room))

    async def knock(self, room: str) -> None:
        await self.element.ask("knock", room=room)

    async def join(self, room: str) -> None:
        await self.element.join(room)

    async def write(self, room: str, text: str) -> str:
        return await self.element.send(room, text)

    async def react(self, room: str, message: str, key: str) -> None:
        await self.element.ask("react", room=room, event=message, key=key)

    async def letters(self, room: str) -> list[Letter]:
        return [
            Letter(heard.id, heard.sender, heard.text, _warning(heard.encrypted, heard.unreadable, heard.shield))
            for heard in await self.element.messages(room)
        ]

    async def signs(self, room: str, message: str) -> set[str]:
        return set(await self.element.ask("signs", room=room, event=message))


def _warning(encrypted: bool, unreadable: str | None, shield: int | None) -> str:
    if not encrypted:
        return "in the clear"
    return unreadable or ("" if shield == _NO_SHIELD else f"shield {shield}")
