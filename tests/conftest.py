"""What tests of every kind may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.databases import KINDS, SECRETS, bare_database, fresh_database, stop_postgres_server
from tests.element.program import stop_program
from tests.homeservers import stop_homeservers
from tests.wanted_programs import leave_out, mark_those_with_element


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    mark_those_with_element(items)
    leave_out(config, items)


@pytest.fixture(scope="session", autouse=True)
def _servers_stop_at_the_end() -> Iterator[None]:
    yield
    stop_program()
    stop_postgres_server()
    stop_homeservers()


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def database_url(database_kind: str, tmp_path: Path) -> AsyncIterator[str]:
    """A database that is up to date and empty; the test runs once for each kind."""
    async with fresh_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
async def bare_url(database_kind: str, tmp_path: Path) -> AsyncIterator[str]:
    """A database without tables; the test runs once for each kind."""
    async with bare_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Database]:
    """An open database; the test runs once for each kind."""
    database = await Database.open(database_url, SECRETS)
    yield database
    await database.close()
