"""A clock that stands still until it is set."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class StandingClock:
    """`advance` moves it; whoever sleeps until then wakes."""

    def __init__(self, start: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)) -> None:
        self._now = start
        self._moved = asyncio.Condition()

    def now(self) -> datetime:
        return self._now

    async def sleep_until(self, moment: datetime) -> None:
        async with self._moved:
            await self._moved.wait_for(lambda: self._now >= moment)

    async def advance(self, by: timedelta) -> None:
        async with self._moved:
            self._now += by
            self._moved.notify_all()
