"""The database of one bot: opened, and worked on in one transaction after another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import URL, Connection, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.errors import Deposed, Stop
from bot.storage.engines import is_sqlite, postgresql_engine, sqlite_engine, sqlite_file, understood
from bot.storage.faults import said_plainly
from bot.storage.keys import open_vault, read_vault
from bot.storage.layout import ensure_fitting
from bot.storage.secrets import Vault
from bot.storage.tables import layout, leader
from bot.storage.transaction import Transaction

# Shared with other processes that check it, but not with one that wants to change it: whoever takes the lead waits
# until what is being saved under the old one is saved, and nothing can be saved under the old one afterwards.
_EPOCH = select(leader.c.epoch).with_for_update(read=True)
_NEXT_EPOCH = update(leader).values(epoch=leader.c.epoch + 1).returning(leader.c.epoch)
# Changes nothing, but shows that something could be, and of two that start at once lets one wait for the other.
_TOUCH = update(layout).values(oldest=layout.c.oldest)
_PATIENTLY = text("SET LOCAL lock_timeout = '90s'")  # longer than a frozen transaction of the last leader can last


class Database:
    """Implements `bot.core.ports.Store`."""

    def __init__(self, url: URL, engine: AsyncEngine, secrets: Sequence[bytes], vault: Vault) -> None:
        self.url = url
        self.engine = engine
        self._secrets = secrets
        self._vault = vault
        self._epoch: int | None = None
        self._turn = asyncio.Lock()
        self.begun = 0

    @classmethod
    async def open(
        cls, url: str, secrets: Sequence[bytes], *, most_connections: int = 4, only_to_look: bool = False
    ) -> Database:
        """Connect, look whether the tables and SECRET_KEY fit, and make use of a new first secret.

        `url` as SQLAlchemy wants it: `sqlite+aiosqlite:///…` or `postgresql+psycopg://…`. One connection of
        `most_connections` is left to whoever leads. `only_to_look`: the keys are left as they are, since another
        process may be at work with an older secret. Raises `Stop`, or `NotYet` where the fault may pass.
        """
        parts = understood(url)
        engine = _engine(parts, most_connections)
        try:
            with said_plainly(parts):
                async with engine.begin() as connection:
                    vault = await connection.run_sync(_seen_vault if only_to_look else _fitting_vault, secrets)
        except BaseException:
            await engine.dispose()
            raise
        return cls(parts, engine, secrets, vault)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Transaction]:
        """One transaction; others of this process wait for their turn, so it must not be asked for within itself.

        Raises `Deposed` when another process leads, `NotYet` when the database cannot just now, `Stop` when it never
        will; then nothing was saved, or (the connection broke at the very end) it cannot be known whether it was.
        """
        async with self._turn:
            self.begun += 1
            with said_plainly(self.url):
                async with self.engine.begin() as connection:
                    await self._ensure_leading(connection)
                    yield Transaction(connection, self._vault)

    async def lead(self) -> None:
        """This process leads from now on: what any other one then tries to save raises `Deposed` there.

        For `Leadership`, which makes sure that it is so. Reads the keys again, since whoever led before may have had
        a newer secret. Raises `Stop` or `NotYet` as `open` does.
        """
        async with self._turn:
            with said_plainly(self.url):
                async with self.engine.begin() as connection:
                    if not is_sqlite(self.url):
                        await connection.execute(_PATIENTLY)
                    vault = await connection.run_sync(_fitting_vault, self._secrets)
                    epoch = (await connection.execute(_NEXT_EPOCH)).scalar_one()
            self._vault, self._epoch = vault, epoch

    async def close(self) -> None:
        await self.engine.dispose()

    async def _ensure_leading(self, connection: AsyncConnection) -> None:
        """A process that never took the lead (a command, a test) is not asked about it."""
        if self._epoch is not None and (await connection.execute(_EPOCH)).scalar_one() != self._epoch:
            raise Deposed


def _engine(url: URL, most_connections: int) -> AsyncEngine:
    if not is_sqlite(url):
        return postgresql_engine(url, most_connections=max(1, most_connections - 1))
    file = sqlite_file(url)
    if not file.parent.is_dir():
        raise Stop(f"The folder {file.parent} does not exist, so there can be no database in it.")
    if not file.exists():
        raise Stop(f"There is no database {file} yet. Run: python -m bot migrate")
    return sqlite_engine(url)


def _seen_vault(connection: Connection, secrets: Sequence[bytes]) -> Vault:
    ensure_fitting(connection)
    connection.execute(_TOUCH)
    return read_vault(connection, secrets)


def _fitting_vault(connection: Connection, secrets: Sequence[bytes]) -> Vault:
    ensure_fitting(connection)
    connection.execute(_TOUCH)
    return open_vault(connection, secrets)
