"""The sandbox's page with Matrix: a real Synapse, and a bot that does what a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.sandbox.matrix_scene import PRIVATE, MatrixPlayer, MatrixScene, matrix_scene
from bot.sandbox.resident import Resident
from tests.homeservers import fresh_name, synapse
from tests.sandbox.line import Json
from tests.sandbox.stage import COMMUNITY, Stage, a_stage

GROUP = "matrix:evening"


@dataclass(frozen=True, slots=True)
class MatrixStage:
    """`page` has the other platform too; `bot` is in the group."""

    page: Stage
    scene: MatrixScene
    bot: Resident

    def player(self, name: str) -> MatrixPlayer:
        return self.scene.player(self.page.person(name).id)

    def sees(self, name: str, chat: str = PRIVATE) -> Json:
        return self.page.sees(name, chat)

    def chats(self, name: str) -> list[tuple[str, str]]:
        """Where which chat stands, those of Matrix alone."""
        chats = self.page.page.view(self.page.person(name).id, PRIVATE)["chats"]
        return [(each["place"], each["title"]) for each in chats if each["platform"] == "matrix"]

    def said(self, name: str, chat: str = PRIVATE) -> list[str]:
        return [message["text"] for message in self.sees(name, chat)["messages"] if not message["note"]]

    def last(self, name: str, chat: str = PRIVATE) -> Json:
        message: Json = self.sees(name, chat)["messages"][-1]
        return message

    async def until(self, name: str, chat: str, **wanted: Any) -> None:
        """Until the chat looks so to somebody. That it never does fails the test."""
        await self.player(name).watch.until(lambda: wanted.items() <= self.sees(name, chat).items())

    async def until_heard(self, name: str, text: str, chat: str = PRIVATE) -> None:
        await self.player(name).watch.until(lambda: text in self.said(name, chat))

    async def does(self, name: str, deed: str, chat: str = PRIVATE, **fields: Any) -> Json:
        return await self.page.does(name, deed, chat, **fields)

    async def is_refused(self, name: str, deed: str, chat: str = PRIVATE, **fields: Any) -> str:
        return await self.page.is_refused(name, deed, chat, **fields)

    async def opens_chat(self, name: str) -> str:
        """The room's id, once the bot is in it."""
        coming = asyncio.create_task(self.bot_comes())
        await self.does(name, "open")
        return await coming

    async def bot_comes(self) -> str:
        """Accepts the next invitation."""
        async with asyncio.timeout(10):
            while not (asked := await self.bot.invitations()):
                await asyncio.sleep(0.02)
        await self.bot.join(asked[0])
        return asked[0]

    async def bot_invites(self, name: str) -> None:
        await self.bot.invite(self.scene.venue.room, self.player(name).id)
        await self.until(name, GROUP, can=["accept", "decline"])


@asynccontextmanager
async def a_matrix_stage() -> AsyncIterator[MatrixStage]:
    async with a_stage() as stage:
        homeserver = await asyncio.to_thread(synapse)
        async with matrix_scene(homeserver, COMMUNITY, stage.scene, called=fresh_name) as scene:
            stage.page.matrix = scene
            bot = await Resident.log_in(scene.url, scene.bot, scene.password)
            for room in await bot.invitations():
                await bot.join(room)
            matrix = MatrixStage(stage, scene, bot)
            for name in ("Mia", "Sam"):
                await matrix.player(name).watch.until(lambda n=name: len(matrix.sees(n, GROUP)["members"]) == 3)  # type: ignore[misc]
            try:
                yield matrix
            finally:
                await bot.go()
