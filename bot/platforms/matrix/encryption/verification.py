"""Emoji verification that somebody begins with the bot, between devices or in a private chat, is gone through.

The bot cannot look at emoji, so it finds them right at once: it vouches for its own keys, and concludes nothing about
the other side. What the person sees is as good as their own look at the bot's side, which there is none of; but Element
offers no other way to be rid of "not verified", and it is theirs to choose.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from bot.platforms.matrix.encryption.comparison import METHOD, Comparison, Mismatch, Side
from bot.platforms.matrix.encryption.identity import Identity
from bot.platforms.matrix.encryption.machine import Machine

_PREFIX = "m.key.verification."
_REQUEST = f"{_PREFIX}request"
_LASTS = 600.0
_MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Step:
    """Something heard of a verification. `sent`: milliseconds since 1970, as somebody says."""

    kind: str
    user: str
    content: dict[str, Any]
    transaction: str
    sent: Any
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A step to be sent: into `room`, or to `device` where there is none."""

    user: str
    device: str
    room: str | None
    kind: str
    content: dict[str, Any]


@dataclass(slots=True)
class _Verification:
    user: str
    device: str
    room: str | None
    transaction: str
    begun: float
    comparison: Comparison | None = None


class Verifications:
    def __init__(self, machine: Machine, identity: Identity) -> None:
        self._machine = machine
        self._identity = identity
        self._open: dict[tuple[str, str], _Verification] = {}
        self.replies: deque[Reply] = deque()

    def hear_to_device(self, event: dict[str, Any]) -> None:
        content = event.get("content")
        if str(event.get("type", "")).startswith(_PREFIX) and isinstance(content, dict):
            sent = content.get("timestamp")
            self._hear(Step(event["type"], str(event.get("sender")), content, str(content.get("transaction_id")), sent))

    def hear_in_room(self, room: str, event: dict[str, Any]) -> None:
        """`event` as it is after decryption."""
        content = event.get("content")
        if not isinstance(content, dict) or event.get("sender") == self._machine.user_id:
            return
        sender, kind, sent = str(event.get("sender")), str(event.get("type", "")), event.get("origin_server_ts", 0)
        if kind == "m.room.message" and content.get("msgtype") == _REQUEST:
            if content.get("to") == self._machine.user_id:
                self._hear(Step(_REQUEST, sender, content, str(event.get("event_id")), sent, room))
        elif kind.startswith(_PREFIX):
            relation = content.get("m.relates_to")
            transaction = relation.get("event_id") if isinstance(relation, dict) else None
            self._hear(Step(kind, sender, content, str(transaction), sent, room))

    def _hear(self, step: Step) -> None:
        if step.kind == _REQUEST:
            self._begin(step)
            return
        verification = self._open.get((step.user, step.transaction))
        if verification is None:
            return
        try:
            self._go_on(verification, step.kind.removeprefix(_PREFIX), step.content)
        except Mismatch as mismatch:
            self._reply(verification, "cancel", {"code": str(mismatch), "reason": str(mismatch)})
            self._end(verification)

    def _begin(self, asked: Step) -> None:
        device, methods = asked.content.get("from_device"), asked.content.get("methods")
        recent = isinstance(asked.sent, int | float) and abs(time.time() - asked.sent / 1000) < _LASTS
        if not isinstance(device, str) or not isinstance(methods, list) or METHOD not in methods or not recent:
            return
        self._tidy()
        verification = _Verification(asked.user, device, asked.room, asked.transaction, time.monotonic())
        self._open[asked.user, asked.transaction] = verification
        self._machine.users_for_key_query.add(asked.user)
        self._reply(verification, "ready", {"from_device": self._machine.device_id, "methods": [METHOD]})

    def _go_on(self, verification: _Verification, step: str, content: dict[str, Any]) -> None:
        comparison = verification.comparison
        if step == "start" and comparison is None:
            verification.comparison = Comparison(self._ours(), self._theirs(verification), verification.transaction)
            self._reply(verification, "accept", verification.comparison.accept(content))
        elif step == "key" and comparison is not None:
            self._reply(verification, "key", comparison.exchange(content.get("key")))
            self._reply(verification, "mac", comparison.vouch())
        elif step == "mac" and comparison is not None:
            comparison.check(content)
            self._reply(verification, "done", {})
        elif step in {"done", "cancel"}:
            self._end(verification)
        else:
            raise Mismatch("m.unexpected_message")

    def _ours(self) -> Side:
        machine, master = self._machine, self._identity.master
        device_key = machine.account.identity_keys["ed25519"]
        keys = {f"ed25519:{machine.device_id}": device_key, master.id: master.public}
        return Side(machine.user_id, machine.device_id, keys)

    def _theirs(self, verification: _Verification) -> Side:
        device = self._machine.device_store[verification.user].get(verification.device)
        if device is None:
            raise Mismatch("m.user_error")
        return Side(device.user_id, device.id, {f"ed25519:{device.id}": device.ed25519})

    def _reply(self, verification: _Verification, step: str, content: dict[str, Any]) -> None:
        if verification.room is None:
            content = {**content, "transaction_id": verification.transaction}
        else:
            relation = {"rel_type": "m.reference", "event_id": verification.transaction}
            content = {**content, "m.relates_to": relation}
        self.replies.append(
            Reply(verification.user, verification.device, verification.room, f"{_PREFIX}{step}", content)
        )

    def _end(self, verification: _Verification) -> None:
        self._open.pop((verification.user, verification.transaction), None)

    def _tidy(self) -> None:
        now = time.monotonic()
        for key, verification in list(self._open.items()):
            if now - verification.begun > _LASTS or len(self._open) >= _MOST_AT_ONCE:
                del self._open[key]
