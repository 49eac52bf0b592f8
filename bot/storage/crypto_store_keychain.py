"""The key records as a platform's encryption asks for them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.storage.database import Database


class DatabaseKeychain:
    """Implements the keychain that a platform's encryption asks for, each call in a transaction of its own.

    Both raise what `Database.work` raises: `Deposed` above all, so that a process that no longer leads cannot spoil
    the keys of the one that does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, owner: str) -> dict[str, str]:
        async with self._database.work() as work:
            return await work.key_records.load(owner)

    async def write(self, owner: str, changes: Mapping[str, str | None]) -> None:
        async with self._database.work() as work:
            await work.key_records.write(owner, changes)
