"""The bot's own keys on the homeserver: those that name its device, and those with which others begin sessions.

A one-time key serves one new session. When there are none left, the homeserver hands out the fallback key to all who
ask; then there is to be a new one. nio 0.26 uploads no fallback key, and does not notice
when the last one-time key has gone (https://spec.matrix.org/v1.16/client-server-api/#one-time-and-fallback-keys).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog

from bot.core.errors import Stop
from bot.platforms.matrix.encryption.identity import Published
from bot.platforms.matrix.encryption.line import Line, Refusal
from bot.platforms.matrix.encryption.machine import Machine

_log = structlog.get_logger(__name__)

_KIND = "signed_curve25519"


class OwnKeys:
    def __init__(self, line: Line, machine: Machine) -> None:
        self._line = line
        self._machine = machine
        self._left: int | None = None
        self._wants_fallback = False

    @property
    def due(self) -> bool:
        enough = self._machine.account.max_one_time_keys // 2
        return self._wants_fallback or (self._left is not None and self._left < enough)

    async def publish(self) -> None:
        """The device's keys, where the homeserver does not have them yet.

        Raises `Stop` if it has others for this device, and `Refusal`.
        """
        machine = self._machine
        published = await Published.asked(self._line, machine.user_id, machine.device_id)
        ours = machine.signed_device_keys()
        if published.device is not None:
            if published.device.get("keys") != ours["keys"]:
                raise Stop(
                    f"The device {machine.device_id} of {machine.user_id} already has other encryption keys: another "
                    "program uses it, or Hallkeeper's database was lost or replaced by an older one. "
                    "Let Hallkeeper log in anew, as another device."
                )
            machine.account.shared = True
            # What was about to be uploaded when an earlier process ended may be there or not: never twice.
            machine.mark_keys_as_published()
            self.counted(await self._count())
            return
        await self._upload({"device_keys": ours}, machine.account.max_one_time_keys, fallback=True)

    def counted(self, one_time: int | None) -> None:
        """How many one-time keys are left, as a sync says. With none left the fallback key has been handed out."""
        if one_time is not None:
            self._left = one_time
            self._wants_fallback = self._wants_fallback or one_time == 0

    async def refill(self) -> None:
        """Raises `Refusal`."""
        missing = 0 if self._left is None else self._machine.account.max_one_time_keys - self._left
        await self._upload({}, max(0, missing), fallback=self._wants_fallback)

    async def _count(self) -> int:
        answer = await self._line.ask("POST", "/keys/upload", {})
        return int(answer.get("one_time_key_counts", {}).get(_KIND, 0))

    async def _upload(self, body: dict[str, Any], one_time: int, *, fallback: bool) -> None:
        """Saved first: somebody may use a key from the moment that the homeserver has it."""
        machine = self._machine
        machine.account.generate_one_time_keys(one_time)
        body["one_time_keys"] = self._signed(machine.account.one_time_keys["curve25519"])
        if fallback:
            machine.account._account.generate_fallback_key()  # noqa: SLF001 - nio has no word for it
            body["fallback_keys"] = self._signed(_fallback_keys(machine), fallback=True)
        machine.save_account()
        await machine.store.flush()
        try:
            answer = await self._line.ask("POST", "/keys/upload", body)
        except Refusal as refusal:
            if refusal.status == HTTPStatus.BAD_REQUEST:  # it has other keys of the same names: the next ones do
                machine.mark_keys_as_published()
            raise
        machine.mark_keys_as_published()
        machine.account.shared = True
        machine.save_account()
        await machine.store.flush()
        self._left = int(answer.get("one_time_key_counts", {}).get(_KIND, 0))
        self._wants_fallback = self._wants_fallback and not fallback
        _log.info("one-time keys uploaded", how_many=one_time, fallback=fallback)

    def _signed(self, keys: dict[str, str], *, fallback: bool = False) -> dict[str, Any]:
        mark = {"fallback": True} if fallback else {}
        return {f"{_KIND}:{name}": self._machine.signed({"key": key, **mark}) for name, key in keys.items()}


def _fallback_keys(machine: Machine) -> dict[str, str]:
    keys = machine.account._account.fallback_key  # noqa: SLF001
    return {name: key.to_base64() for name, key in keys.items()}
