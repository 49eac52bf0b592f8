"""What encryption has to tell the homeserver between syncs, done beside the loop that receives."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog
from nio import AsyncClient
from nio.responses import ToDeviceResponse

from bot.core.errors import NotYet
from bot.platforms.matrix.encryption.line import Line, Refusal, path_of
from bot.platforms.matrix.encryption.machine import Machine
from bot.platforms.matrix.encryption.own_keys import OwnKeys
from bot.platforms.matrix.encryption.sharing import NotReady, Sharing
from bot.platforms.matrix.encryption.strangers import Strangers
from bot.platforms.matrix.encryption.unread import Unread
from bot.platforms.matrix.encryption.verification import Reply, Verifications

_log = structlog.get_logger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that there is to see to, for one client."""

    client: AsyncClient
    line: Line
    machine: Machine
    own_keys: OwnKeys
    sharing: Sharing
    unread: Unread
    verifications: Verifications
    strangers: Strangers


class Chores:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._wanted = asyncio.Event()
        self._all = (
            *(self._refill, self._begin_sessions_anew, self._send_to_devices, self._send_replies),
            self._forget_strangers,
        )

    def wake(self) -> None:
        self._wanted.set()

    async def run(self) -> None:
        """For ever. Raises what the keychain raises, but for `NotYet`."""
        pause = _FIRST_PAUSE
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._round()
                pause = _FIRST_PAUSE
            except (Refusal, NotReady, NotYet) as reason:
                _log.info("encryption waits for the homeserver", because=str(reason))
                await asyncio.sleep(getattr(reason, "after", None) or pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                self._wanted.set()

    async def _round(self) -> None:
        """Each of them, whatever becomes of the others. Raises what the first one met that did not succeed."""
        met: list[Exception] = []
        for chore in self._all:
            try:
                await chore()
            except (Refusal, NotReady) as reason:
                met.append(reason)
        await self._parts.machine.store.flush()
        if met:
            raise met[0]

    async def _refill(self) -> None:
        if self._parts.own_keys.due:
            await self._parts.own_keys.refill()

    async def _forget_strangers(self) -> None:
        if self._parts.strangers.due:
            await self._parts.strangers.sweep()

    async def _send_to_devices(self) -> None:
        waiting = self._parts.machine.outgoing_to_device_messages
        while waiting:
            await self._send(waiting[0])

    async def _send_replies(self) -> None:
        replies = self._parts.verifications.replies
        while replies:
            await self._reply(replies[0])
            replies.popleft()

    async def _begin_sessions_anew(self) -> None:
        """With devices whose messages could not be decrypted. Whoever has no key to give is not asked again."""
        await self._parts.sharing.know_devices(set(self._parts.machine.users_for_key_query))
        self._parts.unread.rouse()
        if not self._parts.client.should_claim_keys:
            return
        await self._parts.sharing.claim(self._parts.machine.get_users_for_key_claiming())
        self._parts.machine.wedged_devices.clear()
        self._parts.machine.key_request_devices_no_session.clear()

    async def _send(self, message: Any) -> None:
        await self._parts.machine.store.flush()
        try:
            await self._parts.line.to_devices(message.type, message.as_dict()["messages"])
        except Refusal as refusal:
            if refusal.passing:
                raise
            _log.warning("the homeserver refuses a message to a device", because=str(refusal))
        self._parts.machine.handle_response(ToDeviceResponse(message))
        if message in self._parts.machine.outgoing_to_device_messages:
            self._parts.machine.outgoing_to_device_messages.remove(message)

    async def _reply(self, reply: Reply) -> None:
        try:
            if reply.room is None:
                await self._parts.line.to_devices(reply.kind, {reply.user: {reply.device: reply.content}})
                return
            kind, content = reply.kind, reply.content
            if await self._parts.sharing.ready_for(reply.room):
                kind, content = self._parts.client.encrypt(reply.room, kind, dict(content))
            await self._parts.line.ask("PUT", path_of("rooms", reply.room, "send", kind, str(uuid4())), content)
        except (Refusal, NotReady) as refusal:
            if refusal.passing:
                raise
            _log.warning("the homeserver refuses a step of a verification", because=str(refusal))
