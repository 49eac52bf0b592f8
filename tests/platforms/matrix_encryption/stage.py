"""What a test needs to let Element's users meet a bot whose encryption is ours."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp

from bot.platforms.matrix.encryption.keychain import Keychain
from bot.platforms.matrix.encryption.machine import Machine
from bot.platforms.matrix.encryption.store import KeyStore
from bot.sandbox.synapse import Synapse
from tests.element.element import Element
from tests.homeservers import fresh_name
from tests.platforms.matrix_encryption.echo import EchoBot, log_in
from tests.platforms.matrix_encryption.gateway import Gateway

PASSWORD = "let me in"


class InMemory:
    """A keychain for tests that are about something else."""

    def __init__(self) -> None:
        self.texts: dict[str, dict[str, str]] = {}

    async def load(self, owner: str) -> Mapping[str, str]:
        return dict(self.texts.get(owner, {}))

    async def write(self, owner: str, changes: Mapping[str, str | None]) -> None:
        theirs = self.texts.setdefault(owner, {})
        for name, text in changes.items():
            if text is None:
                theirs.pop(name, None)
            else:
                theirs[name] = text


class Stage:
    """`url` is a gateway before the homeserver, at which the bot's requests can be held up or turned away."""

    def __init__(self, homeserver: Synapse, gateway: Gateway, login: dict[str, Any]) -> None:
        self.homeserver = homeserver
        self.gateway = gateway
        self.login = login
        self.keychain: Keychain = InMemory()
        self._bots: list[EchoBot] = []
        self._end = AsyncExitStack()

    @classmethod
    async def prepared(cls, homeserver: Synapse) -> Stage:
        name = fresh_name("bot")
        await asyncio.to_thread(homeserver.register, name, PASSWORD)
        end = AsyncExitStack()
        gateway = await end.enter_async_context(Gateway.before(homeserver.url))
        stage = cls(homeserver, gateway, await log_in(homeserver.url, name, PASSWORD))
        stage._end = end
        return stage

    async def clear(self) -> None:
        for bot in self._bots:
            await bot.stop()
        await self._end.aclose()

    @property
    def bot(self) -> str:
        return str(self.login["user_id"])

    @property
    def device(self) -> str:
        return str(self.login["device_id"])

    async def start(self, **options: Any) -> EchoBot:
        options.setdefault("password", PASSWORD)
        started = await EchoBot.start(self.gateway.url, self.login, self.keychain, **options)
        self._bots.append(started)
        return started

    @asynccontextmanager
    async def element(self, name: str) -> AsyncIterator[Element]:
        """Somebody new at Element."""
        user = fresh_name(name)
        await asyncio.to_thread(self.homeserver.register, user, PASSWORD)
        async with Element.at(self.homeserver.url, user, PASSWORD) as element:
            yield element

    async def chat(self, element: Element, version: str = "12") -> str:
        """An encrypted private chat that they begin; the bot is in it."""
        room = await element.open_chat(self.bot, version=version)
        await element.sees_join(room, self.bot)
        return room

    async def published(self, user: str | None = None) -> dict[str, Any]:
        """What the homeserver tells everybody about somebody's keys, the bot's above all."""
        return await self.ask("POST", "/keys/query", {"device_keys": {user or self.bot: []}})

    async def device_without_one_time_keys(self, user: str) -> None:
        """Somebody logs in with a client that uploads its device's keys and then nothing."""
        login = await log_in(self.homeserver.url, user, PASSWORD, device="MUTE")
        machine = Machine(user, "MUTE", KeyStore(InMemory(), "mute", {}))
        await self.ask("POST", "/keys/upload", {"device_keys": machine.signed_device_keys()}, login["access_token"])

    async def ask(self, method: str, path: str, body: Any = None, token: str = "") -> dict[str, Any]:
        """As the bot's account, or with another one's token; beside the gateway."""
        address = f"{self.homeserver.url}/_matrix/client/v3{path}"
        headers = {"Authorization": f"Bearer {token or self.login['access_token']}"}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, address, json=body, headers=headers) as response,
        ):
            answer = await response.json()
            assert response.ok, answer
            return dict(answer)


async def comes_about(holds: Callable[[], bool], *, within: float = 20) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "it did not come about"
        await asyncio.sleep(0.05)
