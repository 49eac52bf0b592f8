"""What a soak adds up to is said at its end, however many processes shared it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.both.hall import OpenHall
from tests.journeys.both.matrix import open_on_matrix
from tests.journeys.both.telegram import open_on_telegram
from tests.journeys.brevity import measuring

SOAKED = "soaked"


@pytest.fixture(params=[open_on_telegram, open_on_matrix], ids=["telegram", "matrix"])
def open_hall(request: pytest.FixtureRequest, tmp_path: Path) -> OpenHall:
    """The same journey on either platform."""
    return partial(request.param, tmp_path)


@pytest.fixture(autouse=True)
def _nobody_is_told_much_at_once() -> Iterator[None]:
    """Whatever the journey is about, each message in English is one that is read at a glance."""
    with measuring() as measured:
        yield
    assert measured.too_long == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if report.when == "call" and "soak" in report.keywords
    ]
    if not reports:
        return
    total: Counter[str] = Counter()
    for report in reports:
        for name, figures in report.user_properties:
            if name == SOAKED:
                total.update(figures)
    failures = sum(report.failed for report in reports)
    terminalreporter.section("soak")
    said = [*(f"{number} {name}" for name, number in total.items()), f"{failures} of {len(reports)} shares failed"]
    terminalreporter.write_line(", ".join(said))
