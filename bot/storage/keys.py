"""The keys of one database: random, kept in it, and wrapped by SECRET_KEY."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from bot.core.errors import Stop
from bot.storage import tables
from bot.storage.secrets import Vault, new_key, unwrap, wrap

_LOOKUP = 0  # the number of the key for lookups; those that seal data count from 1


def open_vault(connection: Connection, secrets: Sequence[bytes]) -> Vault:
    """The vault of this database; keys are made at the first call.

    With a new first secret all keys are wrapped anew and a fresh one seals from then on; what the others sealed can
    still be read, and the secret that was first before is needed no more. Raises `Stop` if no secret fits.
    """
    if not secrets:
        raise Stop("SECRET_KEY is not set. Make one with: python -m bot secret")
    wrapped = {number: bytes(key) for number, key in connection.execute(select(tables.keys))}
    if not wrapped:
        keys = {_LOOKUP: new_key(), 1: new_key()}
        _write(connection, keys, secrets[0])
    else:
        keys, up_to_date = _unwrapped(wrapped, secrets)
        if not up_to_date:
            keys[max(keys) + 1] = new_key()
            _write(connection, keys, secrets[0])
    return Vault(keys[_LOOKUP], {number: key for number, key in keys.items() if number != _LOOKUP})


def read_vault(connection: Connection, secrets: Sequence[bytes]) -> Vault:
    """The same, leaving the keys as they are wrapped. Raises `Stop`, also if there are none yet."""
    wrapped = {number: bytes(key) for number, key in connection.execute(select(tables.keys))}
    if not wrapped:
        raise Stop("The database has no keys yet. Run: python -m bot migrate")
    keys, _ = _unwrapped(wrapped, secrets)
    return Vault(keys[_LOOKUP], {number: key for number, key in keys.items() if number != _LOOKUP})


def _unwrapped(wrapped: dict[int, bytes], secrets: Sequence[bytes]) -> tuple[dict[int, bytes], bool]:
    """The keys, and whether the first secret alone opens all of them."""
    for place, secret in enumerate(secrets):
        keys = {number: unwrap(value, number, secret) for number, value in wrapped.items()}
        if all(keys.values()):
            return {number: key for number, key in keys.items() if key is not None}, place == 0
    raise Stop(
        "SECRET_KEY does not fit this database: what it holds was encrypted with another one. "
        "Set the one that was used before, or put both, separated by a comma."
    )


def _write(connection: Connection, keys: dict[int, bytes], secret: bytes) -> None:
    connection.execute(delete(tables.keys))
    connection.execute(
        insert(tables.keys),
        [{"number": number, "wrapped": wrap(key, number, secret)} for number, key in keys.items()],
    )
