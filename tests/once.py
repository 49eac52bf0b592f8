"""What many tests share: made when it is first asked for, once a test process."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """A function without arguments that is called once, also when two threads ask at the same time."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._turn = Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        with self._turn:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def take_back(self) -> T | None:
        """What was made, if anything was; whoever asks next gets another."""
        with self._turn:
            return self._made.pop() if self._made else None
