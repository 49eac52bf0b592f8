"""The sandbox's page over a small community, and a bot that does what a test says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.people import Person
from bot.sandbox.bot_api.updates import KINDS, allowed_kinds
from bot.sandbox.bot_api.world import BotApiWorld
from bot.sandbox.community import ExampleCommunity, ExampleGroup, ExampleStaff
from bot.sandbox.page import Page
from bot.sandbox.telegram_scene import PRIVATE, TelegramScene, set_scene
from tests.sandbox.line import Json, Line

EVENING = "-1001000000001"
COMMUNITY = ExampleCommunity(
    name="Northside",
    timezone="Europe/London",
    groups=(
        ExampleGroup(key="evening", title="Evening", purpose="To talk.", telegram=int(EVENING)),
        ExampleGroup(key="mending", title="Mending", purpose="To mend.", telegram=-1001000000002),
    ),
    staff=(ExampleStaff(name="Sam", telegram=1001),),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """`moved` has by how much the clock was ahead each time that it was moved."""

    scene: TelegramScene
    page: Page
    http: ClientSession
    line: Line
    moved: list[float]

    @property
    def evening(self) -> Group:
        return self.scene.venue(EVENING).group

    def person(self, name: str) -> Person:
        return next(player.person for player in self.scene.players if player.person.first_name == name)

    def sees(self, name: str, chat: str = EVENING) -> Json:
        """The chat as the page shows it to somebody."""
        shown: Json = self.page.view(self.person(name).id, chat)["shown"]
        return shown

    def texts(self, name: str, chat: str = EVENING) -> list[str]:
        return [message["text"] for message in self.sees(name, chat)["messages"] if not message["note"]]

    async def does(self, name: str, deed: str, chat: str = EVENING, **fields: Any) -> Json:
        """The reply; a refusal fails the test."""
        status, reply = await self.asks(name, deed, chat, **fields)
        assert status == 200, reply
        return reply

    async def is_refused(self, name: str, deed: str, chat: str = EVENING, **fields: Any) -> str:
        """The sentence; that it was done fails the test."""
        status, reply = await self.asks(name, deed, chat, **fields)
        assert status >= 400, reply
        return str(reply["error"])

    async def asks(self, name: str, deed: str, chat: str = EVENING, **fields: Any) -> tuple[int, Json]:
        return await self.posts(f"/api/{deed}", {"person": self.person(name).id, "chat": chat, **fields})

    async def posts(self, path: str, content: Any) -> tuple[int, Json]:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        async with self.http.post(path, data=body, headers={"Content-Type": "application/json"}) as response:
            return response.status, await response.json()

    async def bot_says(self, name: str, text: str, *buttons: Json) -> int:
        """The bot writes to somebody in private; the message's number."""
        markup = {"inline_keyboard": [[button] for button in buttons]} if buttons else None
        more = {"reply_markup": json.dumps(markup)} if markup else {}
        sent = await self.line.call("sendMessage", chat_id=self.person(name).id, text=text, **more)
        return int(sent["message_id"])


@asynccontextmanager
async def a_stage(trouble: str | None = None) -> AsyncIterator[Stage]:
    scene = set_scene(COMMUNITY, BotApiWorld(limits=False))
    moved: list[float] = []
    page = Page(scene, trouble=lambda: trouble, moved=moved.append)
    await page.start(0)
    scene.bot.inbox.allowed = allowed_kinds(KINDS)
    scene.bot.inbox.drop_all()
    try:
        async with ClientSession(page.url) as http:
            yield Stage(scene, page, http, Line(scene.world, scene.bot), moved)
    finally:
        await page.stop()


__all__ = ["COMMUNITY", "EVENING", "PRIVATE", "Stage", "a_stage"]
