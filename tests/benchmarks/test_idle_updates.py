from __future__ import annotations

from pathlib import Path

from tests.benchmarks.idle_updates import BACKLOGS, Size, measure


async def test_a_backlog_is_taken_in_and_compared_with_the_floor(tmp_path: Path) -> None:
    size = Size(people=100, updates=100, strangers=100, repetitions=1, backlogs=BACKLOGS[:1])
    figures = {figure.name: figure for figure in await measure(size, tmp_path)}
    floor = figures.pop("python-telegram-bot alone")
    assert floor.median > 0
    assert {figure.unit for figure in figures.values()} == {"µs", "×"}
    own, ratio = figures["known people, sqlite"], figures["known people, sqlite: times the floor"]
    assert ratio.median == own.median / floor.median
