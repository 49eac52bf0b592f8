"""Being told by Telegram instead of asking: one update a delivery, acknowledged by 200 once it was taken."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.errors import NotYet
from bot.core.events import Arrival, Batch
from bot.core.ids import PlatformName
from bot.platforms.telegram.arrivals import arrival_of, unintelligible

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.ports import Take

OK, FORBIDDEN, UNAVAILABLE = 200, 403, 503


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the world reaches this program (scheme and host, perhaps a path), and what Telegram shows as its pass."""

    base_url: str
    secret: str = field(repr=False)


class WebhookDeliveries:
    """`path` can be guessed by nobody who does not know both token and secret."""

    def __init__(self, token: str, webhook: Webhook, now: Callable[[], datetime]) -> None:
        self._secret = webhook.secret.encode()
        self._now = now
        self._take: Take | None = None
        self._end: asyncio.Future[None] | None = None
        digest = hmac.new(self._secret, token.encode(), hashlib.sha256).hexdigest()
        self.path = f"/telegram/{digest[:40]}"
        self.address = webhook.base_url.rstrip("/") + self.path

    async def for_ever(self, take: Take) -> None:
        """Let deliveries in until cancelled; raises what `take` raised for one of them, except NotYet."""
        self._take, self._end = take, asyncio.get_running_loop().create_future()
        try:
            await self._end
        finally:
            self._take = self._end = None

    def give_up(self, reason: Exception) -> None:
        """End `for_ever` with this."""
        if self._end is not None and not self._end.done():
            self._end.set_exception(reason)

    async def deliver(self, body: bytes, secret_header: str | None) -> int:
        """The HTTP status to answer with. What is not 200 Telegram delivers again, for 24 hours.

        A body that cannot be read is taken as `Unreadable` and answered by 200: it would be just as unreadable each
        time, and hold up everything behind it in its queue.
        """
        if not hmac.compare_digest((secret_header or "").encode("utf-8", "surrogateescape"), self._secret):
            return FORBIDDEN
        if self._take is None:
            return UNAVAILABLE
        try:
            await self._take(Batch(PlatformName.TELEGRAM, (self._arrival(body),)))
        except NotYet:
            return UNAVAILABLE
        except Exception as reason:  # noqa: BLE001 - whoever awaits for_ever() gets it
            self.give_up(reason)
            return UNAVAILABLE
        return OK

    def _arrival(self, body: bytes) -> Arrival:
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return unintelligible(body, self._now)
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            return unintelligible(body, self._now)
        return arrival_of(update, self._now)
