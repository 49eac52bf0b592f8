"""What bots have called, so that tests can ask."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = 5_000
POLLS_KEPT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BotCall:
    """One call: parameters as text, as they came; the answer's result or its error; `at` is a unix second."""

    bot_id: int
    method: str
    params: Mapping[str, str]
    result: Any
    error: str | None
    at: float

    @property
    def ok(self) -> bool:
        return self.error is None


class CallRecord:
    """The last calls; polls are kept apart, so that they don't push out everything else."""

    def __init__(self) -> None:
        self.calls: deque[BotCall] = deque(maxlen=KEPT)
        self.polls: deque[BotCall] = deque(maxlen=POLLS_KEPT)

    def add(self, call: BotCall) -> None:
        (self.polls if call.method.lower() == "getupdates" else self.calls).append(call)

    def to(self, method: str, chat_id: int | None) -> list[BotCall]:
        wanted = method.lower()
        kept = self.polls if wanted == "getupdates" else self.calls
        return [
            call
            for call in kept
            if call.method.lower() == wanted and chat_id in {None, _number(call.params.get("chat_id"))}
        ]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.lstrip("-").isdigit() else None
