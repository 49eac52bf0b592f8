"""A wall clock that can be moved, and waits that notice when it was."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any


class MovableClock:
    """Real time plus an offset, in unix seconds (UTC)."""

    def __init__(self, offset: float = 0.0, real: Callable[[], float] = time.time) -> None:
        self.offset = offset
        self._real = real
        self._waiters: set[asyncio.Future[None]] = set()

    def now(self) -> float:
        return self._real() + self.offset

    def advance(self, seconds: float) -> None:
        """Moves the clock; whoever waits on it looks at it anew."""
        self.offset += seconds
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, moment: float) -> None:
        while (left := moment - self.now()) > 0:
            await self._until_moved(left)

    async def wait_for(self, future: asyncio.Future[Any], moment: float) -> bool:
        """Waits until the future is done (True) or the moment has come (False); never cancels the future."""
        sleeping = asyncio.ensure_future(self.sleep_until(moment))
        try:
            await asyncio.wait({future, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
        return future.done()

    async def _until_moved(self, seconds: float) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waiter, seconds)
        finally:
            self._waiters.discard(waiter)
