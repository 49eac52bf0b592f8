"""The bot's process ends at any moment, its disk is emptied, its SECRET_KEY is changed: it stays who it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.platforms.matrix.encryption import unread
from bot.storage.crypto_store_keychain import DatabaseKeychain
from bot.storage.database import Database
from tests.databases import SECRETS
from tests.platforms.matrix_encryption.echo import EchoBot
from tests.platforms.matrix_encryption.stage import Stage, comes_about

NO_SHIELD = 0
NEW_SECRETS = (b"n" * 32, *SECRETS)
NEWEST_SECRETS = (b"n" * 32,)


@asynccontextmanager
async def process(
    stage: Stage, url: str, since: str = "", secrets: tuple[bytes, ...] = SECRETS
) -> AsyncIterator[EchoBot]:
    """One life of the bot, ended without a farewell."""
    database = await Database.open(url, secrets)
    stage.keychain = DatabaseKeychain(database)
    bot = await stage.start(since=since)
    try:
        yield bot
    finally:
        await bot.stop()
        await database.close()


async def test_it_goes_on_as_the_same_device_with_the_same_identity(stage: Stage, database_url: str) -> None:
    async with stage.element("ann") as ann:
        async with process(stage, database_url) as bot:
            room = await stage.chat(ann)
            await ann.send(room, "one")
            await ann.hears(room, "You said: one")
            published = await stage.published()
        await ann.send(room, "two, while nobody was there")
        async with process(stage, database_url, bot.client.next_batch) as bot:
            answer = await ann.hears(room, "You said: two, while nobody was there")
            assert answer.shield == NO_SHIELD
            await ann.send(room, "three")
            assert (await ann.hears(room, "You said: three")).shield == NO_SHIELD
            assert bot.read == ["two, while nobody was there", "three"]
            assert bot.lost == []
        now = await stage.published()
        for what in ("master_keys", "self_signing_keys", "user_signing_keys"):
            assert now.get(what) == published.get(what)
        assert now["device_keys"] == published["device_keys"]


async def test_a_new_secret_key_changes_nothing_for_others(stage: Stage, database_url: str) -> None:
    async with stage.element("ann") as ann:
        async with process(stage, database_url) as bot:
            room = await stage.chat(ann)
            await ann.send(room, "one")
            await ann.hears(room, "You said: one")
        for word, secrets in (("two", NEW_SECRETS), ("three", NEWEST_SECRETS)):
            async with process(stage, database_url, bot.client.next_batch, secrets) as bot:
                await ann.send(room, word)
                assert (await ann.hears(room, f"You said: {word}")).shield == NO_SHIELD


async def test_a_sync_that_was_heard_but_not_taken_is_heard_again(stage: Stage, database_url: str) -> None:
    """Killed after the keys were saved and before the token was: the same key comes again, and does no harm."""
    async with stage.element("ann") as ann:
        async with process(stage, database_url) as bot:
            room = await stage.chat(ann)
            await ann.send(room, "one")
            await ann.hears(room, "You said: one")
            token = bot.client.next_batch
            async with stage.element("bea") as bea:
                await ann.ask("invite", room=room, user=bea.user)
                await bea.join(room)
                await bea.send(room, "two")
                await ann.hears(room, "You said: two")
        async with process(stage, database_url, token) as bot:
            await ann.send(room, "three")
            await ann.hears(room, "You said: three")
            assert bot.read == ["two", "three"]
            assert bot.lost == []


async def test_a_message_whose_key_is_awaited_is_awaited_after_a_restart_too(
    stage: Stage, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage.element("ann") as ann:
        async with process(stage, database_url) as bot:
            room = await stage.chat(ann)
            bot.client.olm.decrypt = lambda *_: None  # the key gets lost on its way
            event = await ann.send(room, "can you read this?")
            while not bot.encryption.waiting:
                await bot.sync()
        monkeypatch.setattr(unread, "PATIENCE", 3.0)
        async with process(stage, database_url, bot.client.next_batch) as bot:
            await comes_about(lambda: bot.read == ["can you read this?"] or bot.lost == [event])
