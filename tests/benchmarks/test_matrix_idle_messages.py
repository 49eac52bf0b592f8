from __future__ import annotations

from pathlib import Path

from tests.benchmarks.matrix_idle_messages import Size, measure


async def test_messages_are_taken_in_and_set_beside_the_floor(tmp_path: Path) -> None:
    size = Size(messages=30, before=1, calm=0.2, repetitions=1, databases=("sqlite",))
    figures = {figure.name: figure for figure in await measure(size, tmp_path)}
    floor, own = figures["matrix-nio alone"], figures["sqlite"]
    assert floor.median > 0
    assert figures["sqlite: times the floor"].median == own.median / floor.median
