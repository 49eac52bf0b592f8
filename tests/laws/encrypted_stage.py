"""Matrix with everything encrypted: the person and the owner read and write with Element's own encryption.

Coming and going is done by a second login of theirs, which has no keys.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.core.events import PrivateText
from bot.core.ids import NativeId
from bot.platforms.matrix.encryption.encryption import Encryption
from bot.sandbox.resident import Resident, Said
from tests.element.element import Element, Heard
from tests.homeservers import synapse
from tests.laws.matrix_stage import MatrixStage, group_of, residents
from tests.laws.stage import PATIENCE
from tests.platforms.matrix_encryption.stage import InMemory

_PASSWORD = "let me in"
_NO_SHIELD = 0


class EncryptedStage(MatrixStage):
    elements: dict[str, Element]
    version: str

    async def opens_chat(self, words: str) -> None:
        element = self.elements[self.person.id]
        if not self._chat:
            self._chat = await element.open_chat(self.bot.id, version=self.version)
            await element.sees_join(self._chat, self.bot.id)
            await element.send(self._chat, words)
            await self.ears.hear(PrivateText)
        else:
            await element.send(self._chat, words)

    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        await self.elements[self.person.id].send_file(self._chat, name, content, caption)

    async def posts(self, words: str) -> NativeId:
        element = self.elements[self.person.id]
        await self.owner.invite(self.room, self.person.id)
        await element.join(self.room)
        await element.sees_join(self.room, self.bot.id)
        return NativeId(await element.send(self.room, words))

    async def is_posted(self, words: str) -> bool:
        return any(heard.text == words for heard in await self._shown(self.owner, self.room))

    async def _said(self) -> list[Said]:
        room = await self._room()
        shown = await self._shown(self.person, room) if room else []
        mine = [heard for heard in shown if heard.sender == self.bot.id]
        assert all(heard.encrypted and heard.shield == _NO_SHIELD for heard in mine)
        return [Said(heard.id, heard.sender, heard.text, heard.content) for heard in mine]

    async def _room(self) -> str:
        for room in await self.person.invitations():
            if room != self.room:
                await self.elements[self.person.id].join(room)
                self._chat = room
        return self._chat

    async def _shown(self, whose: Resident, room: str) -> list[Heard]:
        """What Element shows, once it shows everything that is there."""
        there = {event["event_id"] for event in await whose.events(room) if _is_message(event)}
        async with asyncio.timeout(2 * PATIENCE):
            while True:
                shown = [each for each in await self.elements[whose.id].messages(room) if each.id in there]
                if len(shown) == len(there) and not any(each.unreadable for each in shown):
                    return shown
                await asyncio.sleep(0.05)


def _is_message(event: dict[str, object]) -> bool:
    return event["type"] in {"m.room.message", "m.room.encrypted"} and bool(event["content"])


@asynccontextmanager
async def encrypted_stage(version: str) -> AsyncIterator[EncryptedStage]:
    async with residents() as (bot, owner, person), AsyncExitStack() as clients:
        ways_in = [
            clients.enter_async_context(Element.at(synapse().url, each.id, _PASSWORD)) for each in (owner, person)
        ]
        elements = await asyncio.gather(*ways_in)
        room = await group_of(owner, bot, version, encrypted=True)
        crypto = Encryption(InMemory(), password=_PASSWORD)
        stage = EncryptedStage(bot, owner, person, room, crypto=crypto)
        stage.version, stage.elements = version, {each.user: each for each in elements}
        await stage.matrix.start()
        try:
            yield stage
        finally:
            await stage.matrix.stop()
