"""Processor time of the process itself, all its threads, between two counts."""

from __future__ import annotations

import json
import resource
import time


class Stopwatch:
    """Lets `skip` things pass, and measures the next `measure`."""

    def __init__(self, *, skip: int, measure: int) -> None:
        self._begin = skip
        self._end = skip + measure
        self._counted = 0
        self._began = (0.0, 0.0)
        self._took: tuple[float, float] | None = None

    def count(self, things: int) -> bool:
        """So many more. True, once, when all have been counted that were to be."""
        before, self._counted = self._counted, self._counted + things
        if before < self._begin <= self._counted:
            self._began = _now()
        if self._took is None and self._counted >= self._end:
            processor, wall = _now()
            self._took = processor - self._began[0], wall - self._began[1]
            return True
        return False

    def told(self) -> str:
        """JSON in one line: seconds of processor time, its own and the system's for it, and of the wall clock."""
        assert self._took is not None
        processor, wall = self._took
        return json.dumps({"processor": processor, "wall": wall, "counted": self._end - self._begin})


def _now() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, time.perf_counter()
