"""Calls that a platform does not answer: is it one chat, or all of it?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.core.effects import Later

if TYPE_CHECKING:
    from bot.core.ids import NativeId

_log = structlog.get_logger()
_MOST = timedelta(seconds=30)


class Outage:
    """A call that fails again and again must not stop everybody else's; two chats failing in a row are an outage."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._failures = 0
        self._first: NativeId | None = None
        self._everywhere = False

    def met(self, chat: NativeId, *, everywhere: bool = False) -> Later:
        """How long to wait: 1 s, then twice as long for each failure since the last answer, up to 30 s."""
        self._first = self._first or chat
        if (everywhere or chat != self._first) and not self._everywhere:
            self._everywhere = True
            _log.warning(f"{self._platform} does not take what is to be sent; it is kept and tried again.")
        wait = min(_MOST, timedelta(seconds=2 ** min(self._failures, 10)))
        self._failures += 1
        return Later(wait, everywhere=self._everywhere)

    def over(self) -> None:
        if self._everywhere:
            _log.info(f"{self._platform} takes what is to be sent again.")
        self._failures, self._first, self._everywhere = 0, None, False
