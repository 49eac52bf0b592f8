"""Some tests want a program that a machine may lack.

Without it they are left out and that is said, or, where they must run, they fail.
"""

from __future__ import annotations

import os
import shutil
import warnings
from dataclasses import dataclass

import pytest

_ELEMENT = ("tests/platforms/matrix_encryption/", "tests/platforms/matrix/test_encrypted.py")


@dataclass(frozen=True, slots=True)
class Wanted:
    """By tests with this mark: one of these programs. `required`: the variable that makes them fail without."""

    mark: str
    programs: tuple[str, ...]
    required: str

    def is_missing(self) -> bool:
        there = any(shutil.which(program) for program in self.programs)
        return not there and os.environ.get(self.required) != "required"


WANTED = (
    Wanted("browser", ("chromium", "chromium-browser", "google-chrome"), "HALLKEEPER_BROWSER"),
    Wanted("element", ("node",), "HALLKEEPER_ELEMENT"),
)


def mark_those_with_element(items: list[pytest.Item]) -> None:
    """Everything that encrypts wants it; they are known by where they stand, and by the name of their stage."""
    for item in items:
        if item.nodeid.startswith(_ELEMENT) or "[encrypted " in item.nodeid:
            item.add_marker("element")


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    for wanted in WANTED:
        if not wanted.is_missing():
            continue
        left_out = [item for item in items if item.get_closest_marker(wanted.mark)]
        if left_out:
            items[:] = [item for item in items if item not in left_out]
            config.hook.pytest_deselected(items=left_out)
            _say(config, f"There is no {wanted.programs[0]} here: {len(left_out)} tests that want it are left out.")


def _say(config: pytest.Config, line: str) -> None:
    """In the summary. Where several processes share the tests, that takes a warning's way, and one says it for all."""
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        warning = warnings.WarningMessage(pytest.PytestWarning(line), pytest.PytestWarning, __file__, 0)
        facts = {"warning_message": warning, "when": "collect", "nodeid": "", "location": None}
        config.hook.pytest_warning_recorded.call_historic(kwargs=facts)
