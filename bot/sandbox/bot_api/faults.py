"""Faults on demand and at random: what networks and servers do to a bot."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

Kind = Literal["status", "lose_reply", "drop", "delay"]


@dataclass(slots=True, kw_only=True)
class Fault:
    """`method` and `chat_id` None: any. `times` None: until cleared."""

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    status: int = 500
    html: bool = False
    retry_after: int | None = None
    seconds: float = 0.0

    def fits(self, method: str, chat_id: int | None) -> bool:
        if self.method is not None and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or self.chat_id == chat_id


class Faults:
    """Asked once by the server for every call of every method, before anything is done."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._rate = 0.0
        self._chance = random.Random(0)  # noqa: S311 - repeatable, nothing secret
        self.is_unreachable = False

    def fail(
        self,
        method: str | None = None,
        *,
        times: int | None = 1,
        status: int = 500,
        retry_after: int | None = None,
        chat_id: int | None = None,
        html: bool | None = None,
    ) -> None:
        """Answers `status` and does nothing; 502 is an HTML page unless told otherwise, 429 has a retry_after."""
        self._planned.append(
            Fault(
                kind="status",
                method=method,
                times=times,
                status=status,
                html=status == 502 if html is None else html,  # noqa: PLR2004 - Bad Gateway
                retry_after=retry_after if retry_after is not None or status != 429 else 3,  # noqa: PLR2004
                chat_id=chat_id,
            )
        )

    def lose_reply(self, method: str | None = None, *, times: int | None = 1, chat_id: int | None = None) -> None:
        """Does what was asked, then breaks the connection instead of answering."""
        self._planned.append(Fault(kind="lose_reply", method=method, times=times, chat_id=chat_id))

    def drop(self, method: str | None = None, *, times: int | None = 1, chat_id: int | None = None) -> None:
        """Breaks the connection without doing anything."""
        self._planned.append(Fault(kind="drop", method=method, times=times, chat_id=chat_id))

    def delay(self, method: str | None, seconds: float, *, times: int | None = None) -> None:
        """Does what was asked so many seconds (of the world's clock) later."""
        self._planned.append(Fault(kind="delay", method=method, times=times, seconds=seconds))

    def unreachable(self, is_so: bool = True) -> None:  # noqa: FBT001, FBT002 - reads best as a switch
        """Every connection is broken at once, until it is told to be reachable again."""
        self.is_unreachable = is_so

    def at_random(self, rate: float, seed: int = 0) -> None:
        """From now on this share of the calls meets a fault, the same ones for the same seed; 0 ends it."""
        self._rate = rate
        self._chance = random.Random(seed)  # noqa: S311

    def clear(self) -> None:
        self._planned.clear()
        self._rate = 0.0
        self.is_unreachable = False

    def next_for(self, method: str, chat_id: int | None) -> Fault | None:
        if self.is_unreachable:
            return Fault(kind="drop")
        for fault in self._planned:
            if fault.fits(method, chat_id):
                self._use(fault)
                return fault
        if self._rate and self._chance.random() < self._rate:
            return self._chance.choice(_RANDOM_FAULTS)
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._planned.remove(fault)


_RANDOM_FAULTS = (
    Fault(kind="status", status=500),
    Fault(kind="status", status=502, html=True),
    Fault(kind="status", status=429, retry_after=1),
    Fault(kind="lose_reply"),
    Fault(kind="drop"),
    Fault(kind="delay", seconds=0.2),
)
