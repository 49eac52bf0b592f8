"""Somebody at Element: a node program of the same parts, spoken to in JSON lines."""

from __future__ import annotations

import asyncio
import fcntl
import itertools
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

_FOLDER = Path(__file__).parent
_ANSWERS_WITHIN = 90.0
_LONGEST_LINE = 16 * 1024 * 1024


class ElementFailed(Exception):  # noqa: N818 - it is what happened
    """What the program said instead of an answer."""


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

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._listening = asyncio.create_task(self._listen())
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
        await asyncio.to_thread(_installed)
        node = shutil.which("node")
        assert node is not None
        process = await asyncio.create_subprocess_exec(
            node,
            "element.mjs",
            cwd=_FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            limit=_LONGEST_LINE,
            env={"PATH": os.environ["PATH"], "NODE_OPTIONS": "--max-old-space-size=400"},
        )
        element = cls(process)
        try:
            who = {"homeserver": homeserver, "user": user, "password": password}
            started = await element.ask("start", **who, legacy=legacy, second=second)
            element.user, element.device, element.version = started["user"], started["device"], started["version"]
            yield element
        finally:
            await element.close()

    async def ask(self, command: str, **rest: Any) -> Any:
        """Raises `ElementFailed` with the program's own words."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": number, "command": command, **rest}).encode() + b"\n")
        await self._process.stdin.drain()
        async with asyncio.timeout(_ANSWERS_WITHIN):
            return await answer

    async def open_chat(self, *people: str, version: str = "12", group: bool = False) -> str:
        """An encrypted private room to which they are invited; its id."""
        return str(await self.ask("openChat", people=people, version=version, group=group))

    async def join(self, room: str) -> None:
        await self.ask("join", room=room)

    async def invitations(self) -> list[str]:
        return list(await self.ask("invitations"))

    async def sees_join(self, room: str, user: str) -> None:
        await self.ask("awaitMember", room=room, user=user)

    async def send(self, room: str, text: str) -> str:
        return str(await self.ask("send", room=room, text=text))

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
        if self._process.returncode is None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                await asyncio.wait_for(self._process.wait(), 5)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        await self._listening

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            waiting = self._waiting.pop(said["id"])
            if waiting.done():
                continue
            if "error" in said:
                waiting.set_exception(ElementFailed(said["error"]))
            else:
                waiting.set_result(said["result"])
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ElementFailed("the program ended"))


@cache
def _installed() -> None:
    """Puts the packages there, as the lock file names them, if they aren't; one test process after another."""
    lock, stamp = _FOLDER / "package-lock.json", _FOLDER / "node_modules" / ".package-lock.json"
    with (_FOLDER / "package.json").open() as guarded:
        fcntl.flock(guarded, fcntl.LOCK_EX)
        if stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime:
            return
        npm = shutil.which("npm")
        assert npm is not None
        done = subprocess.run([npm, "ci"], cwd=_FOLDER, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise ElementFailed(f"npm ci: {done.stderr}")
