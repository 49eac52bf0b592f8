"""nio's Olm machine, made fit for strangers: what they send can neither stop it nor use it up.

Differences to nio 0.26, each of them found by reading or trying it:
- a malformed message, device or one-time key raises there out of the whole sync or query, for everybody;
- it saves the account before it removes the one-time key that a new session has used up, and not afterwards;
- a room key that comes twice replaces the better one;
- a room key that is forwarded is taken from the bot's own verified devices alone, of which there are none. Here it is
  taken from the device that made it, and only if it was asked for;
- its own emoji verification and its own sharing of room keys are not used (see `verification.py` and `sharing.py`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
import vodozemac
from nio.crypto import InboundGroupSession, Olm
from nio.events import ForwardedRoomKeyEvent, KeyVerificationEvent, MegolmEvent, UnknownBadEvent
from nio.exceptions import EncryptionError
from nio.responses import KeysClaimResponse, KeysQueryResponse

from bot.platforms.matrix.encryption.signing import to_be_signed, with_signature
from bot.platforms.matrix.encryption.store import KeyStore

_log = structlog.get_logger(__name__)

_KEY = "ed25519"


class Machine(Olm):  # type: ignore[misc]  # nio says no types
    """One device's keys and sessions. Nothing in it does I/O: what it wants saved, the store collects."""

    store: KeyStore

    # our own device

    def signed(self, content: dict[str, Any]) -> dict[str, Any]:
        """The same with the device's signature."""
        signature = self.account.sign(to_be_signed(content).decode())
        return with_signature(content, self.user_id, f"{_KEY}:{self.device_id}", signature)

    def signed_device_keys(self) -> dict[str, Any]:
        keys = self.account.identity_keys
        return self.signed(
            {
                "algorithms": list(self._algorithms),
                "device_id": self.device_id,
                "user_id": self.user_id,
                "keys": {f"{kind}:{self.device_id}": keys[kind] for kind in ("curve25519", "ed25519")},
            }
        )

    # what comes in

    def handle_to_device_event(self, event: Any) -> Any:
        try:
            return super().handle_to_device_event(event)
        except Exception as error:  # noqa: BLE001 - anybody may send anything
            _log.warning("a message to the bot's device makes no sense", because=type(error).__name__)
            return None

    def handle_key_verification(self, event: KeyVerificationEvent) -> None:
        """Done elsewhere."""

    def check_if_wedged(self, event: MegolmEvent) -> None:
        """Done elsewhere: every message that cannot be read is treated in the same way."""

    def decrypt(self, sender: str, sender_key: str, message: Any) -> Any:
        decrypted = super().decrypt(sender, sender_key, message)
        if isinstance(message, vodozemac.PreKeyMessage):
            self.save_account()
        return decrypted

    def _decrypt_megolm_no_error(self, event: MegolmEvent, room_id: str | None = None) -> Any:
        """None is for what cannot be decrypted; what is decrypted and makes no sense is a bad event."""
        try:
            return self.decrypt_megolm_event(event, room_id)
        except EncryptionError:
            return None
        except Exception as error:  # noqa: BLE001
            _log.warning("a decrypted message makes no sense", because=type(error).__name__)
            return UnknownBadEvent(event.source, event.transaction_id)

    def create_group_session(
        self, sender_key: str, sender_fp_key: str, room_id: str, session_id: str, session_key: str
    ) -> None:
        known = self.inbound_group_store.get(room_id, sender_key, session_id)
        if known is not None and _first_index(session_key) >= known.first_known_index:
            return
        super().create_group_session(sender_key, sender_fp_key, room_id, session_id, session_key)

    def _should_accept_forward(self, sender: str, sender_key: str, event: ForwardedRoomKeyEvent) -> bool:
        asked = self.outgoing_key_requests.get(event.session_id)
        content = event.source["content"]
        return (
            asked is not None
            and (event.algorithm, event.room_id) == (asked.algorithm, asked.room_id)
            and content["sender_key"] == sender_key
            and self.device_store.device_from_sender_key(sender, sender_key) is not None
        )

    # what the homeserver tells of others

    def take_devices(self, user: str, devices: dict[str, Any]) -> KeysQueryResponse | None:
        """The answer about one user alone, for the client to take note of. None if it makes no sense."""
        response = KeysQueryResponse.from_dict({"device_keys": {user: devices}, "failures": {}})
        return response if isinstance(response, KeysQueryResponse) else None

    def _handle_key_query(self, response: KeysQueryResponse) -> None:
        asked_meanwhile = set(self.users_for_key_query)
        try:
            super()._handle_key_query(response)
        except Exception as error:  # noqa: BLE001
            _log.warning("somebody's devices make no sense", because=type(error).__name__)
        self.users_for_key_query |= asked_meanwhile

    def begin_sessions(self, claimed: dict[str, Any]) -> None:
        """From one-time keys by user and device. Those that make no sense begin none."""
        for user, devices in claimed.items():
            for device, key in devices.items() if isinstance(devices, dict) else ():
                try:
                    super()._handle_key_claiming(KeysClaimResponse({user: {device: key}}, {}))
                except Exception as error:  # noqa: BLE001
                    _log.warning("somebody's one-time key makes no sense", because=type(error).__name__)

    def forget_user(self, user: str) -> None:
        """Their devices; whoever is met again is asked for anew."""
        for device in self.device_store._entries.pop(user, {}).values():  # noqa: SLF001 - nio forgets nobody
            self.store.forget_device(device)
        self.tracked_users.discard(user)
        self.users_for_key_query.discard(user)

    def forget_deleted_devices(self) -> None:
        """Those that their owners have signed out."""
        for user, devices in list(self.device_store.items()):
            for device in [each for each in devices.values() if each.deleted and user != self.user_id]:
                del devices[device.id]
                self.store.forget_device(device)

    def forget_sessions(self, *, unused_since: datetime) -> None:
        """Those with devices that are no longer known. Without one, the next message from there cannot be read.

        `unused_since` is local time without a zone, as nio has it.
        """
        known = {device.curve25519 for device in self.device_store}
        for key, sessions in list(self.session_store.items()):
            for session in [each for each in sessions if key not in known and each.use_time < unused_since]:
                sessions.remove(session)
                self.store.forget_session(session)

    # what goes out

    def should_share_group_session(self, room_id: str) -> bool:  # noqa: ARG002 - nio would share by itself
        return False

    def sealed_for(self, device: Any, kind: str, content: dict[str, Any]) -> dict[str, Any] | None:
        """The content of an `m.room.encrypted` for that device; None without a session with it."""
        session = self.session_store.get(device.curve25519)
        return None if session is None else dict(self._olm_encrypt(session, device, kind, content))


def _first_index(session_key: str) -> int:
    try:
        session = InboundGroupSession(session_key, "", "", "")
    except Exception:  # noqa: BLE001 - nio says what is wrong with it
        return 0
    return int(session.first_known_index)
