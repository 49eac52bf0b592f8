from __future__ import annotations

from pathlib import Path

from tests.benchmarks.matrix_answers import Size, measure


async def test_answers_are_heard_plain_and_encrypted_and_set_beside_the_floor(tmp_path: Path) -> None:
    size = Size(answers=2, before=0, rest=0.0, repetitions=1, databases=("sqlite",))
    figures = {figure.name: figure for figure in await measure(size, tmp_path)}
    for way in size.ways:
        floor, own = figures[f"{way}, matrix-nio alone: p50"], figures[f"{way}, sqlite: p50"]
        assert 0 < floor.median <= figures[f"{way}, matrix-nio alone: p95"].median
        assert figures[f"{way}, sqlite: p50, times the floor"].median == own.median / floor.median
        assert figures[f"{way}, sqlite: p50 with its reactions"].median > own.median
