"""What tests of every kind may ask for."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.wanted_programs import leave_out, mark_those_with_element

if TYPE_CHECKING:
    from bot.storage.database import Database

_STOPS = {
    "tests.databases": "stop_postgres_server",
    "tests.element.program": "stop_program",
    "tests.homeservers": "stop_homeservers",
}
"""What may have started servers, and stops them. Tests of the core load none of it, nor a database: they are quick."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    mark_those_with_element(items)
    leave_out(config, items)


@pytest.fixture(scope="session", autouse=True)
def _servers_stop_at_the_end() -> Iterator[None]:
    yield
    for module, stop in _STOPS.items():
        if module in sys.modules:
            getattr(sys.modules[module], stop)()


@pytest.fixture(params=("sqlite", "postgresql"))
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def database_url(database_kind: str, tmp_path: Path) -> AsyncIterator[str]:
    """A database that is up to date and empty; the test runs once for each kind."""
    from tests.databases import fresh_database  # noqa: PLC0415

    async with fresh_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
async def bare_url(database_kind: str, tmp_path: Path) -> AsyncIterator[str]:
    """A database without tables; the test runs once for each kind."""
    from tests.databases import bare_database  # noqa: PLC0415

    async with bare_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Database]:
    """An open database; the test runs once for each kind."""
    from bot.storage.database import Database  # noqa: PLC0415
    from tests.databases import SECRETS  # noqa: PLC0415

    database = await Database.open(database_url, SECRETS)
    yield database
    await database.close()
