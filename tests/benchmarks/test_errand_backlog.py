from __future__ import annotations

from pathlib import Path

from tests.benchmarks.errand_backlog import Size, measure


async def test_what_was_left_to_do_is_begun_at_once(tmp_path: Path) -> None:
    soon, _ = await measure(Size(people=2, errands_each=2, repetitions=1, calm=0.1), tmp_path)
    assert soon.name == "4 errands: from exec to the first message"
    assert soon.least > 0
