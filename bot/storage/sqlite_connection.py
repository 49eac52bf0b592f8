"""SQLite from asyncio at a fifth of the usual cost.

aiosqlite does everything in a thread of its own, and each hop there and back costs more than what SQLite then does.
SQLAlchemy takes four hops a statement (cursor, execute, fetch, close), one more to begin, and one to roll back what
has been committed already. Here a transaction is two hops: its first statement, which may have to wait for somebody
else's lock, and its commit, which waits for the disk. What is between them waits for nobody, and is done where it is
asked for.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

Rows = list[tuple[Any, ...]]

BUSY_SECONDS = 10

# FULL: every commit waits until it is on the disk itself. With NORMAL a power cut may undo the last ones in WAL mode,
# and by then the platforms have been told that what they delivered is saved: they would not deliver it again.
# fullfsync is what makes macOS mean it.
_PRAGMAS = (
    f"busy_timeout = {BUSY_SECONDS * 1000}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = ON",
    "foreign_keys = ON",
    f"journal_size_limit = {16 * 1024 * 1024}",
)


def connect(file: str, **options: Any) -> sqlite3.Connection:
    """A connection that leaves transactions to whoever uses it."""
    connection: sqlite3.Connection = sqlite3.connect(file, isolation_level=None, **options)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


class QuickConnection(aiosqlite.Connection):
    """A connection whose every statement belongs to a transaction.

    The first statement begins it, as a writer: who begins as a reader may learn too late that somebody else has
    written meanwhile ("database is locked", at once and whatever the timeout).
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True
        self._settled = True

    @classmethod
    async def opened(cls, connector: Callable[[], sqlite3.Connection]) -> Self:
        """Raises what `connector` raises, its thread having ended."""
        connection = cls(connector)
        try:
            await connection
        except Exception:
            await asyncio.to_thread(connection._thread.join)
            raise
        return connection

    def cursor(self) -> QuickCursor:  # type: ignore[override]
        return QuickCursor(self)

    async def in_its_thread(self, act: Callable[..., Any], *values: Any) -> Any:
        """What is cancelled here still happens there: from then on nobody knows the state of the transaction."""
        self._settled = False
        result = await self._execute(act, *values)  # type: ignore[no-untyped-call]
        self._settled = True
        return result

    async def do(self, act: Callable[..., Any], *values: Any) -> Any:
        """At once within a transaction that has begun, in the thread otherwise."""
        return act(*values) if self.in_transaction else await self.in_its_thread(act, *values)

    async def commit(self) -> None:
        await self.in_its_thread(self._conn.commit)

    async def rollback(self) -> None:
        if self.in_transaction or not self._settled:
            await self.in_its_thread(self._conn.rollback)

    def run(self, statement: str, values: Sequence[Any]) -> tuple[sqlite3.Cursor, Rows]:
        self._begin()
        cursor = self._conn.execute(statement, values)
        return cursor, cursor.fetchall()

    def run_many(self, statement: str, values: Sequence[Sequence[Any]]) -> tuple[sqlite3.Cursor, Rows]:
        self._begin()
        return self._conn.executemany(statement, values), []

    def _begin(self) -> None:
        if not self._conn.in_transaction:
            self._conn.execute("BEGIN IMMEDIATE")


class QuickCursor:
    """The part of an asynchronous cursor that SQLAlchemy uses, holding the rows of the last statement."""

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> Self:
        return self._keep(*await self._connection.do(self._connection.run, statement, values))

    async def executemany(self, statement: str, values: Sequence[Sequence[Any]]) -> Self:
        return self._keep(*await self._connection.do(self._connection.run_many, statement, values))

    async def fetchall(self) -> Rows:
        return self._rows

    async def close(self) -> None:
        self._rows = []

    def _keep(self, cursor: sqlite3.Cursor, rows: Rows) -> Self:
        self._rows = rows
        self.description = cursor.description
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        return self
