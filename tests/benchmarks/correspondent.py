"""Somebody on Matrix who writes to bots and notes to the millisecond when their answers are there to be read."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self

from nio import AsyncClient, AsyncClientConfig, MatrixRoom, ReactionEvent, RoomCreateResponse, RoomMessageText
from nio.store import SqliteMemoryStore

from bot.sandbox.synapse import Synapse
from tests.homeservers import fresh_name

_PASSWORD = "let me in"
_WAIT_MS = 25_000
_PATIENCE = 30.0
_ENCRYPTED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


@dataclass(frozen=True, slots=True)
class Seen:
    """Something of somebody else's: `sign` is a reaction's. `at` is on this process's own clock, in seconds."""

    room: str
    at: float
    text: str = ""
    sign: str = ""


class Correspondent:
    """A person at a client on matrix-nio, the same for every bot."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._seen: list[Seen] = []
        self._news = asyncio.Condition()
        client.add_event_callback(self._read, (RoomMessageText, ReactionEvent))

    @classmethod
    @asynccontextmanager
    async def at(cls, homeserver: Synapse, *, encrypted: bool) -> AsyncIterator[Self]:
        logging.getLogger("nio").setLevel(logging.ERROR)
        user = await asyncio.to_thread(homeserver.register, fresh_name("ada"), _PASSWORD)
        config = AsyncClientConfig(encryption_enabled=encrypted, store=SqliteMemoryStore, store_sync_tokens=False)
        client = AsyncClient(homeserver.url, user, store_path="", config=config)
        await client.login(_PASSWORD)
        person = cls(client)
        syncing = asyncio.create_task(client.sync_forever(_WAIT_MS))
        try:
            yield person
        finally:
            syncing.cancel()
            with suppress(asyncio.CancelledError):
                await syncing
            await client.close()

    async def opens_chat(self, bot: str, *, encrypted: bool) -> str:
        """Returns when the bot has come."""
        made = await self._client.room_create(
            is_direct=True, invite=[bot], initial_state=[_ENCRYPTED] if encrypted else []
        )
        assert isinstance(made, RoomCreateResponse), made
        async with asyncio.timeout(_PATIENCE):
            while not self._is_there(made.room_id, bot):
                await asyncio.sleep(0.02)
        return str(made.room_id)

    async def writes(self, room: str, words: str, *, hears: str, signs: int = 0) -> tuple[float, float]:
        """Seconds from before the sending to a message with the words `hears`, and to so many reactions after it."""
        before = len(self._of(room))
        began = time.perf_counter()
        content: dict[str, Any] = {"msgtype": "m.text", "body": words}
        sending = asyncio.create_task(
            self._client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        )
        async with asyncio.timeout(_PATIENCE), self._news:
            await self._news.wait_for(lambda: _answered(self._of(room)[before:], hears, signs) is not None)
        await sending
        answer, last = _answered(self._of(room)[before:], hears, signs) or (0.0, 0.0)
        return answer - began, last - began

    def _is_there(self, room: str, bot: str) -> bool:
        known = self._client.rooms.get(room)
        return known is not None and bot in known.users and not known.users[bot].invited

    def _of(self, room: str) -> list[Seen]:
        return [seen for seen in self._seen if seen.room == room]

    async def _read(self, room: MatrixRoom, event: RoomMessageText | ReactionEvent) -> None:
        if event.sender == self._client.user_id:
            return
        now = time.perf_counter()
        what = {"sign": event.key} if isinstance(event, ReactionEvent) else {"text": event.body}
        self._seen.append(Seen(room.room_id, now, **what))
        async with self._news:
            self._news.notify_all()


def _answered(seen: list[Seen], words: str, signs: int) -> tuple[float, float] | None:
    """When the answer was there, and when all was that belongs to it. None until then."""
    place = next((number for number, each in enumerate(seen) if words in each.text), None)
    if place is None:
        return None
    after = [each.at for each in seen[place:] if each.sign]
    return (seen[place].at, max(after, default=seen[place].at)) if len(after) >= signs else None
