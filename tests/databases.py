"""Fresh databases of either kind for tests. PostgreSQL is started when it is first asked for, once a test process."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from bot.storage.layout import VERSION_TABLE
from bot.storage.migrate import migrate
from bot.storage.tables import metadata
from tests.once import Once
from tests.postgres import PostgresServer

SECRETS = (b"k" * 32,)

_TEMPLATE = "brought_up_to_date"
_NOT_EMPTY = ("keys", "layout", "leader", VERSION_TABLE)
_numbers = itertools.count(1)
_idle: list[str] = []


@asynccontextmanager
async def fresh_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of an empty database that is up to date, its keys wrapped by `SECRETS`. Don't alter its tables."""
    if kind == "sqlite":
        file = folder / f"hall-{next(_numbers)}.db"
        file.write_bytes(_migrated_file())
        yield f"sqlite+aiosqlite:///{file}"
    else:
        server = await asyncio.to_thread(postgres_server)
        name = _idle.pop() if _idle else await asyncio.to_thread(_another, server, _TEMPLATE)
        yield server.url(name)
        await asyncio.to_thread(_empty, server, name)
        _idle.append(name)


@asynccontextmanager
async def bare_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of a database without any tables; of SQLite's not even the file is there."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / f'hall-{next(_numbers)}.db'}"
    else:
        server = await asyncio.to_thread(postgres_server)
        name = await asyncio.to_thread(_another, server, "template1")
        yield server.url(name)
        await asyncio.to_thread(server.drop, name)


@Once
def postgres_server() -> PostgresServer:
    server = PostgresServer()
    try:
        server.start()
        server.create(_TEMPLATE)
        migrate(server.url(_TEMPLATE), SECRETS)
        server.tell("CREATE SCHEMA kept", _TEMPLATE)
        for table in _NOT_EMPTY:
            server.tell(f"CREATE TABLE kept.{table} AS TABLE {table}", _TEMPLATE)
    except BaseException:
        server.remove()
        raise
    return server


def stop_postgres_server() -> None:
    """To be called at the end of the tests. Does nothing if none was needed."""
    if (server := postgres_server.take_back()) is not None:
        server.remove()
        _idle.clear()


def _another(server: PostgresServer, template: str) -> str:
    name = f"hall_{next(_numbers)}"
    server.create(name, template)
    return name


def _empty(server: PostgresServer, name: str) -> None:
    """Makes a used database as new, which takes a twentieth of the time that another one would."""
    server.tell(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    tables = (*(table.name for table in reversed(metadata.sorted_tables)), VERSION_TABLE)
    deletions = [f"DELETE FROM {table}" for table in tables]
    returns = [f"INSERT INTO {table} TABLE kept.{table}" for table in _NOT_EMPTY]
    server.tell(";".join(deletions + returns), name)


def file_of(url: str) -> Path:
    """The file of a database of SQLite."""
    return Path(url.partition(":///")[2])


@cache
def _migrated_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        migrate(f"sqlite+aiosqlite:///{file}", SECRETS)
        return file.read_bytes()
