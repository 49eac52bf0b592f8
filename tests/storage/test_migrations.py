from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from bot.core.errors import Stop
from bot.storage import migrate as migrating
from bot.storage.database import Database
from bot.storage.layout import REVISION
from bot.storage.migrate import migrate, take_back
from bot.storage.tables import metadata
from tests.databases import SECRETS, bare_database, postgres_server
from tests.laws.examples import meet

_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
_POSTGRESQL = (
    """SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default
       FROM information_schema.columns WHERE table_schema = current_schema()""",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = current_schema()::regnamespace""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
)


def run(url: str, *questions: str) -> list[list[Any]]:
    with connected(url) as connection:
        return [[tuple(row) for row in connection.execute(text(question))] for question in questions]


def tell(url: str, *statements: str) -> None:
    with connected(url) as connection:
        for statement in statements:
            connection.execute(text(statement))


def connected(url: str) -> Any:
    parts = make_url(url)
    driver = "sqlite" if parts.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return create_engine(parts.set(drivername=driver), poolclass=NullPool).begin()


def tables(url: str) -> list[tuple[str, ...]]:
    """Everything that there is to say about the tables, Alembic's own apart."""
    questions = (_SQLITE,) if url.startswith("sqlite") else _POSTGRESQL
    found = [tuple(in_any_order(str(part)) for part in row) for rows in run(url, *questions) for row in rows]
    return sorted(row for row in found if "alembic_version" not in row)


def in_any_order(definition: str) -> str:
    """A definition with its columns and constraints sorted: only in their order may two tables differ."""
    parts = re.split(r", | \)$", " ".join(definition.split()))
    return ", ".join(sorted(parts))


async def test_the_tables_as_migrated_are_the_tables_as_declared(
    bare_url: str, database_kind: str, tmp_path: Any
) -> None:
    migrate(bare_url, SECRETS)
    async with bare_database(database_kind, tmp_path) as declared_url:
        with connected(declared_url) as connection:
            metadata.create_all(connection)
        assert tables(bare_url) == tables(declared_url)
        assert len(tables(bare_url)) > len(metadata.tables)


def test_migrating_down_takes_everything_away_and_up_brings_it_back(bare_url: str) -> None:
    migrate(bare_url, SECRETS)
    before = tables(bare_url)
    take_back(bare_url, "base")
    assert tables(bare_url) == []
    migrate(bare_url, SECRETS)
    assert tables(bare_url) == before


async def test_migrating_twice_changes_nothing(bare_url: str) -> None:
    migrate(bare_url, SECRETS)
    database = await Database.open(bare_url, SECRETS)
    async with database.work() as work:
        ann = await meet(work)
    kept = run(bare_url, "SELECT * FROM keys", "SELECT * FROM leader", "SELECT * FROM layout")
    migrate(bare_url, SECRETS)
    assert run(bare_url, "SELECT * FROM keys", "SELECT * FROM leader", "SELECT * FROM layout") == kept
    async with database.work() as work:
        assert await work.people.account(ann.id) == ann
    await database.close()


async def test_two_places_may_migrate_at_once(bare_url: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(migrate, bare_url, SECRETS) for _ in range(4)))
    assert run(bare_url, "SELECT count(*) FROM keys", "SELECT count(*) FROM leader") == [[(2,)], [(1,)]]
    await (await Database.open(bare_url, SECRETS)).close()


async def test_a_failing_migration_leaves_nothing_behind(bare_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: Connection, secrets: object) -> None:
        raise Stop("Out of luck.")

    with monkeypatch.context() as patched:
        patched.setattr(migrating, "open_vault", fails)
        with pytest.raises(Stop, match="Out of luck"):
            migrate(bare_url, SECRETS)
    assert tables(bare_url) == []
    migrate(bare_url, SECRETS)
    await (await Database.open(bare_url, SECRETS)).close()


async def test_the_bot_goes_on_working_while_the_database_is_migrated(database_url: str) -> None:
    database = await Database.open(database_url, SECRETS)
    async with database.work() as work:
        await meet(work)
        migration = asyncio.create_task(asyncio.to_thread(migrate, database_url, SECRETS))
        await asyncio.sleep(0.1)
    await migration
    async with database.work() as work:
        await meet(work)
    await database.close()


def test_the_revision_that_this_release_asks_for_is_the_newest_there_is() -> None:
    config = migrating._alembic(None)  # type: ignore[arg-type]
    assert ScriptDirectory.from_config(config).get_current_head() == f"{REVISION:04}"


async def test_a_newer_layout_is_tolerated_where_it_says_so(bare_url: str) -> None:
    migrate(bare_url, SECRETS)
    tell(bare_url, "UPDATE alembic_version SET version_num = '0099'", "ALTER TABLE people ADD COLUMN shoe_size INTEGER")
    database = await Database.open(bare_url, SECRETS)
    async with database.work() as work:
        await meet(work)
    await database.close()
    migrate(bare_url, SECRETS)
    assert run(bare_url, "SELECT version_num FROM alembic_version") == [[("0099",)]]


async def test_a_newer_layout_is_refused_where_it_says_so(bare_url: str) -> None:
    migrate(bare_url, SECRETS)
    tell(bare_url, "UPDATE alembic_version SET version_num = '0099'", "UPDATE layout SET oldest = 99")
    with pytest.raises(Stop, match="newer Hallkeeper"):
        await Database.open(bare_url, SECRETS)
    with pytest.raises(Stop, match="newer Hallkeeper"):
        migrate(bare_url, SECRETS)


async def test_a_database_that_is_not_up_to_date_says_how_to_get_there(bare_url: str) -> None:
    with pytest.raises(Stop, match="python -m bot migrate"):
        await Database.open(bare_url, SECRETS)
    migrate(bare_url, SECRETS)
    take_back(bare_url, "base")
    with pytest.raises(Stop, match="python -m bot migrate"):
        await Database.open(bare_url, SECRETS)


async def test_bots_share_a_postgresql_by_schema(tmp_path: Any) -> None:
    async with bare_database("postgresql", tmp_path) as url:
        tell(url, "CREATE SCHEMA north", "CREATE SCHEMA south")
        urls = [f"{url}&options=-csearch_path%3D{schema}" for schema in ("north", "south")]
        await asyncio.gather(*(asyncio.to_thread(migrate, each, SECRETS) for each in urls))
        north, south = [await Database.open(each, SECRETS) for each in urls]
        async with north.work() as work:
            await meet(work)
        assert run(url, "SELECT count(*) FROM north.people", "SELECT count(*) FROM south.people") == [[(1,)], [(0,)]]
        await north.close()
        await south.close()
        with pytest.raises(Stop, match="schema"):
            migrate(f"{url}&options=-csearch_path%3Dnowhere", SECRETS)


def test_the_file_of_a_new_database_is_for_its_owner_alone(tmp_path: Any) -> None:
    file = tmp_path / "hall.db"
    migrate(f"sqlite+aiosqlite:///{file}", SECRETS)
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_server_is_the_real_one() -> None:
    assert postgres_server().tell("SELECT version()")[0][0].startswith("PostgreSQL ")  # type: ignore[attr-defined]
