"""A room on Matrix that one enters by the bot or by knocking, and what the bot that looks after it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.resident import Resident
from bot.sandbox.synapse import Synapse
from tests.homeservers import fresh_name
from tests.journeys.at_matrix import Plain
from tests.journeys.manners import POLICY
from tests.journeys.process import free_port, settings
from tests.platforms.matrix.proxy import Proxy

PASSWORD = "let me in"


@dataclass(frozen=True, slots=True)
class Room:
    """Everything but the bot: the room, who looks after it, and the homeserver at the `url` where the bot sees it."""

    homeserver: Synapse
    url: str
    bot: str
    sam: Resident
    id: str
    port: int

    def environment(self, folder: Path, database_url: str, **more: str) -> dict[str, str]:
        """`port` tells whether the bot is ready."""
        account = {"MATRIX_HOMESERVER": self.url, "MATRIX_USER": self.bot, "MATRIX_PASSWORD": PASSWORD}
        policy = POLICY.replace("telegram = -1001000000001", f'matrix = "{self.id}"')
        policy = policy.replace('role = "owner"', f'role = "owner"\nmatrix = "{self.sam.id}"')
        return settings(folder, database_url, policy=policy, TELEGRAM_TOKEN="", PORT=str(self.port), **account, **more)

    async def standing(self) -> dict[str, str]:
        """Of everybody who has to do with it, by id: `join`, `invite`, `knock`, `leave`."""
        found = (await self.sam.http.call("GET", f"/rooms/{self.id}/members"))["chunk"]
        return {event["state_key"]: event["content"]["membership"] for event in found}

    async def bot_has_keys(self) -> bool:
        """Whether the bot has a device by now that its owner vouches for."""
        published = await self.sam.http.call("POST", "/keys/query", {"device_keys": {self.bot: []}})
        devices = published["device_keys"].get(self.bot, {})
        return any(len(device["signatures"][self.bot]) > 1 for device in devices.values())


@asynccontextmanager
async def open_room(homeserver: Synapse, *, encrypted: bool, faults: float, chance: int) -> AsyncIterator[Room]:
    """The bot is asked in, and has not come yet. `faults`: the share of its calls that go wrong, by this `chance`."""
    bot = await asyncio.to_thread(homeserver.register, fresh_name("hall"), PASSWORD)
    sam = await Resident.arrive(homeserver, fresh_name("sam"), PASSWORD)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(sam.go)
        room = await sam.group("Northside Evening Group", encrypted=encrypted, invited={bot: 100})
        url = homeserver.url
        if faults:
            proxy = await stack.enter_async_context(Proxy(url))
            proxy.goes_wrong_at_random(faults, chance)
            url = proxy.url
        await stack.enter_async_context(_comes_wherever_asked(sam))
        yield Room(homeserver, url, bot, sam, room, free_port())


@asynccontextmanager
async def _comes_wherever_asked(sam: Resident) -> AsyncIterator[None]:
    """People in charge are told in private what the bot lacks, which is its own place in the room at first."""

    async def come() -> None:
        while True:
            await client.news()
            for room in await client.invitations():
                await client.join(room)

    async with Plain.of(sam) as client:
        coming = asyncio.create_task(come())
        try:
            yield
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
