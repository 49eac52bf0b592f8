"""The clock of the machine, and one that can be set ahead for the sandbox and the tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

_LOOK_EVERY = 1.0  # seconds between two looks at a clock that may be moved


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - the clock may be moved
            await asyncio.sleep(min(left, _LOOK_EVERY))


class SetClock(SystemClock):
    """The machine's time and the seconds that a file says, read again whenever the file changes.

    A file that is missing or holds no number adds nothing.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self._read()

    def _read(self) -> timedelta:
        try:
            status = self._file.stat()
            mark = (status.st_mtime_ns, status.st_size)
            if mark != self._seen:
                self._ahead = timedelta(seconds=float(self._file.read_text()))
                self._seen = mark
        except (OSError, ValueError, OverflowError):
            self._ahead, self._seen = timedelta(), None
        return self._ahead
