"""How many messages a bot may send (Telegram's FAQ for bots: "broadcasting to users")."""

from __future__ import annotations

from collections import deque
from math import ceil
from typing import TYPE_CHECKING, Protocol

from bot.sandbox.bot_api.chats import PrivateChat
from bot.sandbox.bot_api.refusals import too_many_requests

if TYPE_CHECKING:
    from bot.sandbox.bot_api.chats import Chat
    from bot.sandbox.bot_api.clock import MovableClock

IN_ALL = (30, 1.0)
IN_A_GROUP = (20, 60.0)
PRIVATE_BURST = 5
"""To one person, after a burst of so many, one message a second."""


class Limit(Protocol):
    def wait(self, now: float, messages: int) -> float:
        """Seconds until so many more may be sent; 0 for now."""

    def spend(self, now: float, messages: int, /) -> None: ...


class Window:
    """At most so many within so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._sent: deque[float] = deque()

    def wait(self, now: float, messages: int) -> float:
        while self._sent and self._sent[0] <= now - self._seconds:
            self._sent.popleft()
        excess = len(self._sent) + min(messages, self._most) - self._most
        return self._sent[excess - 1] + self._seconds - now if excess > 0 else 0.0

    def spend(self, now: float, messages: int) -> None:
        self._sent.extend([now] * messages)


class Bucket:
    """A burst, and one more each second; it may be overdrawn by one bulk call."""

    def __init__(self, burst: int) -> None:
        self._burst = burst
        self._left = float(burst)
        self._counted_at = 0.0

    def wait(self, now: float, messages: int) -> float:
        self._left = min(self._burst, self._left + now - self._counted_at)
        self._counted_at = now
        return max(0.0, min(messages, self._burst) - self._left)

    def spend(self, _now: float, messages: int) -> None:
        self._left -= messages


class FloodLimits:
    """One bot's sendings; a refused message does not count."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._in_all = Window(*IN_ALL)
        self._by_chat: dict[int, Limit] = {}

    def spend(self, chat: Chat, messages: int = 1) -> None:
        """Counts so many messages to this chat; raises the Refusal 429 if that is too many."""
        now = self._clock.now()
        if chat.id not in self._by_chat:
            self._by_chat[chat.id] = Bucket(PRIVATE_BURST) if isinstance(chat, PrivateChat) else Window(*IN_A_GROUP)
        limits: tuple[Limit, ...] = (self._in_all, self._by_chat[chat.id])
        wait = max(limit.wait(now, messages) for limit in limits)
        if wait > 0:
            raise too_many_requests(ceil(wait))
        for limit in limits:
            limit.spend(now, messages)
