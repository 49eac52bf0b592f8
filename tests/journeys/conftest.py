"""Journeys in a browser need one: without it they are left out and that is said, or fail where they are required."""

from __future__ import annotations

import os
import warnings

import pytest

from tests.journeys.browser import MISSING, chromium, is_required


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if chromium() or is_required():
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        _say(config, f"{MISSING}: {len(left_out)} tests in a browser are left out.")


def _say(config: pytest.Config, line: str) -> None:
    """In the summary. Where several processes share the tests, that takes a warning's way, and one says it for all."""
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        warning = warnings.WarningMessage(pytest.PytestWarning(line), pytest.PytestWarning, __file__, 0)
        facts = {"warning_message": warning, "when": "collect", "nodeid": "", "location": None}
        config.hook.pytest_warning_recorded.call_historic(kwargs=facts)
