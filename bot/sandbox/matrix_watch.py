"""What a person's Matrix client knows of their rooms, kept up to date by sync."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.sandbox.matrix_http import HomeserverTold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.sandbox.bot_api.bell import Bell
    from bot.sandbox.resident import Resident

Json = dict[str, Any]
WAITS = 20_000
"""Milliseconds for which the homeserver holds a sync that has nothing to tell."""
PAUSE = 0.5
"""Seconds before asking again a homeserver that does not answer."""
PATIENCE = 10.0
"""Seconds for which somebody waits to see what they have just done."""

_FILTER = json.dumps({"room": {"timeline": {"limit": 200}, "ephemeral": {"types": []}}, "presence": {"types": []}})


@dataclass(frozen=True, slots=True)
class Happened:
    event: Json

    @property
    def content(self) -> Json:
        content: Json = self.event.get("content", {})
        return content

    @property
    def relation(self) -> Json:
        relation = self.content.get("m.relates_to")
        return relation if isinstance(relation, dict) else {}


@dataclass(slots=True)
class RoomSeen:
    """`membership` is the watcher's own. `newest` numbers the last message of somebody else; 0 without any."""

    id: str
    membership: str = "leave"
    newest: int = 0
    state: dict[tuple[str, str], Json] = field(default_factory=dict)
    happened: dict[str, Happened] = field(default_factory=dict)

    def content(self, kind: str, key: str = "") -> Json:
        content: Json = self.state.get((kind, key), {}).get("content", {})
        return content

    def membership_of(self, user: str) -> str:
        return str(self.content("m.room.member", user).get("membership", "leave"))

    def name_of(self, user: str) -> str:
        """Who has gone is called as they were."""
        before = self.state.get(("m.room.member", user), {}).get("unsigned", {}).get("prev_content", {})
        return str(self.content("m.room.member", user).get("displayname") or before.get("displayname") or user)

    def members(self) -> Iterator[str]:
        """Who is in it, in the order in which they came."""
        for (kind, user), event in self.state.items():
            if kind == "m.room.member" and event["content"].get("membership") == "join":
                yield user


class Watch:
    """One person's rooms. `bell` is rung when something has changed."""

    def __init__(self, resident: Resident, bell: Bell) -> None:
        self.rooms: dict[str, RoomSeen] = {}
        self.is_lost = False
        self._resident = resident
        self._bell = bell
        self._since = ""
        self._count = 0

    async def catch_up(self) -> None:
        """Everything that there is so far. Raises HomeserverTold."""
        await self._sync(0)

    async def keep_up(self) -> None:
        """For ever; over times at which the homeserver does not answer."""
        while True:
            try:
                await self._sync(WAITS)
                lost = False
            except (HomeserverTold, aiohttp.ClientError, TimeoutError):
                lost = True
                await asyncio.sleep(PAUSE)
            if lost != self.is_lost:
                self.is_lost = lost
                self._bell.ring()

    async def until(self, fits: Callable[[], bool]) -> None:
        """Until it is so. Raises TimeoutError after ten seconds."""
        async with asyncio.timeout(PATIENCE):
            while not fits():
                await self._bell.heard()

    def membership_in(self, room: str) -> str:
        return self.rooms[room].membership if room in self.rooms else "leave"

    async def _sync(self, waits: int) -> None:
        since = {"since": self._since} if self._since else {}
        told = await self._resident.http.call("GET", "/sync", filter=_FILTER, timeout=str(waits), **since)
        self._since = told["next_batch"]
        rooms = told.get("rooms", {})
        for membership in ("join", "invite", "leave"):
            for number, news in rooms.get(membership, {}).items():
                self._note(self.rooms.setdefault(number, RoomSeen(number)), membership, news)
        if rooms:
            self._bell.ring()

    def _note(self, room: RoomSeen, membership: str, news: Json) -> None:
        room.membership = membership
        for part in ("state", "invite_state", "timeline"):
            for event in news.get(part, {}).get("events", []):
                if "state_key" in event:
                    room.state[event["type"], event["state_key"]] = event
                if part == "timeline":
                    self._happens(room, event)

    def _happens(self, room: RoomSeen, event: Json) -> None:
        if event["type"] == "m.room.redaction":
            room.happened.pop(event["content"].get("redacts") or event.get("redacts", ""), None)
            return
        happened = Happened(event)
        room.happened[event["event_id"]] = happened
        theirs = event["type"] == "m.room.message" and event["sender"] != self._resident.id
        if theirs and happened.relation.get("rel_type") != "m.replace":
            self._count += 1
            room.newest = self._count
