"""Comparing emoji, for the side that was asked (https://spec.matrix.org/v1.16/client-server-api/#sas-hkdf-verification).

nio 0.26 has this too, but its commitment is not what the specification asks for, it knows only the message
authentication that clients have given up, and it vouches for the device but not for the identity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import vodozemac

from bot.platforms.matrix.encryption.signing import canonical, unpadded

METHOD = "m.sas.v1"
_AGREEMENT = "curve25519-hkdf-sha256"
_HASH = "sha256"
_AUTHENTICATION = "hkdf-hmac-sha256.v2"
_SHOWN = ("emoji", "decimal")


class Mismatch(Exception):  # noqa: N818
    """The verification must not go on; its text is the specification's code for why."""


@dataclass(frozen=True, slots=True)
class Side:
    """`keys`: the public keys by id that are vouched for."""

    user: str
    device: str
    keys: Mapping[str, str]


class Comparison:
    """One verification, from the other side's `start` on. Every method raises `Mismatch`."""

    def __init__(self, ours: Side, theirs: Side, transaction: str) -> None:
        self._ours = ours
        self._theirs = theirs
        self._transaction = transaction
        self._sas = vodozemac.Sas()
        self._established: Any = None

    def accept(self, start: dict[str, Any]) -> dict[str, Any]:
        shown = [way for way in _SHOWN if way in start.get("short_authentication_string", ())]
        offered = (
            start.get("method") == METHOD
            and _AGREEMENT in start.get("key_agreement_protocols", ())
            and _HASH in start.get("hashes", ())
            and _AUTHENTICATION in start.get("message_authentication_codes", ())
        )
        if not offered or not shown:
            raise Mismatch("m.unknown_method")
        commitment = hashlib.sha256(self._public.encode() + canonical(start)).digest()
        return {
            "method": METHOD,
            "key_agreement_protocol": _AGREEMENT,
            "hash": _HASH,
            "message_authentication_code": _AUTHENTICATION,
            "short_authentication_string": shown,
            "commitment": unpadded(commitment),
        }

    def exchange(self, their_key: Any) -> dict[str, Any]:
        if self._established is not None:
            raise Mismatch("m.unexpected_message")
        try:
            self._established = self._sas.diffie_hellman(vodozemac.Curve25519PublicKey.from_base64(str(their_key)))
        except Exception:  # noqa: BLE001 - vodozemac has an exception for everything that may be wrong with a key
            raise Mismatch("m.invalid_message") from None
        return {"key": self._public}

    def vouch(self) -> dict[str, Any]:
        """For our keys, under what only the two sides know."""
        keys = self._ours.keys
        return {
            "mac": {key_id: self._authenticated(self._ours, self._theirs, key_id, key) for key_id, key in keys.items()},
            "keys": self._authenticated(self._ours, self._theirs, "KEY_IDS", ",".join(sorted(keys))),
        }

    def check(self, vouched: dict[str, Any]) -> None:
        """That the other side vouches for the keys that the homeserver says are theirs."""
        if self._established is None:
            raise Mismatch("m.unexpected_message")
        macs = vouched.get("mac")
        if not isinstance(macs, dict):
            raise Mismatch("m.invalid_message")
        ids = self._authenticated(self._theirs, self._ours, "KEY_IDS", ",".join(sorted(macs)))
        known = {key_id: key for key_id, key in self._theirs.keys.items() if key_id in macs}
        right = all(
            macs[key_id] == self._authenticated(self._theirs, self._ours, key_id, key) for key_id, key in known.items()
        )
        if vouched.get("keys") != ids or not known or not right:
            raise Mismatch("m.key_mismatch")

    @property
    def _public(self) -> str:
        return str(self._sas.public_key.to_base64())

    def _authenticated(self, of: Side, to: Side, what: str, text: str) -> str:
        about = f"MATRIX_KEY_VERIFICATION_MAC{of.user}{of.device}{to.user}{to.device}{self._transaction}{what}"
        return str(self._established.calculate_mac(text, about))
