"""`python -m bot policy check FILE…` and `python -m bot policy show FILE`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

from bot.app.policy_page import policy_page
from config.policy import CheckedFile, check_files


def check(paths: Sequence[Path], *, today: date, out: TextIO, err: TextIO) -> int:
    """Say on `err` everything that is wrong with the files, and on `out` which have no problems.

    Returns the exit code: 1 if there is any error; warnings alone are 0.
    """
    files = check_files(paths, today=today)
    for file in files:
        for problem in file.checked.problems:
            print(problem, file=err)
        if not file.checked.problems:
            print(f"{file.path}: no problems", file=out)
    return _exit_code(files)


def show(path: Path, *, out: TextIO, err: TextIO, language: str | None = None) -> int:
    """Write the policy as members will read it to `out`, or its errors to `err`; returns the exit code."""
    files = check_files([path])
    for file in files:
        for problem in file.checked.errors:
            print(problem, file=err)
        if file.checked.policy is not None:
            out.write(policy_page(file.checked.policy, language))
    return _exit_code(files)


def _exit_code(files: Sequence[CheckedFile]) -> int:
    return 1 if any(file.checked.errors for file in files) else 0
