from __future__ import annotations

from pathlib import Path

from tests.benchmarks.memory import Size, measure


async def test_the_memory_of_the_libraries_is_taken_off(tmp_path: Path) -> None:
    figures = {figure.name: figure for figure in await measure(Size(2, 3, lively=1, repetitions=1, calm=0.1), tmp_path)}
    libraries, used = figures["the libraries alone: resident"], figures["after 3 messages: resident"]
    assert figures["after 3 messages, beyond the libraries: resident"].median == used.median - libraries.median
    assert 0 < libraries.median < used.median
