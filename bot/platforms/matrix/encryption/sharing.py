"""Making sure that everybody in a room can read what the bot is about to write there.

nio 0.26 does this inside `room_send`, where one 429 leaves somebody unable to read for good, and one error leaves every
later message hanging. Here nothing is taken as shared but what the homeserver has taken.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from nio import AsyncClient, MatrixRoom
from nio.crypto import OlmDevice

from bot.core.errors import NotYet
from bot.platforms.matrix.encryption.line import Line, Refusal
from bot.platforms.matrix.encryption.machine import Machine
from bot.platforms.matrix.encryption.members import Members

_PATIENCE = 30.0
_SOON = 3.0
_DEVICES_AT_ONCE = 20
_ASK_AGAIN_AFTER = 60.0
_CLAIM_WAITS_MS = 5000  # for homeservers of others
_OTHER_SERVERS = {"timeout": _CLAIM_WAITS_MS}


class NotReady(Exception):  # noqa: N818 - it says what the room is
    """Not everybody could read what would be sent now. `after`: seconds after which it is worth trying again.

    Not `passing`: the homeserver does not let the bot into that room's affairs, nor would it take a message for it.
    """

    def __init__(self, why: str, after: float, *, passing: bool = True) -> None:
        super().__init__(why)
        self.after = after
        self.passing = passing


class Sharing:
    def __init__(self, client: AsyncClient, line: Line, machine: Machine) -> None:
        self._client = client
        self._line = line
        self._machine = machine
        self._members = Members(client, line)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._asking = asyncio.Lock()  # who comes second must not take for known what is only asked for
        self._out_of_reach: dict[str, float] = {}  # until when: people whose homeserver does not answer ours
        self._without_session: dict[tuple[str, str], float] = {}

    async def ready_for(self, room_id: str) -> MatrixRoom | None:
        """Returns once everybody who is there, or invited, has the key of what will be sent next.

        None for a room without encryption. Raises `NotReady` within half a minute; may be cancelled at any point.
        """
        try:
            async with asyncio.timeout(_PATIENCE), self._turns[room_id]:
                room = await self._members.room(room_id)
                if room.encrypted:
                    await self._share(room)
                    return room
                return None
        except Refusal as refusal:
            raise NotReady(str(refusal), refusal.after or _SOON, passing=refusal.passing) from None
        except NotYet as reason:
            raise NotReady(str(reason), _SOON) from None
        except TimeoutError:
            raise NotReady("the homeserver is slow", _SOON) from None

    async def know_devices(self, users: Iterable[str]) -> None:
        """Of those among them whose devices are unknown or have changed. Raises `Refusal`."""
        async with self._asking:
            now = time.monotonic()
            asked = self._machine.users_for_key_query.intersection(users)
            wanted = sorted(user for user in asked if self._out_of_reach.get(user, 0.0) <= now)
            if wanted:
                await self._ask_for_devices(wanted)

    async def _ask_for_devices(self, users: list[str]) -> None:
        self._machine.users_for_key_query.difference_update(users)
        try:
            answer = await self._line.ask(
                "POST", "/keys/query", {"device_keys": {user: [] for user in users}, **_OTHER_SERVERS}
            )
        except BaseException:
            self._machine.users_for_key_query.update(users)
            raise
        found = answer.get("device_keys", {})
        for user in set(users) - set(found):
            self._out_of_reach[user] = time.monotonic() + _ASK_AGAIN_AFTER
            self._machine.users_for_key_query.add(user)
        for user, devices in found.items():
            self._machine.tracked_users.add(user)
            if (response := self._machine.take_devices(user, devices)) is not None:
                await self._client.receive_response(response)

    async def claim(self, missing: dict[str, Iterable[str]]) -> None:
        """Begin sessions with those devices, by user. Raises `Refusal`."""
        wanted = {user: dict.fromkeys(devices, "signed_curve25519") for user, devices in missing.items()}
        answer = await self._line.ask("POST", "/keys/claim", {"one_time_keys": wanted, **_OTHER_SERVERS})
        self._machine.begin_sessions(answer.get("one_time_keys", {}))

    async def _share(self, room: MatrixRoom) -> None:
        """People and devices may come and go at every pause in here, so all is looked at again after each."""
        while True:
            await self._members.meet(room)
            people = self._members.readers(room)
            self._machine.update_tracked_users(room)
            await self.know_devices(people)
            await self._begin_sessions(people)
            session = self._session(room.room_id, people)
            waiting = self._without_key(people, session)
            if waiting:
                await self._give(waiting[:_DEVICES_AT_ONCE], room.room_id, session)
            elif room.members_synced and people == self._members.readers(room):
                session.shared = True
                return

    def _session(self, room_id: str, people: list[str]) -> Any:
        """The one in use, unless it is worn out or somebody has it who should not read on."""
        session = self._machine.outbound_group_sessions.get(room_id)
        if session is None or session.expired or session.users_shared_with - self._devices(people):
            self._machine.create_outbound_group_session(room_id)
        return self._machine.outbound_group_sessions[room_id]

    def _devices(self, people: list[str]) -> set[tuple[str, str]]:
        known = self._machine.device_store
        return {(user, device.id) for user in people for device in known.active_user_devices(user)}

    async def _begin_sessions(self, people: list[str]) -> None:
        """A device that had no one-time key to give is not asked again for a while, and gets the key then."""
        now = time.monotonic()
        missing = {
            user: wanted
            for user, devices in self._machine.get_missing_sessions(people).items()
            if (wanted := [each for each in devices if self._without_session.get((user, each), 0.0) <= now])
        }
        if not missing:
            return
        await self.claim({**missing})
        still = self._machine.get_missing_sessions(list(missing))
        for user, devices in missing.items():
            for device in devices:
                self._without_session.pop((user, device), None)
                if device in still.get(user, ()):
                    self._without_session[user, device] = now + _ASK_AGAIN_AFTER

    def _without_key(self, people: list[str], session: Any) -> list[OlmDevice]:
        return [
            device
            for user in people
            for device in self._machine.device_store.active_user_devices(user)
            if (user, device.id) not in session.users_shared_with
            and (user, device.id) != (self._machine.user_id, self._machine.device_id)
            and self._machine.session_store.get(device.curve25519)
        ]

    async def _give(self, devices: list[OlmDevice], room_id: str, session: Any) -> None:
        key = {
            "algorithm": "m.megolm.v1.aes-sha2",
            "room_id": room_id,
            "session_id": session.id,
            "session_key": session.session_key,
        }
        messages: dict[str, dict[str, Any]] = {}
        for device in devices:
            messages.setdefault(device.user_id, {})[device.id] = self._machine.sealed_for(device, "m.room_key", key)
        await self._machine.store.flush()
        await self._line.to_devices("m.room.encrypted", messages)
        session.users_shared_with.update((device.user_id, device.id) for device in devices)
