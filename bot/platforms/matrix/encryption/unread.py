"""Messages whose key has not come: asked for again, read when it comes, and given up in words when it doesn't.

They wait in the store, since the homeserver does not deliver them again after a restart.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nio import Event, MegolmEvent
from nio.crypto import OlmDevice

from bot.platforms.matrix.encryption.machine import Machine
from bot.platforms.matrix.encryption.store import KeyStore

PATIENCE = 10.0
_ROUSE_AGAIN_AFTER = 3600.0
_KIND = "unread"


@dataclass(frozen=True, slots=True)
class Late:
    """What became of messages that could not be read when they came. Both in the order in which they came.

    `read` are to be decided as if they came now, `lost` to be answered in words. Each comes again after a restart if
    the process ended before the next sync.
    """

    read: tuple[Event, ...] = ()
    lost: tuple[MegolmEvent, ...] = ()


class Unread:
    def __init__(self, machine: Machine, store: KeyStore, now: Callable[[], float] = time.time) -> None:
        self._machine = machine
        self._store = store
        self._now = now
        self._waiting: dict[str, tuple[MegolmEvent, float]] = {}
        self._handed: list[str] = []
        self._roused: dict[tuple[str, str], float] = {}
        for name, (source, room, since) in store.take(_KIND):
            event = MegolmEvent.from_dict(source)
            if isinstance(event, MegolmEvent):
                event.room_id = room
                self._waiting[name] = (event, since)

    @property
    def waiting(self) -> bool:
        return bool(self._waiting)

    def note(self, event: MegolmEvent) -> None:
        """Ask its sender for its key. Does nothing for what is known already, or is the bot's own."""
        if event.event_id in self._waiting or event.event_id in self._handed or event.sender == self._machine.user_id:
            return
        self._waiting[event.event_id] = (event, self._now())
        self._store.remember(_KIND, event.event_id, [event.source, event.room_id, self._now()])
        if event.session_id not in self._machine.outgoing_key_requests:
            request = event.as_key_request(event.sender, self._machine.device_id, event.session_id, event.device_id)
            self._machine.outgoing_to_device_messages.append(request)
        if event.device_id not in self._machine.device_store[event.sender]:
            self._machine.users_for_key_query.add(event.sender)

    def settle(self) -> Late:
        """What can be read by now, and what has waited long enough."""
        self._forget_handed()
        read, lost = [], []
        for name, (event, since) in list(self._waiting.items()):
            if (decrypted := self._decrypted(event)) is not None:
                read.append(decrypted)
            elif self._now() - since > PATIENCE:
                lost.append(event)
                self._stop_asking(event)
            else:
                continue
            del self._waiting[name]
            self._handed.append(name)
        return Late(tuple(read), tuple(lost))

    def rouse(self) -> None:
        """See to it that their senders' next messages can be read, by beginning a new session with their devices.

        A client that sees one gives that device the key of the room once more.
        """
        for event, _ in self._waiting.values():
            device = self._machine.device_store[event.sender].get(event.device_id)
            if device is not None and not device.deleted and self._may_rouse(device):
                self._machine.wedged_devices.append(device)

    def _may_rouse(self, device: OlmDevice) -> bool:
        which = (device.user_id, device.id)
        now = self._now()
        if device in self._machine.wedged_devices or now - self._roused.get(which, 0.0) < _ROUSE_AGAIN_AFTER:
            return False
        self._roused[which] = now
        return True

    def _decrypted(self, event: MegolmEvent) -> Any:
        assert event.sender_key is not None
        assert event.session_id is not None
        if self._machine.inbound_group_store.get(event.room_id, event.sender_key, event.session_id) is None:
            return None
        return self._machine._decrypt_megolm_no_error(event)  # noqa: SLF001 - nio offers only the one that raises

    def _stop_asking(self, event: MegolmEvent) -> None:
        asked = self._machine.outgoing_key_requests.pop(str(event.session_id), None)
        if asked is not None:
            self._machine.store.remove_outgoing_key_request(asked)

    def _forget_handed(self) -> None:
        for name in self._handed:
            self._store.forget(_KIND, name)
        self._handed = []
