"""A bot that answers every message with the same words: nio's client and our encryption, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlencode
from uuid import uuid4

import nio

from bot.platforms.matrix.encryption.encryption import Encryption
from bot.platforms.matrix.encryption.keychain import Keychain
from bot.platforms.matrix.encryption.line import Line, Refusal
from bot.platforms.matrix.encryption.sharing import NotReady
from bot.platforms.matrix.encryption.synced import parsed

_SYNC_SECONDS = 2


class EchoBot:
    """Keeps its sync token itself, as the platform would; everything else is in the keychain."""

    def __init__(
        self, client: nio.AsyncClient, encryption: Encryption, *, talks: bool, spoil: Callable[[dict[str, Any]], None]
    ) -> None:
        self._spoil = spoil
        self._talks = talks
        self.line = Line(client)
        self.client = client
        self.encryption = encryption
        self.read: list[str] = []
        self.lost: list[str] = []
        self._working: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls,
        homeserver: str,
        login: dict[str, Any],
        keychain: Keychain,
        *,
        password: str | None = None,
        since: str = "",
        replace_identity: bool = False,
        talks: bool = True,
        spoil: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> Self:
        config = nio.AsyncClientConfig(max_limit_exceeded=0, max_timeouts=0)
        client = nio.AsyncClient(homeserver, login["user_id"], config=config)
        client.restore_login(login["user_id"], login["device_id"], login["access_token"])
        bot = cls(
            client, Encryption(keychain, password=password, replace_identity=replace_identity), talks=talks, spoil=spoil
        )
        try:
            await bot.encryption.equip(client)
            await bot.sync(since, full=True)
        except BaseException:
            await bot.stop()
            raise
        bot._working = asyncio.create_task(bot._work())
        return bot

    async def stop(self) -> str:
        """Nothing is said in farewell and nothing is saved, as if killed. The token of the last sync."""
        if self._working is not None:
            self._working.cancel()
            with suppress(asyncio.CancelledError):
                await self._working
        await self.encryption.close()
        await self.client.close()
        return str(self.client.next_batch)

    async def sync(self, since: str | None = None, *, full: bool = False) -> None:
        wanted = {"full_state": str(full).lower(), "timeout": str(0 if full else _SYNC_SECONDS * 1000)}
        if token := since or self.client.next_batch:
            wanted["since"] = token
        try:
            synced = await self.line.ask("GET", f"/sync?{urlencode(wanted)}")
        except Refusal as refusal:
            if not refusal.passing:
                raise
            await asyncio.sleep(0.2)
            return
        self._spoil(synced)
        late = await self.encryption.take_in(synced)
        response = parsed(synced)
        self.lost += [event.event_id for event in late.lost]
        for room in response.rooms.invite:
            await self.client.join(room)
        for event in late.read:
            await self._hear(event.room_id, event)
        for room, info in response.rooms.join.items():
            for event in info.timeline.events:
                await self._hear(room, self._opened(room, event))

    def _opened(self, room: str, event: Any) -> Any:
        if not isinstance(event, nio.MegolmEvent):
            return event
        event.room_id = room
        try:
            return self.client.decrypt_event(event)
        except nio.EncryptionError:
            return event

    async def say(self, room: str, text: str) -> str:
        content = {"msgtype": "m.text", "body": text}
        while True:
            try:
                kind, sealed = await self.encryption.sealed(room, "m.room.message", content)
            except NotReady as reason:
                await asyncio.sleep(reason.after)
            else:
                break
        path = nio.Api.room_send(self.client.access_token, room, kind, sealed, str(uuid4()))
        answer = await self.client._send(nio.RoomSendResponse, *path, (room,))
        assert isinstance(answer, nio.RoomSendResponse), answer
        return str(answer.event_id)

    async def _work(self) -> None:
        while True:
            await self.sync()

    async def _hear(self, room: str, event: Any) -> None:
        if isinstance(event, nio.RoomMessageText) and event.sender != self.client.user_id:
            self.read.append(event.body)
            if self._talks:
                await self.say(room, f"You said: {event.body}")


async def log_in(homeserver: str, user: str, password: str, device: str | None = None) -> dict[str, Any]:
    client = nio.AsyncClient(homeserver, user, device)
    answer = await client.login(password, device_name="echo")
    await client.close()
    assert isinstance(answer, nio.LoginResponse), answer
    return {"user_id": answer.user_id, "device_id": answer.device_id, "access_token": answer.access_token}
