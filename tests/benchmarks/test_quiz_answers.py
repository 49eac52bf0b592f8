from __future__ import annotations

from pathlib import Path

from tests.benchmarks.quiz_answers import Size, measure


async def test_each_answer_is_answered_and_its_wait_measured(tmp_path: Path) -> None:
    figures = await measure(Size(people=2, rounds=1, rest=0.01, ways=("button",)), tmp_path)
    assert [len(figure.values) for figure in figures] == [2] * 4
    assert all(value > 0 for figure in figures for value in figure.values)
