"""Brings a database up to date. Alembic is imported here alone, and `run` does not import this."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
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
from bot.storage.layout import REVISION, ensure_fitting, revision_of

_ALEMBIC = threading.Lock()  # what it is about, it keeps in variables of its modules

_BUSY_SECONDS = 60
_LOCK_CLASS = 1214344301
_WAIT_FOR_OTHERS = text("SELECT pg_advisory_xact_lock(:class, hashtext(current_schema()))")


def migrate(url: str, secrets: Sequence[bytes]) -> None:
    """Bring the tables up to date in one transaction, and make or rewrap the keys.

    Safe to run twice, from two places at once, and while a previous release works on the database. Leaves tables of a
    newer release alone. Raises `Stop`, or `NotYet` where the fault may pass; then nothing was changed.
    """
    with _one_at_a_time(understood(url)) as connection:
        if revision_of(connection) < REVISION:
            with _ALEMBIC:
                command.upgrade(_alembic(connection), "head")
        ensure_fitting(connection)
        open_vault(connection, secrets)


def take_back(url: str, revision: str) -> None:
    """Bring the tables back to that revision, or away altogether (`base`). What later ones held is lost."""
    with _one_at_a_time(understood(url)) as connection, _ALEMBIC:
        command.downgrade(_alembic(connection), revision)


@contextmanager
def _one_at_a_time(url: URL) -> Iterator[Connection]:
    """A transaction in which nobody else migrates the same tables."""
    with said_plainly(url), _file_to_ourselves(url), _engine(url) as engine, engine.begin() as connection:
        if not is_sqlite(url):
            connection.execute(_WAIT_FOR_OTHERS, {"class": _LOCK_CLASS})
        yield connection


def _alembic(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
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


@contextmanager
def _file_to_ourselves(url: URL) -> Iterator[None]:
    """On SQLite, a lock file: setting up the file itself is not covered by any transaction."""
    if not is_sqlite(url):
        yield
        return
    file = sqlite_file(url)
    if not file.parent.is_dir():
        raise Stop(f"The folder {file.parent} does not exist, so there can be no database in it.")
    lock = _opened(Path(f"{file}.migrating"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.close(_opened(file))
        yield
    finally:
        os.close(lock)


def _opened(file: Path) -> int:
    """Made if it is not there, for its owner alone."""
    try:
        return os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise Stop(f"The file {file} cannot be opened for writing: {error.strerror}.") from None
