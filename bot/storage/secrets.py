"""How personal data is made unreadable on disk, and how it is found again all the same."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_LOOKUP_BYTES = 16
_HEADER_BYTES = 3  # how it was sealed (1), and the number of the key (2)
_AS_OF_NOW = b"\x01"
_BLOCK = 32  # texts are filled up to a multiple of this, so that "no" does not show by being shorter than "yes"


class Unsealable(Exception):  # noqa: N818 - it says what the value is
    """A sealed value was altered, was moved from another place, or its key is not there."""


def new_secret() -> str:
    """A fresh value for SECRET_KEY: 32 random bytes as URL-safe base64, 44 characters."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def wrap(key: bytes, number: int, secret: bytes) -> bytes:
    """The key as it may stand in the database, for those alone who have the secret."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_wrapping_key(secret)).encrypt(nonce, key, _wrapped_place(number))


def unwrap(wrapped: bytes, number: int, secret: bytes) -> bytes | None:
    """None if it was wrapped by another secret."""
    nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return AESGCM(_wrapping_key(secret)).decrypt(nonce, sealed, _wrapped_place(number))
    except InvalidTag:
        return None


def _wrapping_key(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"hallkeeper: wrapping keys").derive(secret)


def _wrapped_place(number: int) -> bytes:
    return b"keys.wrapped:%d" % number


class Vault:
    """Seals texts for one place each (`table.column`), and makes the keyed hashes by which they are looked up.

    AES-256-GCM with random nonces: safe for some 2³² values a key, years at the greatest speed that platforms allow.
    """

    def __init__(self, lookup_key: bytes, data_keys: Mapping[int, bytes]) -> None:
        """`data_keys` by number; the one with the highest seals, all of them open."""
        self._lookup_key = lookup_key
        self._ciphers = {number: AESGCM(key) for number, key in data_keys.items()}
        newest = max(data_keys)
        self._newest = self._ciphers[newest]
        self._header = _AS_OF_NOW + newest.to_bytes(2, "big")

    def seal(self, place: str, text: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return self._header + nonce + self._newest.encrypt(nonce, _filled(text), self._header + place.encode())

    def open(self, place: str, sealed: bytes) -> str:
        """Raises `Unsealable` if this was not sealed for this very place."""
        header, rest = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
        cipher = self._ciphers.get(int.from_bytes(header[1:], "big"))
        if header[:1] != _AS_OF_NOW or cipher is None:
            raise Unsealable(f"{place}: sealed in an unknown way or by an unknown key")
        try:
            filled = cipher.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], header + place.encode())
        except (InvalidTag, ValueError):
            raise Unsealable(f"{place}: altered, or sealed for another place") from None
        return filled[: filled.rindex(b"\x80")].decode(errors="surrogatepass")

    def lookup(self, kind: str, *parts: str) -> bytes:
        """The same 16 bytes for the same parts, and nothing about them for whoever lacks the key.

        Hashes of one kind cannot be matched with those of another. No part may contain a NUL character.
        """
        text = "\0".join((kind, *parts))
        return blake2b(text.encode(errors="surrogatepass"), key=self._lookup_key, digest_size=_LOOKUP_BYTES).digest()


def _filled(text: str) -> bytes:
    data = text.encode(errors="surrogatepass") + b"\x80"
    return data + b"\0" * (-len(data) % _BLOCK)
