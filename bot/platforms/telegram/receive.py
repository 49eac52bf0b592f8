"""Fetching updates. The next call acknowledges what the last one brought, and is made only once all of it was taken.

The library's own Updater acknowledges when it has queued an update, and loses what is queued when it is killed.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from telegram.error import InvalidToken, TelegramError

from bot.core.errors import NotYet, PlatformRefuses
from bot.core.events import Batch
from bot.core.ids import PlatformName
from bot.platforms.patience import Patience
from bot.platforms.telegram.arrivals import arrival_of
from bot.platforms.telegram.inbound import ASKED_FOR
from bot.platforms.telegram.limits import AT_ONCE
from bot.platforms.telegram.refusals import CHANCES_FOR_A_TOKEN, UNKNOWN_TOKEN, trouble
from bot.platforms.telegram.wire import AskedToWait

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.ports import Take
    from bot.platforms.telegram.wire import Wire

_WAIT = 25
"""Seconds for which Telegram holds a call when there is nothing: a dead line is noticed soon after. It allows 50."""
_SUSPICIOUSLY_SOON = 0.2
_BACK = "Telegram answers again."


class Polling:
    def __init__(self, wire: Wire, now: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._wire = wire
        self._now = now
        self._sleep = sleep
        self._telegram = Patience(sleep)
        self._database = Patience(sleep)

    async def for_ever(self, take: Take) -> None:
        """Raises PlatformRefuses when the token is no longer good, and what `take` raises, except NotYet.

        No offset is kept beyond the call that uses it: after a quiet week Telegram's ids start anew at random.
        """
        updates = await self._fetch(None, wait=0)
        await self._hand_over(updates, take)
        while True:
            offset = updates[-1]["update_id"] + 1 if updates else None
            updates = await self._fetch(offset, wait=_WAIT)
            if updates:
                await self._hand_over(updates, take)

    async def _fetch(self, offset: int | None, *, wait: int) -> list[dict[str, Any]]:
        """Asks until there is an answer. What is asked first is not waited for: whether anything was missed."""
        rejections = 0
        while True:
            asked_at = time.monotonic()
            try:
                updates = await self._wire.updates(offset, wait=wait, asked_for=ASKED_FOR)
            except TelegramError as error:
                rejections = rejections + 1 if isinstance(error, InvalidToken) else 0
                why, asked = trouble(error), error.seconds if isinstance(error, AskedToWait) else 0
            else:
                self._telegram.rewarded(_BACK)
                if wait and not updates and time.monotonic() - asked_at < _SUSPICIOUSLY_SOON:
                    await self._sleep(_SUSPICIOUSLY_SOON)
                return updates
            if rejections >= CHANCES_FOR_A_TOKEN:
                raise PlatformRefuses(UNKNOWN_TOKEN)
            await self._telegram.bear(why, asked=asked)

    async def _hand_over(self, updates: list[dict[str, Any]], take: Take) -> None:
        arrivals = tuple(arrival_of(update, self._now) for update in updates)
        batch = Batch(PlatformName.TELEGRAM, arrivals, more=len(arrivals) == AT_ONCE)
        while True:
            try:
                await take(batch)
            except NotYet as reason:
                why = str(reason)
            else:
                self._database.rewarded("What Telegram brings can be saved again.")
                return
            await self._database.bear(why)
