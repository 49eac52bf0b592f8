"""getUpdates: one at a time, long or short (after Telegram's own server, Client.cpp)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.sandbox.bot_api.refusals import Refusal, conflict

if TYPE_CHECKING:
    from bot.sandbox.bot_api.clock import MovableClock
    from bot.sandbox.bot_api.updates import Inbox

HOLD = 3.0
REPEATED_AT_ONCE = 0.5
BY_ANOTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
BY_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_IS_ON = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Polling:
    """A bot's polls; at most one waits."""

    def __init__(self, inbox: Inbox, clock: MovableClock) -> None:
        self._inbox = inbox
        self._clock = clock
        self._waiting: asyncio.Future[None] | None = None
        self._ended_because = BY_ANOTHER
        self._last_offset: int | None = None
        self._last_start = 0.0
        self._next_conflict_at_once = 0.0

    async def get(self, offset: int, limit: int, timeout: int) -> list[bytes]:  # noqa: ASYNC109 - Telegram's word
        """The waiting updates, at once or as soon as there are some within `timeout` seconds."""
        now = self._clock.now()
        if offset == self._last_offset:
            if timeout < HOLD and now < self._last_start + HOLD:
                timeout = int(HOLD)
            if now < self._last_start + REPEATED_AT_ONCE:
                limit = 1
        self._last_offset, self._last_start = offset, now
        self.end(BY_ANOTHER)
        updates = self._inbox.read(offset, limit)
        if updates or timeout == 0:
            return updates
        return await self._wait(offset, limit, now + timeout)

    def end(self, why: str) -> None:
        """Answers 409 to the poll that waits, if there is one."""
        if self._waiting and not self._waiting.done():
            self._ended_because = why
            self._waiting.cancel()
        self._waiting = None

    async def refuse(self, why: str) -> Refusal:
        """The 409; a second one within three seconds is held for three seconds."""
        now = self._clock.now()
        if now < self._next_conflict_at_once:
            await self._clock.sleep(HOLD)
        else:
            self._next_conflict_at_once = now + HOLD
        return conflict(why)

    async def _wait(self, offset: int, limit: int, until: float) -> list[bytes]:
        waiting = self._waiting = self._inbox.arrived.next_ring()
        try:
            await self._clock.wait_for(waiting, until)
        finally:
            if self._waiting is waiting:
                self._waiting = None
        if waiting.cancelled():
            raise await self.refuse(self._ended_because)
        return self._inbox.read(offset, limit)
