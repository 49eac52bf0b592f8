"""Brings a database up to date. Alembic is imported here alone, and `run` does not import this."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from bot.core.errors import Stop
from bot.storage.engines import is_sqlite, sqlite_file, understood
from bot.storage.faults import said_plainly
from bot.storage.keys import open_vault

NEWEST = "head"
_BUSY_SECONDS = 60
_LOCK_CLASS = 0x48616C6C  # «Hall»


def migrate(url: str, secrets: Sequence[bytes], *, to: str = NEWEST) -> None:
    """Bring the tables to the revision `to`, in one transaction, and make or rewrap the keys.

    Safe to run twice, from two places at once, and while a previous release works on the database. Raises `Stop`,
    or `NotYet` where the fault may pass; then nothing was changed.
    """
    parts = understood(url)
    with said_plainly(parts), _alone(parts), closing_engine(parts) as engine, engine.begin() as connection:
        if not is_sqlite(parts):
            _wait_for_others(connection)
        _bring(connection, to)
        if to == NEWEST:
            open_vault(connection, secrets)


def take_down(url: str, *, to: str) -> None:
    """Bring the tables back to the revision `to`, or away altogether (`base`). What later ones added is lost."""
    parts = understood(url)
    with said_plainly(parts), _alone(parts), closing_engine(parts) as engine, engine.begin() as connection:
        if not is_sqlite(parts):
            _wait_for_others(connection)
        command.downgrade(_alembic(connection), to)


def _bring(connection: Connection, to: str) -> None:
    command.upgrade(_alembic(connection), to)


def _alembic(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


@contextmanager
def closing_engine(url: URL) -> Iterator[Engine]:
    driver = "sqlite" if is_sqlite(url) else "postgresql+psycopg"
    engine = create_engine(url.set(drivername=driver), poolclass=NullPool)
    if is_sqlite(url):
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        yield engine
    finally:
        engine.dispose()


def _by_hand(connection: sqlite3.Connection, _record: object) -> None:
    """Transactions begin where we say so, and then hold changes of the tables too."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = OFF")  # tables may have to be rebuilt
    connection.execute("PRAGMA journal_mode = WAL")


def _wait_for_others(connection: Connection) -> None:
    """Until another migration of the same schema is over; the lock ends with the transaction."""
    connection.execute(
        text("SELECT pg_advisory_xact_lock(:class, hashtext(current_schema()))"), {"class": _LOCK_CLASS}
    )


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """On SQLite, a lock file: setting up the file itself is not covered by any transaction."""
    if not is_sqlite(url):
        yield
        return
    file = sqlite_file(url)
    if not file.parent.is_dir():
        raise Stop(f"The folder {file.parent} does not exist, so there can be no database in it.")
    try:
        lock = os.open(f"{file}.migrating", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise Stop(f"The database {file} cannot be made: {error.strerror}.") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        yield
    finally:
        os.close(lock)
