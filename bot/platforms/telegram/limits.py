"""What Telegram allows, and a pace that rarely meets its 429 (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits)."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.ids import NativeId

AT_ONCE = 100
"""Updates in one answer, the most that Telegram gives."""
TEXT_MOST = 4096
"""UTF-16 code units in one message."""
LABEL_MOST = 64
"""Characters on a button. Telegram cuts what does not fit a row without saying so."""
ALERT_MOST = 200
"""Characters in the answer to a pressed button."""


@dataclass(frozen=True, slots=True)
class Rate:
    most: int
    seconds: float


SENT_AT_ONCE = 3
"""Messages under way: each may arrive late, and then counts in Telegram's next second. One connection stays free."""

OVERALL = Rate(30 - SENT_AT_ONCE, 1.0)
IN_PRIVATE = Rate(4, 4.0)
IN_A_GROUP = Rate(20, 60.0)


class Window:
    """When the last few messages were sent: at most `rate.most` in any `rate.seconds`."""

    __slots__ = ("_rate", "_sent")

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._sent: deque[float] = deque(maxlen=rate.most)

    def wait(self, moment: float) -> float:
        """Seconds until one more may be sent."""
        if len(self._sent) < self._rate.most:
            return 0.0
        return max(0.0, self._sent[0] + self._rate.seconds - moment)

    def count(self, moment: float) -> None:
        self._sent.append(moment)

    def is_idle(self, moment: float) -> bool:
        return not self._sent or self._sent[-1] + self._rate.seconds <= moment


class Pace:
    """Counts messages, in all and by chat. Chats that have been quiet are forgotten."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._overall = Window(OVERALL)
        self._chats: OrderedDict[NativeId, Window] = OrderedDict()

    def wait_for(self, chat: NativeId) -> float:
        """Seconds until this chat may have one more."""
        window = self._chats.get(chat)
        return window.wait(self._seconds()) if window else 0.0

    def wait_for_all(self) -> float:
        return self._overall.wait(self._seconds())

    def count(self, chat: NativeId) -> None:
        moment = self._seconds()
        self._overall.count(moment)
        rate = IN_A_GROUP if chat.startswith("-") else IN_PRIVATE
        self._chats.setdefault(chat, Window(rate)).count(moment)
        self._chats.move_to_end(chat)
        self._forget_idle(moment)

    def chats_in_mind(self) -> int:
        return len(self._chats)

    def _forget_idle(self, moment: float) -> None:
        while self._chats and next(iter(self._chats.values())).is_idle(moment):
            self._chats.popitem(last=False)
