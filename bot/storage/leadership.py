"""Which process leads: of those on one database at most one receives, decides and carries out."""

from __future__ import annotations

import asyncio
import fcntl
import os
from pathlib import Path

import structlog
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.errors import NotYet, Stop
from bot.storage.database import Database
from bot.storage.engines import is_sqlite, postgresql_engine, sqlite_file
from bot.storage.faults import said_plainly

_log = structlog.get_logger(__name__)

_POLL_SECONDS = 1.0
_ANSWER_SECONDS = 5.0

# The number of our own table tells bots apart that share a database by schema.
_LOCK = "(1214344300, ('leader'::regclass::oid::bigint - 2147483648)::int)"
_TRY = text(f"SELECT pg_try_advisory_lock{_LOCK}")
_ANYTHING = text("SELECT 1")


class Leadership:
    """Taken once, kept until it is released or lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock: _FileLock | _AdvisoryLock = (
            _FileLock(Path(f"{sqlite_file(database.url)}.lock"))
            if is_sqlite(database.url)
            else _AdvisoryLock(database.url)
        )

    async def acquire(self) -> None:
        """Returns once this process leads; whatever another one then tries to save raises `Deposed` there.

        PostgreSQL: stands by until whoever leads has gone. SQLite: raises `Stop` if another process leads.
        """
        await self._lock.acquire()
        try:
            await self._database.lead()
        except BaseException:
            await self.release()
            raise

    async def lost(self) -> None:
        """Returns when leadership is lost; until then it waits."""
        await self._lock.lost()

    async def release(self) -> None:
        """Let another process lead. Does nothing if this one does not."""
        await self._lock.release()


class _FileLock:
    """The system takes the lock from a process that dies, however it dies. The file stays: removing it is a race."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: int | None = None

    async def acquire(self) -> None:
        try:
            held = os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise Stop(f"The lock file {self._file} cannot be made: {error.strerror}.") from None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            raise Stop(
                "Another Hallkeeper already runs on this database. Stop it first, or use PostgreSQL, "
                "where a second one stands by."
            ) from None
        self._held = held

    async def lost(self) -> None:
        await asyncio.get_running_loop().create_future()

    async def release(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None


class _AdvisoryLock:
    """PostgreSQL takes the lock from a session that ends, and ends one whose machine has gone silent."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine: AsyncEngine | None = None
        self._session: AsyncConnection | None = None

    async def acquire(self) -> None:
        standing_by = False
        while not await self._taken():
            if not standing_by:
                standing_by = True
                _log.info("standing by: another Hallkeeper leads on this database")
            await asyncio.sleep(_POLL_SECONDS)
        if standing_by:
            _log.info("taking over: the other Hallkeeper has gone")

    async def lost(self) -> None:
        while await self._answers():  # noqa: ASYNC110 - nobody tells us when a session ends
            await asyncio.sleep(_POLL_SECONDS)
        await self.release()

    async def release(self) -> None:
        session, self._session = self._session, None
        engine, self._engine = self._engine, None
        if session is not None:
            await session.close()
        if engine is not None:
            await engine.dispose()

    async def _taken(self) -> bool:
        """Whether the lock is ours now. A server that is away for a while gives it to nobody."""
        try:
            with said_plainly(self._url):
                if self._session is None:
                    await self._connect()
                assert self._session is not None
                return bool((await self._session.execute(_TRY)).scalar_one())
        except NotYet as reason:
            _log.info("standing by", because=str(reason))
            await self.release()
            return False
        except BaseException:
            await self.release()
            raise

    async def _connect(self) -> None:
        """A session of its own, never inside a transaction: it lasts for as long as this process leads."""
        self._engine = postgresql_engine(self._url, most_connections=1)
        session = await self._engine.connect()
        self._session = await session.execution_options(isolation_level="AUTOCOMMIT")

    async def _answers(self) -> bool:
        """The lock lives exactly as long as the session does, so it is ours if the session answers."""
        if self._session is None:
            return False
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):  # wait_for may swallow being told to stop, in Python 3.11
                await self._session.execute(_ANYTHING)
        except (DBAPIError, TimeoutError):
            return False
        return True
