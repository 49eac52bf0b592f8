"""Matrix with everything encrypted: the person and the owner read and write with Element's own encryption.

Coming and going is done by a second login of theirs, which has no keys.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Self

from bot.core.events import PrivateText
from bot.core.ids import NativeId
from bot.platforms.matrix.client import LoggedIn
from bot.platforms.matrix.encryption.encryption import Encryption
from bot.sandbox.matrix_http import MatrixHttp
from bot.sandbox.resident import Resident, Said
from tests.element.element import Element, Heard
from tests.homeservers import fresh_name, synapse
from tests.laws.matrix_stage import MatrixStage, group_of
from tests.laws.stage import PATIENCE
from tests.platforms.matrix_encryption.stage import InMemory

_PASSWORD = "let me in"
_NO_SHIELD = 0
_TESTS_MOST = 20  # whoever is in many rooms is slow to look around


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


@dataclass(slots=True)
class _AtHome:
    """Somebody at Element, with a second login that has no keys. `tests`: how many they have been in."""

    element: Element
    login: LoggedIn
    tests: int = 0

    @classmethod
    async def new(cls, name: str) -> Self:
        homeserver = await asyncio.to_thread(synapse)
        enrolled = await asyncio.to_thread(homeserver.enrol, fresh_name(name), _PASSWORD, name.capitalize())
        element = await Element.arrive(homeserver.url, enrolled["user_id"], _PASSWORD)
        return cls(element, LoggedIn(enrolled["device_id"], enrolled["access_token"]))

    @asynccontextmanager
    async def by_hand(self) -> AsyncIterator[Resident]:
        """Without what earlier tests have asked them into."""
        http = MatrixHttp(synapse().url)
        http.token = self.login.token
        resident = Resident(http, self.element.user, self.login.device)
        try:
            for room in await resident.invitations():
                await resident.leave(room)
            yield resident
        finally:
            await resident.go()


_homes: dict[str, list[_AtHome]] = defaultdict(list)


@asynccontextmanager
async def _somebody(name: str) -> AsyncIterator[tuple[Resident, Element]]:
    """Who has been in some other tests, if there is anybody: to settle in at Element takes longer than most laws.

    Whoever was in a test that went wrong is in no other.
    """
    home = _homes[name].pop() if _homes[name] else await _AtHome.new(name)
    async with home.by_hand() as resident:
        yield resident, home.element
    home.tests += 1
    if home.tests < _TESTS_MOST:
        _homes[name].append(home)
    else:
        await home.element.close()


@asynccontextmanager
async def encrypted_stage(version: str) -> AsyncIterator[EncryptedStage]:
    homeserver = await asyncio.to_thread(synapse)
    async with (
        _somebody("sam") as (owner, at_owner),
        _somebody("ada") as (person, at_person),
        AsyncExitStack() as stack,
    ):
        bot = await Resident.arrive(homeserver, fresh_name("hall"))
        stack.push_async_callback(bot.go)
        room = await group_of(owner, bot, version, encrypted=True)
        crypto = Encryption(InMemory(), password=_PASSWORD)
        stage = EncryptedStage(bot, owner, person, room, crypto=crypto)
        stage.version, stage.elements = version, {each.user: each for each in (at_owner, at_person)}
        await stage.matrix.start()
        stack.push_async_callback(stage.matrix.stop)
        yield stage
