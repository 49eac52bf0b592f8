"""The program as operators start it: `python -m bot …`, a process of its own with an environment of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from aiohttp import ClientSession

from tests.databases import SECRETS
from tests.journeys.telegram_hall import EXAMPLE, TOKEN, Hall

ROOT = Path(__file__).parents[2]
KEY = urlsafe_b64encode(SECRETS[0]).decode()
NOWHERE = "http://127.0.0.1:9"  # where nobody listens
AT_WORK = "Hallkeeper is at work."
LONGEST = 90.0  # seconds that a start may take on a machine with much else to do
STOPS_WITHIN = 10.0  # seconds from SIGTERM to the end, as a PaaS allows


@dataclass(slots=True)
class Program:
    """One process, from its start to its end. `err` and `out` are the lines that it has written so far."""

    process: Process
    err: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _readers: list[asyncio.Task[None]] = field(default_factory=list)
    _open_streams: int = 0

    @property
    def said(self) -> str:
        """All that it has written, on either stream."""
        return "\n".join((*self.out, *self.err))

    @property
    def ended(self) -> bool:
        return self.process.returncode is not None

    async def says(self, *words: str, seconds: float = LONGEST) -> str:
        """The first line on standard error that has all these words."""
        try:
            async with asyncio.timeout(seconds), self._news:
                while (found := self._line_with(words)) is None:
                    assert self._open_streams, f"ended without {words}: {self.said}"
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"never said {words}, but: {self.said}") from None
        return found

    async def is_at_work(self) -> None:
        await self.says(AT_WORK)

    async def is_ready(self, port: int) -> None:
        """At work, it may still be waiting for a platform to answer."""
        await self.is_at_work()
        async with asyncio.timeout(LONGEST):
            while await status(f"http://127.0.0.1:{port}/readyz") != HTTPStatus.OK:
                await asyncio.sleep(0.02)

    def kill(self) -> None:
        """`kill -9`: nothing is finished, nobody is told."""
        self._send(signal.SIGKILL)

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    async def ends(self, seconds: float = LONGEST) -> int:
        """The exit code, once all that it wrote has been read."""
        try:
            async with asyncio.timeout(seconds):
                await asyncio.wait(self._readers)  # which goes on reading if this gives up
                return await self.process.wait()
        except TimeoutError:
            raise AssertionError(f"did not end within {seconds} s, but said: {self.said}") from None

    def _send(self, sign: signal.Signals) -> None:
        if not self.ended:
            with suppress(ProcessLookupError):
                self.process.send_signal(sign)

    def _line_with(self, words: tuple[str, ...]) -> str | None:
        return next((line for line in self.err if all(word in line for word in words)), None)

    def _listen(self) -> None:
        for stream, lines in ((self.process.stderr, self.err), (self.process.stdout, self.out)):
            assert stream is not None
            self._open_streams += 1
            self._readers.append(asyncio.create_task(self._read(stream, lines)))

    async def _read(self, stream: asyncio.StreamReader, lines: list[str]) -> None:
        async for line in stream:
            lines.append(line.decode().rstrip("\n"))
            await self._tell()
        self._open_streams -= 1
        await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()


@asynccontextmanager
async def program(*arguments: str, folder: Path, environment: Mapping[str, str]) -> AsyncIterator[Program]:
    """`python -m bot` with these arguments, in this folder. However the block ends, the process does too."""
    system = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        stdout=PIPE,
        stderr=PIPE,
        cwd=folder,
        env={**system, "PYTHONPATH": str(ROOT), **environment},
    )
    running = Program(process)
    running._listen()
    try:
        yield running
    finally:
        running.kill()
        await asyncio.shield(running.ends())


async def outcome(*arguments: str, folder: Path, environment: Mapping[str, str]) -> Program:
    """The same, when it has ended by itself."""
    async with program(*arguments, folder=folder, environment=environment) as running:
        await running.ends()
    return running


def settings(
    folder: Path, database_url: str, *, api_url: str = NOWHERE, policy: str | None = None, **more: str
) -> dict[str, str]:
    """An environment that has everything. A variable that is set to nothing counts as missing."""
    file, text = folder / "policy.toml", EXAMPLE.read_text() if policy is None else policy
    if not file.exists() or file.read_text() != text:  # another bot may be reading the same one just now
        file.write_text(text)
    return {
        "POLICY": str(file),
        "SECRET_KEY": KEY,
        "DATABASE_URL": database_url,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api_url,
        **more,
    }


def settings_of(hall: Hall, folder: Path, **more: str) -> dict[str, str]:
    """The environment in which the bot keeps this hall."""
    return settings(folder, hall.database_url, api_url=hall.server.url, policy=hall.policy_text, **more)


async def status(address: str, *, post: bytes | None = None, headers: Mapping[str, str] | None = None) -> int:
    async with ClientSession() as session:
        asking = session.get(address) if post is None else session.post(address, data=post, headers=headers)
        async with asking as answer:
            return answer.status


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
