"""Signing keys and signed JSON (https://spec.matrix.org/v1.16/appendices/#signing-json)."""

from __future__ import annotations

import base64
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nio.api import Api

SEED_BYTES = 32


class SigningKey:
    """An ed25519 key that is its 32-byte seed."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = unpadded(self._key.public_key().public_bytes_raw())

    @classmethod
    def new(cls) -> SigningKey:
        return cls(os.urandom(SEED_BYTES))

    @property
    def id(self) -> str:
        return f"ed25519:{self.public}"

    def signed(self, content: dict[str, Any], user: str) -> dict[str, Any]:
        """The same with this key's signature added to those that are there. What is unsigned stays so."""
        signature = unpadded(self._key.sign(to_be_signed(content)))
        return with_signature(content, user, self.id, signature)


def to_be_signed(content: dict[str, Any]) -> bytes:
    bare = {name: value for name, value in content.items() if name not in {"signatures", "unsigned"}}
    return canonical(bare)


def with_signature(content: dict[str, Any], user: str, key_id: str, signature: str) -> dict[str, Any]:
    signatures = {who: dict(theirs) for who, theirs in content.get("signatures", {}).items()}
    signatures.setdefault(user, {})[key_id] = signature
    return {**content, "signatures": signatures}


def canonical(content: dict[str, Any]) -> bytes:
    return str(Api.to_canonical_json(content)).encode()


def unpadded(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
