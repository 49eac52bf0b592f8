"""The bots that are compared on one homeserver, each in a process of its own and with an account of its own."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.resident import Resident
from bot.sandbox.synapse import Synapse
from tests.benchmarks.children import Child, child
from tests.benchmarks.policy_text import matrix_policy_text
from tests.databases import SECRETS, fresh_database
from tests.homeservers import fresh_name, synapse

BARE = "matrix-nio alone"
_PASSWORD = "let the bot in"
_PATIENCE = 60.0  # seconds, on a machine with much else to do


@dataclass(frozen=True, slots=True)
class Bot:
    """`group` is the room that it looks after, if there is one."""

    user: str
    process: Child
    group: str = ""


@dataclass(frozen=True, slots=True)
class Hall:
    """A homeserver, and somebody of the team. Hallkeepers have a room each, or they would talk."""

    homeserver: Synapse
    sam: Resident
    folder: Path

    @asynccontextmanager
    async def bare_bot(self, how: str) -> AsyncIterator[Bot]:
        """One that does next to nothing: `plain`, `encrypted`, or `silent`."""
        user = await self._account("bare")
        keys = self.folder / user.partition(":")[0]
        keys.mkdir()
        arguments = (self.homeserver.url, user, _PASSWORD, how, str(keys))
        async with child("tests.benchmarks.bare_matrix_bot", *arguments) as process:
            await process.says()
            yield Bot(user, process)

    @asynccontextmanager
    async def hallkeeper(self, database: str, *, questions: int = 0, beside: str = "") -> AsyncIterator[Bot]:
        """The program as deployed, in the room of a group and able to let people in; `beside` has long been there."""
        user = await self._account("hall")
        group = await self.sam.group("Northside evening")
        if beside:
            await self.sam.invite(group, beside)
            await self._joins(group, beside)
        await self.sam.invite(group, user)
        await self.sam.set_power(group, user, 50)
        policy = self.folder / f"{database}.toml"
        policy.write_text(matrix_policy_text(group, self.sam.id, questions=questions))
        async with fresh_database(database, self.folder) as url:
            environment = {
                "POLICY": str(policy),
                "SECRET_KEY": base64.urlsafe_b64encode(SECRETS[0]).decode(),
                "DATABASE_URL": url,
                "MATRIX_HOMESERVER": self.homeserver.url,
                "MATRIX_USER": user,
                "MATRIX_PASSWORD": _PASSWORD,
                "LOG_LEVEL": "error",
            }
            async with child("bot", "run", environment=environment) as process:
                await self._joins(group, user)
                yield Bot(user, process, group)

    async def _joins(self, group: str, user: str) -> None:
        async with asyncio.timeout(_PATIENCE):
            while await self.sam.membership(group, user) != "join":
                await asyncio.sleep(0.05)

    async def _account(self, name: str) -> str:
        return await asyncio.to_thread(self.homeserver.register, fresh_name(name), _PASSWORD)


@asynccontextmanager
async def hall(folder: Path) -> AsyncIterator[Hall]:
    homeserver = await asyncio.to_thread(synapse)
    sam = await Resident.arrive(homeserver, fresh_name("sam"))
    try:
        yield Hall(homeserver, sam, folder)
    finally:
        await sam.go()
