from __future__ import annotations

from pathlib import Path

from tests.benchmarks.starting import Size, measure


async def test_a_start_is_measured_beside_the_import_of_the_libraries(tmp_path: Path) -> None:
    figures = await measure(Size(groups=2, members=3, in_policy=(1,), repetitions=1), tmp_path)
    assert [figure.name for figure in figures] == [
        "the libraries alone, imported",
        "6 memberships, 1 groups in the policy",
        "the libraries alone, imported: processor",
        "6 memberships, 1 groups in the policy: processor",
    ]
    assert all(figure.least > 0 for figure in figures)
