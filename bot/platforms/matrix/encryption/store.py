"""nio's store, kept in memory and written to the keychain in one go.

nio expects a database of its own that it can write to at once, many times for one sync. Here its writes are collected,
and `flush` puts them on disk in one transaction. Two rules make that safe, both kept by this package:

- what a sync brought is flushed before its token is saved. An Olm message can be decrypted once only, so the room key
  that was in it and the advanced session are saved together, before the server is told that it may forget the message;
- what is encrypted for another device is flushed before it is sent, or a killed process would use a key twice.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from nio.crypto import (
    DeviceStore,
    GroupSessionStore,
    InboundGroupSession,
    OlmAccount,
    OlmDevice,
    OutgoingKeyRequest,
    Session,
    SessionStore,
    TrustState,
)
from nio.store import MatrixStore

from bot.platforms.matrix.encryption.keychain import Keychain

# What the keychain seals needs no second key; nio's pickles want some passphrase.
_PASSPHRASE = "sealed by the keychain"  # noqa: S105 - it keeps no secret

# Nobody writes with a room key for longer than a week or so, and nothing is ever asked of an old message again.
_ROOM_KEYS_KEPT = timedelta(days=60)


class KeyStore(MatrixStore):  # type: ignore[misc]  # nio says no types
    """What nio asks of its store, for one device.

    Other people's devices are never "verified" here: the bot has nobody who could compare fingerprints. It answers
    whoever may read along.
    """

    def __init__(self, keychain: Keychain, owner: str, texts: Mapping[str, str]) -> None:
        self._keychain = keychain
        self._owner = owner
        self._before = dict(texts)
        self._changes: dict[str, str | None] = {}
        self._flushing = asyncio.Lock()
        self._encrypted: set[str] = set()

    @classmethod
    async def opened(cls, keychain: Keychain, owner: str) -> KeyStore:
        return cls(keychain, owner, await keychain.load(owner))

    async def flush(self) -> None:
        """Everything that was remembered before this call is on disk afterwards. Raises what the keychain raises."""
        async with self._flushing:
            if not self._changes:
                return
            changes, self._changes = self._changes, {}
            try:
                await self._keychain.write(self._owner, changes)
            except BaseException:
                self._changes = changes | self._changes
                raise

    def remember(self, kind: str, name: str, value: Any) -> None:
        self._changes[f"{kind}/{name}"] = json.dumps(value, separators=(",", ":"))

    def forget(self, kind: str, name: str) -> None:
        self._changes[f"{kind}/{name}"] = None

    def take(self, kind: str) -> list[tuple[str, Any]]:
        """What was remembered before this start, by name. Handed out once, since it is a lot to hold twice."""
        start = f"{kind}/"
        names = [name for name in self._before if name.startswith(start)]
        return [(name[len(start) :], json.loads(self._before.pop(name))) for name in names]

    # our own device

    def load_account(self) -> OlmAccount | None:
        for _, (pickle, shared) in self.take("account"):
            return OlmAccount.from_pickle(pickle.encode(), _PASSPHRASE, shared)
        return None

    def save_account(self, account: OlmAccount) -> None:
        self.remember("account", "", [account.pickle(_PASSPHRASE).decode(), account.shared])

    # sessions with other devices

    def load_sessions(self) -> SessionStore:
        sessions = SessionStore()
        for _, (sender_key, pickle, made, used) in self.take("session"):
            session = Session.from_pickle(pickle.encode(), local(made), _PASSPHRASE, local(used))
            sessions.add(sender_key, session)
        return sessions

    def save_session(self, curve_key: str, session: Session) -> None:
        times = [moment.astimezone(UTC).timestamp() for moment in (session.creation_time, session.use_time)]
        self.remember("session", session.id, [curve_key, session.pickle(_PASSPHRASE).decode(), *times])

    def forget_session(self, session: Session) -> None:
        self.forget("session", session.id)

    # room keys

    def load_inbound_group_sessions(self) -> GroupSessionStore:
        sessions = GroupSessionStore()
        oldest = (datetime.now(UTC) - _ROOM_KEYS_KEPT).timestamp()
        for name, (room, sender_key, signing_key, chain, pickle, came) in self.take("room key"):
            if came < oldest:
                self.forget("room key", name)
                continue
            sessions.add(
                InboundGroupSession.from_pickle(pickle.encode(), signing_key, sender_key, room, _PASSPHRASE, chain)
            )
        return sessions

    def save_inbound_group_session(self, session: InboundGroupSession) -> None:
        self.remember(
            "room key",
            f"{session.room_id}/{session.sender_key}/{session.id}",
            [
                *(session.room_id, session.sender_key, session.ed25519, session.forwarding_chain),
                *(session.pickle(_PASSPHRASE).decode(), datetime.now(UTC).timestamp()),
            ],
        )

    # other people's devices

    def load_device_keys(self) -> DeviceStore:
        devices = DeviceStore()
        for _, (user, device, keys, name, deleted) in self.take("device"):
            known = OlmDevice(user, device, keys, display_name=name, deleted=deleted, trust_state=TrustState.ignored)
            devices.add(known)
        return devices

    def save_device_keys(self, device_keys: Mapping[str, Mapping[str, OlmDevice]]) -> None:
        for user, devices in device_keys.items():
            for name, device in devices.items():
                values = [user, name, device.keys, device.display_name, device.deleted]
                self.remember("device", f"{user}/{name}", values)

    def forget_device(self, device: OlmDevice) -> None:
        self.forget("device", f"{device.user_id}/{device.id}")

    # rooms

    def load_encrypted_rooms(self) -> set[str]:
        self._encrypted = {room for room, _ in self.take("encrypted room")}
        return set(self._encrypted)

    def save_encrypted_rooms(self, rooms: Iterable[str]) -> None:
        for room in set(rooms) - self._encrypted:
            self._encrypted.add(room)
            self.remember("encrypted room", room, 1)

    def delete_encrypted_room(self, room: str) -> None:
        self._encrypted.discard(room)
        self.forget("encrypted room", room)

    # room keys that we have asked for

    def load_outgoing_key_requests(self) -> dict[str, OutgoingKeyRequest]:
        return {name: OutgoingKeyRequest(name, *values) for name, values in self.take("request")}

    def add_outgoing_key_request(self, key_request: OutgoingKeyRequest) -> None:
        values = [key_request.session_id, key_request.room_id, key_request.algorithm]
        self.remember("request", key_request.request_id, values)

    def remove_outgoing_key_request(self, key_request: OutgoingKeyRequest) -> None:
        self.forget("request", key_request.request_id)

    # trust

    def is_device_verified(self, device: OlmDevice) -> bool:  # noqa: ARG002
        return False

    def is_device_blacklisted(self, device: OlmDevice) -> bool:  # noqa: ARG002
        return False

    def is_device_ignored(self, device: OlmDevice) -> bool:  # noqa: ARG002 - to nio: "send to it all the same"
        return True

    def ignore_devices(self, devices: list[OlmDevice]) -> None:
        for device in devices:
            device.trust_state = TrustState.ignored


def local(moment: float) -> datetime:
    """As nio measures ages: by datetimes without a zone, in local time."""
    return datetime.fromtimestamp(moment, UTC).astimezone().replace(tzinfo=None)
