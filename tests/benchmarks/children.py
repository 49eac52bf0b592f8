"""Programs under measurement, each in a process of its own, so that what it uses can be told from what we use."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

_ROOT = Path(__file__).parents[2]
_PATIENCE = 120.0  # seconds; nothing that is measured takes half of it
_MEBIBYTE = 1024 * 1024
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB: resident, the part of it that is its own, and its share of what it has in common with others."""

    resident: float
    own: float
    share: float

    def __sub__(self, other: Memory) -> Memory:
        return Memory(self.resident - other.resident, self.own - other.own, self.share - other.share)


class Child:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._looked_at = psutil.Process(process.pid)

    async def says(self) -> Any:
        """The next line of its standard output, which is JSON. Raises RuntimeError when it ends without one."""
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), _PATIENCE)
        if not line:
            raise RuntimeError(f"The program under measurement ended with {await self._process.wait()}.")
        return json.loads(line)

    def memory(self) -> Memory:
        used = self._looked_at.memory_full_info()
        return Memory(used.rss / _MEBIBYTE, used.uss / _MEBIBYTE, used.pss / _MEBIBYTE)

    def processor_seconds(self) -> float:
        """Of all its threads, its own and the system's on its behalf, since it began; to a hundredth."""
        used = self._looked_at.cpu_times()
        return used.user + used.system

    async def kill(self) -> None:
        """At once: what has been measured has been measured."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def child(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> AsyncIterator[Child]:
    """`python -m module` with these arguments, killed at the end. No proxy and no setting leaks into it."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdout=asyncio.subprocess.PIPE,
        cwd=_ROOT,
        env=kept | dict(environment or {}),
    )
    started = Child(process)
    try:
        yield started
    finally:
        await started.kill()
