"""What a platform's encryption remembers between two runs: small texts by name, sealed like everything personal.

Of a name only its keyed hash is on disk. The disk itself holds nothing: a container that starts with an empty one
finds its device, its identity and its sessions here.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.secrets import Unsealable, Vault
from bot.storage.tables import key_records

_PLACE = "key_records.record"
_ALL = select(key_records.c.name, key_records.c.record).where(key_records.c.owner == bindparam("of"))
_REMOVE = delete(key_records).where(key_records.c.owner == bindparam("of"), key_records.c.name == bindparam("named"))
_ADD = insert(key_records)


class StoredKeyRecords:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def load(self, owner: str) -> dict[str, str]:
        """Everything that was written for that owner, by name. Raises `Unsealable` for what was tampered with."""
        rows = await self._connection.execute(_ALL, {"of": self._owner(owner)})
        return dict(self._opened(owner, bytes(row.name), bytes(row.record)) for row in rows)

    async def write(self, owner: str, changes: Mapping[str, str | None]) -> None:
        """Remember each text under its name, in the place of an earlier one; None forgets it. No name has a newline."""
        if not changes:
            return
        of = self._owner(owner)
        names = {name: self._name(owner, name) for name in changes}
        await self._connection.execute(_REMOVE, [{"of": of, "named": hashed} for hashed in names.values()])
        rows = [
            {"owner": of, "name": names[name], "record": self._vault.seal(_PLACE, f"{name}\n{text}")}
            for name, text in changes.items()
            if text is not None
        ]
        if rows:
            await self._connection.execute(_ADD, rows)

    def _opened(self, owner: str, hashed: bytes, sealed: bytes) -> tuple[str, str]:
        name, _, text = self._vault.open(_PLACE, sealed).partition("\n")
        if self._name(owner, name) != hashed:
            raise Unsealable(f"{_PLACE}: moved from another row")
        return name, text

    def _owner(self, owner: str) -> bytes:
        return self._vault.lookup("key_records.owner", owner)

    def _name(self, owner: str, name: str) -> bytes:
        return self._vault.lookup("key_records.name", owner, name)
