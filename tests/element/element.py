"""Somebody at Element: a client of the same parts, in the node program that all of them share."""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

from tests.element.program import ElementFailed, Program, program

__all__ = ["Element", "ElementFailed", "Heard"]

_ANSWERS_WITHIN = 90.0
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as Element shows it. `shield`: 0 none, 1 grey, 2 red; None for what is not encrypted.

    `unreadable` is why it could not be decrypted (`HISTORICAL_MESSAGE…`, `UNSIGNED_SENDER_DEVICE`…), or None.
    """

    id: str
    sender: str
    type: str
    content: dict[str, Any]
    encrypted: bool
    unreadable: str | None
    shield: int | None
    reason: int | None

    @property
    def text(self) -> str:
        return str(self.content.get("body", ""))


class Element:
    """One person's client with a cross-signed device of its own.

    It trusts cross-signed devices alone: neither does it show what others send, nor does it give them keys.
    """

    def __init__(self, among: Program) -> None:
        self._program = among
        self._number = next(_numbers)
        self.user = ""
        self.device = ""
        self.version = ""

    @classmethod
    @asynccontextmanager
    async def at(
        cls, homeserver: str, user: str, password: str, *, legacy: bool = False, second: bool = False
    ) -> AsyncIterator[Self]:
        """Logged in, cross-signed and syncing.

        `legacy`: as Element was before it asked for cross-signed devices. `second`: on another device of somebody who
        has an identity, before they have verified it from the first.
        """
        element = cls(await asyncio.to_thread(program))
        try:
            await element._start(homeserver, user, password, legacy=legacy, second=second)
            yield element
        finally:
            await element.close()

    @classmethod
    async def arrive(cls, homeserver: str, user: str, password: str) -> Self:
        """The same, for as long as there are tests, or until they `close` it."""
        element = cls(await asyncio.to_thread(program))
        await element._start(homeserver, user, password, legacy=False, second=False)
        return element

    async def _start(self, homeserver: str, user: str, password: str, *, legacy: bool, second: bool) -> None:
        who = {"homeserver": homeserver, "user": user, "password": password}
        started = await self.ask("start", **who, legacy=legacy, second=second)
        self.user, self.device, self.version = started["user"], started["device"], started["version"]

    async def ask(self, command: str, **rest: Any) -> Any:
        """Raises `ElementFailed` with the program's own words."""
        answer = self._program.ask(self._number, command, rest)
        async with asyncio.timeout(_ANSWERS_WITHIN):
            return await asyncio.wrap_future(answer)

    async def open_chat(self, *people: str, version: str = "12", group: bool = False) -> str:
        """An encrypted private room to which they are invited; its id."""
        return str(await self.ask("openChat", people=people, version=version, group=group))

    async def join(self, room: str) -> None:
        await self.ask("join", room=room)

    async def invitations(self) -> list[str]:
        return list(await self.ask("invitations"))

    async def is_asked_in(self) -> str:
        """The room that one is invited to, once there is one. Raises TimeoutError after twenty seconds."""
        async with asyncio.timeout(20):
            while not (rooms := await self.invitations()):
                await asyncio.sleep(0.05)
        return rooms[0]

    async def sees_join(self, room: str, user: str) -> None:
        await self.ask("awaitMember", room=room, user=user)

    async def send(self, room: str, text: str) -> str:
        return str(await self.ask("send", room=room, text=text))

    async def send_file(self, room: str, name: str, content: bytes, caption: str = "") -> str:
        """Encrypted, as is the message that holds the key to it."""
        encoded = base64.b64encode(content).decode()
        return str(await self.ask("sendFile", room=room, name=name, content=encoded, caption=caption))

    async def edit(self, room: str, message: str, text: str) -> str:
        return str(await self.ask("edit", room=room, event=message, text=text))

    async def messages(self, room: str) -> list[Heard]:
        return [Heard(**message) for message in await self.ask("messages", room=room)]

    async def hears(self, room: str, text: str, *, within: float = 20) -> Heard:
        """Raises `ElementFailed` if nothing that reads so arrives within so many seconds."""
        return Heard(**await self.ask("hear", room=room, text=text, within=within))

    async def trusts(self, user: str, device: str) -> dict[str, Any]:
        return dict(await self.ask("trust", user=user, device=device))

    async def verify_in_room(self, room: str, user: str) -> list[str]:
        """Compares emoji, finding them right; returns those that were shown."""
        return list(await self.ask("verifyInRoom", room=room, user=user))

    async def verify_device(self, user: str, device: str) -> list[str]:
        return list(await self.ask("verifyDevice", user=user, device=device))

    async def has_verified(self, user: str) -> bool:
        """Whether that person's identity is verified, within some seconds."""
        return bool(await self.ask("awaitVerified", user=user))

    async def close(self) -> None:
        await self.ask("stop")
