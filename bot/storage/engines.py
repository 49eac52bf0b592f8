"""How the two databases are connected to."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.errors import Stop
from bot.storage.sqlite_connection import QuickConnection, connect

# A peer that vanished without a word is noticed within half a minute, by us and by the server, which then lets go of
# the leader's lock; a leader that froze inside a transaction does not block the next one for longer than a minute.
_KEEPALIVE = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3"}
_PATIENCE = {"connect_timeout": "10", "tcp_user_timeout": "25000", "application_name": "hallkeeper"}
_SESSION = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
    "SET idle_in_transaction_session_timeout = '60s'",
    "SET lock_timeout = '10s'",
)


def understood(url: str) -> URL:
    """The address of the database. Raises `Stop` for what is none, without repeating it: a password may be in it."""
    try:
        parts = make_url(url)
    except ArgumentError:
        raise Stop("DATABASE_URL cannot be understood: it is neither sqlite:///… nor postgresql://…") from None
    if parts.get_backend_name() not in {"sqlite", "postgresql"}:
        raise Stop("DATABASE_URL names a database that Hallkeeper does not know: it is for SQLite or PostgreSQL.")
    return parts


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def sqlite_file(url: URL) -> Path:
    return Path((url.database or "").removeprefix("file:"))


def sqlite_engine(url: URL) -> AsyncEngine:
    """One connection, since SQLite has one writer at a time, and everybody here may turn writer."""
    arguments, options = SQLiteDialect_aiosqlite().create_connect_args(url)

    async def connection() -> Any:
        return await QuickConnection.opened(partial(connect, *arguments, **options))

    return create_async_engine(url, async_creator=connection, pool_size=1, max_overflow=0)


def postgresql_engine(url: URL, *, most_connections: int) -> AsyncEngine:
    """Few connections, opened when needed, and each tried before use: the server may have been restarted."""
    options = {name: value for name, value in (_KEEPALIVE | _PATIENCE).items() if name not in url.query}
    engine = create_async_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=most_connections,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args=options,
    )
    event.listen(engine.sync_engine, "connect", _set_session)
    return engine


def _set_session(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for statement in _SESSION:
        cursor.execute(statement)
    cursor.close()
    connection.commit()
