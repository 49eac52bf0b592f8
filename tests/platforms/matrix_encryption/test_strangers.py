"""Keys of people with whom the bot shares no room any more are erased, on either database; of all others none is."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.platforms.matrix.encryption import strangers
from bot.storage.crypto_store_keychain import DatabaseKeychain
from bot.storage.database import Database
from tests.homeservers import fresh_name
from tests.platforms.matrix_encryption.echo import EchoBot, log_in
from tests.platforms.matrix_encryption.stage import PASSWORD, InMemory, Stage, comes_about

ENCRYPTED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


@asynccontextmanager
async def person(stage: Stage, name: str) -> AsyncIterator[EchoBot]:
    """Somebody with a client that encrypts as the bot does."""
    user = fresh_name(name)
    stage.homeserver.register(user, PASSWORD)
    login = await log_in(stage.homeserver.url, user, PASSWORD)
    somebody = await EchoBot.start(stage.homeserver.url, login, InMemory(), password=PASSWORD, talks=False)
    try:
        yield somebody
    finally:
        await somebody.stop()


async def talks(stage: Stage, somebody: EchoBot, words: str) -> str:
    """In a room of their own with the bot, which answers."""
    wanted = {"preset": "private_chat", "invite": [stage.bot], "initial_state": [ENCRYPTED]}
    room = str((await by(stage, somebody, "POST", "/createRoom", wanted))["room_id"])
    await comes_about(lambda: stage.bot in getattr(somebody.client.rooms.get(room), "users", ()))
    await somebody.say(room, words)
    await comes_about(lambda: f"You said: {words}" in somebody.read)
    return room


async def by(stage: Stage, somebody: EchoBot, method: str, path: str, body: Any) -> dict[str, Any]:
    return await stage.ask(method, path, body, somebody.client.access_token)


async def kept(stage: Stage) -> set[str]:
    return set(await stage.keychain.load(f"{stage.bot} {stage.device}"))


async def sweeps(bot: EchoBot, *, after: float = 0.0) -> None:
    sweeping = bot.encryption._parts.strangers
    sweeping._now = lambda: time.time() + after
    await sweeping.sweep()
    await bot.encryption._store.flush()


def sessions_in(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith("session/")}


def of(names: set[str], somebody: EchoBot) -> set[str]:
    return {
        name
        for name in names
        if name.startswith((f"device/{somebody.client.user_id}/", f"gone/{somebody.client.user_id}"))
    }


async def test_a_week_after_they_have_gone_nothing_of_their_devices_is_kept(stage: Stage, store: Database) -> None:
    stage.keychain = DatabaseKeychain(store)
    bot = await stage.start()
    async with person(stage, "ada") as ada, person(stage, "bob") as bob:
        with_ada = await talks(stage, ada, "hello")
        await talks(stage, bob, "good evening")
        before = await kept(stage)
        assert of(before, ada)
        assert of(before, bob)

        await by(stage, ada, "POST", f"/rooms/{with_ada}/leave", {})
        await comes_about(lambda: ada.client.user_id not in bot.client.rooms[with_ada].users)
        await sweeps(bot)
        assert before < await kept(stage), "for a week they may come back"
        token = await bot.stop()

        bot = await stage.start(since=token)
        await sweeps(bot, after=strangers.KEPT + 60)
        names = await kept(stage)
        assert of(names, ada) == set()
        assert of(names, bob) == of(before, bob)
        assert sessions_in(names) == sessions_in(before), "what they say first when they come back is sealed with one"

        await talks(stage, ada, "here I am again")
        assert of(await kept(stage), ada)


async def test_who_comes_back_in_time_is_not_forgotten_and_of_the_others_nothing_is_kept_in_the_end(
    stage: Stage,
) -> None:
    bot = await stage.start()
    async with person(stage, "ada") as ada, person(stage, "bob") as bob:
        with_ada = await talks(stage, ada, "hello")
        of_ada = sessions_in(await kept(stage))
        with_bob = await talks(stage, bob, "good evening")
        of_bob = sessions_in(await kept(stage)) - of_ada
        for somebody, room in ((ada, with_ada), (bob, with_bob)):
            await by(stage, somebody, "POST", f"/rooms/{room}/leave", {})
        await comes_about(lambda: all(len(bot.client.rooms[room].users) == 1 for room in (with_ada, with_bob)))
        await sweeps(bot)
        assert f"gone/{ada.client.user_id}" in await kept(stage)
        await talks(stage, ada, "here I am again")
        await sweeps(bot, after=strangers.SESSIONS_KEPT + 60)
        names = await kept(stage)
        assert (len(of(names, ada)), of(names, bob)) == (1, set())
        assert of_ada <= names
        assert of_bob
        assert not of_bob & names
