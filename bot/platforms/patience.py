"""Waiting for a platform that is down or slow: longer each time, and saying so once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_log = structlog.get_logger()
_FIRST = 0.5
_MOST = 30.0


class Patience:
    """One for each thing that is waited for. `sleep` takes seconds."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._trouble = ""
        self._next_wait = _FIRST

    async def bear(self, trouble: str, *, asked: float = 0) -> None:
        """Wait half a second, then twice as long each time up to 30 s, or as long as was asked if that is longer.

        The sentence is logged when it is another than last time.
        """
        if trouble != self._trouble:
            _log.warning(trouble)
            self._trouble = trouble
        wait, self._next_wait = self._next_wait, min(_MOST, self._next_wait * 2)
        await self._sleep(max(wait, asked))

    def rewarded(self, relief: str) -> None:
        """All is well: said once, if there was trouble."""
        if self._trouble:
            _log.info(relief)
        self._trouble, self._next_wait = "", _FIRST
