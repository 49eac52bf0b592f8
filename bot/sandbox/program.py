"""The very program that is deployed, as a child: its database made, run, started again if it dies, and stopped."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.core.errors import Stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

STOPS_WITHIN = 10.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
RAN_WELL = 60.0
"""Seconds: granted for stopping; waited before another start, first and at most; until earlier deaths are forgotten."""


class Program:
    """`command` is what stands before `migrate` and `run`; what the child says on standard error is heard here.

    `at_work` returns once the child does its work; `say` is told in a sentence what befalls it.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environ: Mapping[str, str],
        folder: Path,
        at_work: Callable[[], Awaitable[None]],
        say: Callable[[str], None],
    ) -> None:
        self._command = tuple(command)
        self._environ = dict(environ)
        self._folder = folder
        self._at_work = at_work
        self._say = say
        self._child: asyncio.subprocess.Process | None = None
        self.trouble: str | None = "The bot is starting."

    def also(self, environ: Mapping[str, str]) -> None:
        """More for the environment of what is begun from now on."""
        self._environ |= environ

    async def begin(self) -> None:
        """Returns when it is at work. Raises Stop if it does not get that far."""
        migrating = await self._spawn("migrate")
        if await migrating.wait() != 0:
            raise Stop("The database of the sandbox could not be made. What is wrong stands above.")
        child = await self._spawn("run")
        if not await self._gets_to_work(child):
            raise Stop(f"The bot did not start (exit code {child.returncode}). What is wrong stands above.")
        self.trouble = None

    async def keep_running(self) -> None:
        """After `begin`, for ever."""
        pause = FIRST_PAUSE
        while True:
            since = time.monotonic()
            code = await self._running().wait()
            pause = FIRST_PAUSE if time.monotonic() - since > RAN_WELL else pause
            self._report(f"The bot has stopped by itself (exit code {code}). It is started again in {pause:.0f} s.")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            if await self._gets_to_work(await self._spawn("run")):
                self.trouble = None
                self._say("The bot is at work again.")

    async def stop(self) -> None:
        """Asks it to end, and ends it after ten seconds."""
        child = self._child
        if child is None or child.returncode is not None:
            return
        with suppress(ProcessLookupError):
            child.terminate()
        try:
            async with asyncio.timeout(STOPS_WITHIN):
                await child.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()

    def _report(self, trouble: str) -> None:
        self.trouble = trouble
        self._say(trouble)

    def _running(self) -> asyncio.subprocess.Process:
        assert self._child, "begin() comes first"
        return self._child

    async def _spawn(self, action: str) -> asyncio.subprocess.Process:
        """In a session of its own: Ctrl-C on the terminal is for the sandbox, which then stops this in good order."""
        self._child = await asyncio.create_subprocess_exec(
            *self._command,
            action,
            env=self._environ,
            cwd=self._folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        return self._child

    async def _gets_to_work(self, child: asyncio.subprocess.Process) -> bool:
        """True when it is at work, False when it has ended instead."""
        working = asyncio.ensure_future(self._at_work())
        ending = asyncio.ensure_future(child.wait())
        try:
            await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
            return not ending.done()
        finally:
            working.cancel()
            ending.cancel()
