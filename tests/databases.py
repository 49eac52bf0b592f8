"""Fresh databases of either kind for tests. PostgreSQL is started when it is first asked for, once a test process."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from bot.storage.migrate import migrate
from tests.postgres import PostgresServer

KINDS = ("sqlite", "postgresql")
SECRETS = (b"k" * 32,)

_TEMPLATE = "brought_up_to_date"
_numbers = itertools.count(1)


@asynccontextmanager
async def fresh_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of an empty database that is up to date, its keys wrapped by `SECRETS`; gone afterwards."""
    if kind == "sqlite":
        file = folder / f"hall-{next(_numbers)}.db"
        file.write_bytes(_migrated_file())
        yield f"sqlite+aiosqlite:///{file}"
    else:
        async with _postgresql_database(_TEMPLATE) as url:
            yield url


@asynccontextmanager
async def bare_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of a database without any tables; of SQLite's not even the file is there."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / f'hall-{next(_numbers)}.db'}"
    else:
        async with _postgresql_database("template1") as url:
            yield url


@cache
def postgres_server() -> PostgresServer:
    server = PostgresServer()
    try:
        server.start()
        server.create(_TEMPLATE)
        migrate(server.url(_TEMPLATE), SECRETS)
    except BaseException:
        server.remove()
        raise
    return server


def stop_postgres_server() -> None:
    """To be called at the end of the tests. Does nothing if none was needed."""
    if postgres_server.cache_info().currsize:
        postgres_server().remove()
        postgres_server.cache_clear()


@asynccontextmanager
async def _postgresql_database(template: str) -> AsyncIterator[str]:
    server = await asyncio.to_thread(postgres_server)
    name = f"hall_{next(_numbers)}"
    await asyncio.to_thread(server.create, name, template)
    try:
        yield server.url(name)
    finally:
        await asyncio.to_thread(server.drop, name)


@cache
def _migrated_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        migrate(f"sqlite+aiosqlite:///{file}", SECRETS)
        return file.read_bytes()
