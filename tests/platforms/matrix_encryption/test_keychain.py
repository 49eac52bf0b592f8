"""What the database keeps for encryption: all of it or nothing, sealed, and for each owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.core.errors import Deposed, Stop
from bot.storage.crypto_store_keychain import DatabaseKeychain
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from bot.storage.secrets import Unsealable
from tests.databases import SECRETS, file_of, fresh_database

OWNER = "@wilhelmina:quietplace.example DEVICEOFWILMA"


async def test_what_was_written_last_is_loaded(store: Database) -> None:
    keychain = DatabaseKeychain(store)
    assert await keychain.load(OWNER) == {}
    await keychain.write(OWNER, {"session/a": "1", "session/b": "2", "room key/ü": "☂" * 1000})
    await keychain.write(OWNER, {"session/a": "one", "session/b": None, "session/c": ""})
    await keychain.write(OWNER, {})
    assert await keychain.load(OWNER) == {"session/a": "one", "session/c": "", "room key/ü": "☂" * 1000}


async def test_each_owner_has_their_own(store: Database) -> None:
    keychain = DatabaseKeychain(store)
    await keychain.write(OWNER, {"account/": "first"})
    await keychain.write("another", {"account/": "second"})
    await keychain.write("another", {"account/": None})
    assert await keychain.load(OWNER) == {"account/": "first"}
    assert await keychain.load("another") == {}


async def test_a_write_that_fails_changes_nothing(store: Database) -> None:
    keychain = DatabaseKeychain(store)
    await keychain.write(OWNER, {"session/a": "1"})
    with pytest.raises(TypeError):
        await keychain.write(OWNER, {"session/a": None, "session/b": "2", b"session/c": "3"})  # type: ignore[dict-item]
    assert await keychain.load(OWNER) == {"session/a": "1"}


async def test_a_record_that_was_moved_to_another_row_is_not_believed(store: Database) -> None:
    keychain = DatabaseKeychain(store)
    await keychain.write(OWNER, {"session/a": "1", "session/b": "2"})
    async with store.engine.begin() as connection:
        await connection.execute(text("UPDATE key_records SET record = (SELECT max(record) FROM key_records)"))
    with pytest.raises(Unsealable):
        await keychain.load(OWNER)


async def test_a_process_that_no_longer_leads_cannot_spoil_the_keys_of_the_one_that_does(tmp_path: Path) -> None:
    async with fresh_database("postgresql", tmp_path) as url:
        first, second = await Database.open(url, SECRETS), await Database.open(url, SECRETS)
        leading = Leadership(first)
        await leading.acquire()
        await DatabaseKeychain(first).write(OWNER, {"account/": "mine"})
        await leading.release()
        leading = Leadership(second)
        await leading.acquire()
        with pytest.raises(Deposed):
            await DatabaseKeychain(first).write(OWNER, {"account/": "stale"})
        assert await DatabaseKeychain(second).load(OWNER) == {"account/": "mine"}
        await leading.release()
        await first.close()
        await second.close()


async def test_the_file_tells_neither_names_nor_texts(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as url:
        database = await Database.open(url, SECRETS)
        await DatabaseKeychain(database).write(OWNER, {"device/@wilhelmina:quietplace.example": "pickled-secret"})
        await database.close()
        raw = file_of(url).read_bytes()
    for trace in (b"wilhelmina", b"DEVICEOFWILMA", b"pickled-secret", b"device/"):
        assert trace not in raw


async def test_another_secret_key_opens_nothing(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as url:
        database = await Database.open(url, SECRETS)
        await DatabaseKeychain(database).write(OWNER, {"account/": "x"})
        await database.close()
        with pytest.raises(Stop, match="SECRET_KEY"):
            await Database.open(url, (b"z" * 32,))
