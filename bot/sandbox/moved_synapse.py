"""Synapse with a clock that can be moved: `python -P moved_synapse.py CLOCK_FILE` and what Synapse itself takes.

Run by its path, in a process of its own, so that nobody else's clock is touched. The file has by how many seconds the
clock is ahead, as the bot's own `CLOCK_FILE`; while there is none, it is right.
"""

from __future__ import annotations

import runpy
import sys
import time
from pathlib import Path

LOOKS_EVERY = 0.05
"""Seconds; Synapse asks for the time far more often than anybody moves it."""


class MovedClock:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._real_time = time.time
        self._looked_at = float("-inf")
        self._ahead = 0.0

    def time(self) -> float:
        """As `time.time`."""
        if time.monotonic() - self._looked_at > LOOKS_EVERY:
            self._looked_at = time.monotonic()
            try:
                self._ahead = float(self._file.read_text())
            except FileNotFoundError:
                self._ahead = 0.0
        return self._real_time() + self._ahead


if __name__ == "__main__":
    # Before anything is imported that takes hold of it.
    time.time = MovedClock(Path(sys.argv.pop(1))).time
    runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)
