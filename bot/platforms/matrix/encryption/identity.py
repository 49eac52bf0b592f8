"""The bot's identity: the three keys by which it vouches for its own device (cross-signing).

Without it Element neither shows what the bot says nor gives it keys
(https://spec.matrix.org/v1.16/client-server-api/#cross-signing). Made once, at the first start, before the bot meets
anyone: people who have met an account without an identity would be warned of every change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.core.errors import NotYet, Stop
from bot.platforms.matrix.encryption.interactive import with_password
from bot.platforms.matrix.encryption.line import Line, Refusal
from bot.platforms.matrix.encryption.machine import Machine
from bot.platforms.matrix.encryption.signing import SigningKey
from bot.platforms.matrix.encryption.store import KeyStore

_log = structlog.get_logger(__name__)

_RECORD = "identity"
_USAGES = ("master", "self_signing", "user_signing")


@dataclass(frozen=True, slots=True)
class Identity:
    user: str
    master: SigningKey
    self_signing: SigningKey
    user_signing: SigningKey

    @classmethod
    def new(cls, user: str) -> Identity:
        return cls(user, SigningKey.new(), SigningKey.new(), SigningKey.new())

    @classmethod
    def kept(cls, user: str, store: KeyStore) -> Identity | None:
        for _, seeds in store.take(_RECORD):
            return cls(user, *(SigningKey(bytes.fromhex(seed)) for seed in seeds))
        return None

    def keep(self, store: KeyStore) -> None:
        seeds = [key.seed.hex() for key in (self.master, self.self_signing, self.user_signing)]
        store.remember(_RECORD, "", seeds)

    def public_keys(self) -> dict[str, Any]:
        """As the server wants them: the two others vouched for by the master key."""
        keys = (self.master, self.self_signing, self.user_signing)
        bare = [
            {"user_id": self.user, "usage": [usage], "keys": {key.id: key.public}}
            for usage, key in zip(_USAGES, keys, strict=True)
        ]
        signed = [bare[0], *(self.master.signed(key, self.user) for key in bare[1:])]
        return {f"{usage}_key": key for usage, key in zip(_USAGES, signed, strict=True)}


@dataclass(frozen=True, slots=True)
class Published:
    """What the server tells everybody about the account."""

    master: dict[str, Any] | None
    device: dict[str, Any] | None

    @classmethod
    async def asked(cls, line: Line, user: str, device: str) -> Published:
        answer = await line.ask("POST", "/keys/query", {"device_keys": {user: []}})
        devices = answer.get("device_keys", {}).get(user, {})
        return cls(answer.get("master_keys", {}).get(user), devices.get(device))

    @property
    def master_key(self) -> str | None:
        return None if self.master is None else next(iter(self.master["keys"].values()))


class Vouching:
    """Makes the identity and vouches for the device with it. Every step may be repeated after a kill."""

    def __init__(self, line: Line, machine: Machine, identities: KeyStore, *, password: str | None) -> None:
        self._line = line
        self._machine = machine
        self._identities = identities
        self._password = password

    async def ensure(self, *, replace_foreign: bool = False) -> Identity:
        """The identity, published, with the device signed by it. Raises `Stop`, or `NotYet` where it may pass."""
        user, device = self._machine.user_id, self._machine.device_id
        try:
            published = await Published.asked(self._line, user, device)
            identity = Identity.kept(user, self._identities)
            if published.master_key is None or published.master_key != (identity and identity.master.public):
                identity = await self._publish(published, identity, replace_foreign=replace_foreign)
                published = replace(published, master=identity.public_keys()["master_key"])
            assert identity is not None
            await self._sign(identity, published)
        except Refusal as refusal:
            if refusal.passing:
                raise NotYet(f"The homeserver does not take the bot's keys at present: {refusal}") from None
            raise Stop(f"The homeserver refuses the bot's keys: {refusal}") from None
        return identity

    async def _publish(self, published: Published, kept: Identity | None, *, replace_foreign: bool) -> Identity:
        user = self._machine.user_id
        if published.master_key is not None and not replace_foreign:
            raise Stop(
                f"{user} already has an encryption identity that was made elsewhere (in Element, say, or by a "
                "Hallkeeper with another database), and Hallkeeper does not overwrite it by itself. Give it back its "
                "database, or an account of its own."
            )
        identity = kept or Identity.new(user)
        identity.keep(self._identities)
        await self._identities.flush()  # first: seeds that are lost cannot be made again
        await with_password(
            self._line, "/keys/device_signing/upload", identity.public_keys(), user=user, password=self._password
        )
        _log.info("the bot has its encryption identity now")
        return identity

    async def _sign(self, identity: Identity, published: Published) -> None:
        """The device by the identity, and the identity by the device."""
        user, device = self._machine.user_id, self._machine.device_id
        assert published.master is not None
        uploads: dict[str, Any] = {}
        there = (published.device or {}).get("signatures", {}).get(user, {})
        if identity.self_signing.id not in there:
            uploads[device] = identity.self_signing.signed(self._machine.signed_device_keys(), user)
        if f"ed25519:{device}" not in published.master.get("signatures", {}).get(user, {}):
            uploads[identity.master.public] = self._machine.signed(identity.public_keys()["master_key"])
        if uploads:
            answer = await self._line.ask("POST", "/keys/signatures/upload", {user: uploads})
            if answer.get("failures"):
                raise Stop(f"The homeserver refuses the signature of the bot's device: {answer['failures']}")
