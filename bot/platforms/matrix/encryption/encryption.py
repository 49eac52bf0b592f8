"""Encryption, as the Matrix client sees it: equipped once, shown every sync, asked before every message.

1. `equip(client)` before the first sync; the client has user, device and token.
2. `take_in(synced)` for every answer to a sync, before its token is saved.
3. `sealed(room, kind, content)` for everything that is sent into a room.
4. `close()`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import structlog
from nio import AsyncClient, MegolmEvent, SyncResponse
from nio.exceptions import GroupEncryptionError, MembersSyncError

from bot.core.errors import NotYet, Stop
from bot.platforms.matrix.encryption.chores import Chores, Parts
from bot.platforms.matrix.encryption.identity import Identity, Vouching
from bot.platforms.matrix.encryption.keychain import Keychain
from bot.platforms.matrix.encryption.line import Line, Refusal
from bot.platforms.matrix.encryption.machine import Machine
from bot.platforms.matrix.encryption.own_keys import OwnKeys
from bot.platforms.matrix.encryption.sharing import NotReady, Sharing
from bot.platforms.matrix.encryption.store import KeyStore
from bot.platforms.matrix.encryption.strangers import Strangers
from bot.platforms.matrix.encryption.synced import parsed, since_we_were_asked, source_of
from bot.platforms.matrix.encryption.unread import Late, Unread
from bot.platforms.matrix.encryption.verification import Verifications

_log = structlog.get_logger(__name__)

_IN_THE_CLEAR = {"m.reaction"}  # as all clients have it
_SOON = 1.0


class Encryption:
    """For one bot account. `password`: for homeservers that want it before they take the bot's identity.

    `replace_identity` overwrites one that was made elsewhere; people who verified the account are warned of it.
    """

    def __init__(self, keychain: Keychain, *, password: str | None = None, replace_identity: bool = False) -> None:
        self._keychain = keychain
        self._password = password
        self._replace_identity = replace_identity
        self._chores_running: asyncio.Task[None] | None = None
        self._last: tuple[dict[str, Any], Late] | None = None
        self.identity: Identity

    async def equip(self, client: AsyncClient) -> None:
        """Load or make the keys, publish them, and vouch for the device.

        Nobody must have been met before: no sync, no join. Raises `Stop` in words, or `NotYet` where it may pass.
        """
        await self.close()
        user, device = client.user_id, str(client.device_id)
        store = await KeyStore.opened(self._keychain, f"{user} {device}")
        identities = await KeyStore.opened(self._keychain, user)
        self._client, self._line, self._store = client, Line(client), store
        self._machine = client.olm = Machine(user, device, store)
        client.store = store
        client.encrypted_rooms = store.load_encrypted_rooms()
        await store.flush()
        self._own_keys = OwnKeys(self._line, self._machine)
        await self._publish()
        vouching = Vouching(self._line, self._machine, identities, password=self._password)
        self.identity = await vouching.ensure(replace_foreign=self._replace_identity)
        self._begin_work()

    async def take_in(self, synced: dict[str, Any], *, news: bool = True) -> Late:
        """Let the client see what the homeserver answered to a sync; everything of it is on disk when this returns.

        To be called before the sync's token is saved, and before its events are decided. What it returns is to be
        decided with them. Without `news` the sync tells how things are: its messages have been seen to before.
        Whatever strangers have put into it, it raises only what the keychain raises; after `NotYet` it may be called
        again with the same sync.
        """
        self._raise_what_ended_the_chores()
        if self._last is None or self._last[0] is not synced:
            response = parsed(synced)
            self._client.next_batch = None  # nio passes over what bears the token of the look at the start
            try:
                await self._client.receive_response(response)
            except Exception as error:  # noqa: BLE001 - nio raises whatever strange content makes it raise
                _log.error("a part of what a sync brought could not be used", because=type(error).__name__)
            self._last = synced, self._taken_note_of(response, news=news)
        await self._store.flush()
        self._chores.wake()
        return self._last[1]

    async def ready_for(self, room_id: str) -> bool:
        """Returns once everybody there can read what comes next; whether the room is encrypted.

        Raises `NotReady`, with the seconds to wait, within half a minute. May be cancelled.
        """
        self._raise_what_ended_the_chores()
        return await self._parts.sharing.ready_for(room_id) is not None

    async def sealed(self, room_id: str, kind: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Type and content as they are to be sent into that room, readable by everybody in it. Raises `NotReady`."""
        if kind in _IN_THE_CLEAR or not await self.ready_for(room_id):
            return kind, content
        try:
            sealed_kind, sealed_content = self._client.encrypt(room_id, kind, dict(content))
        except (GroupEncryptionError, MembersSyncError):
            raise NotReady("somebody came or went at this very moment", _SOON) from None
        return sealed_kind, sealed_content

    def undecryptable(self, event: MegolmEvent) -> None:
        """A message that came in another way than by a sync, from `/messages` say; its `room_id` is set.

        What came by a sync has been seen to already.
        """
        self._parts.unread.note(event)
        self._chores.wake()

    @property
    def waiting(self) -> bool:
        """Whether there are messages whose key is awaited: the next sync should not take longer than some seconds."""
        return self._parts.unread.waiting

    async def close(self) -> None:
        task, self._chores_running = self._chores_running, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task

    def _taken_note_of(self, response: SyncResponse, *, news: bool) -> Late:
        self._own_keys.counted(response.device_key_count.signed_curve25519)
        for room, info in response.rooms.join.items():
            self._see_room(room, info, news=news)
        for event in response.to_device_events:
            self._parts.verifications.hear_to_device(source_of(event))
        late = self._parts.unread.settle() if news else Late()
        for event in late.read:
            self._parts.verifications.hear_in_room(event.room_id, source_of(event))
        return late

    async def _publish(self) -> None:
        try:
            await self._own_keys.publish()
        except Refusal as refusal:
            if refusal.passing:
                raise NotYet(f"The homeserver does not take the bot's keys at present: {refusal}") from None
            raise Stop(f"The homeserver refuses the bot's keys: {refusal}") from None

    def _begin_work(self) -> None:
        self._parts = Parts(
            client=self._client,
            line=self._line,
            machine=self._machine,
            own_keys=self._own_keys,
            sharing=Sharing(self._client, self._line, self._machine),
            unread=Unread(self._machine, self._store),
            verifications=Verifications(self._machine, self.identity),
            strangers=Strangers(self._client, self._line, self._machine),
        )
        self._chores = Chores(self._parts)
        self._chores_running = asyncio.create_task(self._chores.run())
        self._chores.wake()

    def _see_room(self, room_id: str, info: Any, *, news: bool) -> None:
        room = self._client.rooms.get(room_id)
        if info.timeline.limited and room is not None:
            room.members_synced = False  # who came or went in the gap is not told
        for event in since_we_were_asked(info.timeline.events, self._client.user_id) if news else ():
            if isinstance(event, MegolmEvent):
                self._parts.unread.note(event)
            else:
                self._parts.verifications.hear_in_room(room_id, source_of(event))

    def _raise_what_ended_the_chores(self) -> None:
        task = self._chores_running
        if task is not None and task.done():
            task.result()
