"""Measures speed and memory: `python -m tests.benchmarks`, or the names of some of the benchmarks after it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from tests.benchmarks import (
    errand_backlog,
    idle_updates,
    matrix_answers,
    matrix_idle_messages,
    memory,
    quiz_answers,
    starting,
)
from tests.benchmarks.figures import Figure
from tests.benchmarks.report import as_json, table
from tests.databases import stop_postgres_server
from tests.homeservers import stop_homeservers

BENCHMARKS: dict[str, tuple[str, Callable[[Path], Awaitable[list[Figure]]]]] = {
    "idle_updates": (idle_updates.TITLE, lambda folder: idle_updates.measure(idle_updates.Size(), folder)),
    "quiz_answers": (quiz_answers.TITLE, lambda folder: quiz_answers.measure(quiz_answers.Size(), folder)),
    "matrix_idle_messages": (
        matrix_idle_messages.TITLE,
        lambda folder: matrix_idle_messages.measure(matrix_idle_messages.Size(), folder),
    ),
    "matrix_answers": (matrix_answers.TITLE, lambda folder: matrix_answers.measure(matrix_answers.Size(), folder)),
    "starting": (starting.TITLE, lambda folder: starting.measure(starting.Size(), folder)),
    "memory": (memory.TITLE, lambda folder: memory.measure(memory.Size(), folder)),
    "errand_backlog": (errand_backlog.TITLE, lambda folder: errand_backlog.measure(errand_backlog.Size(), folder)),
}


def main(arguments: Sequence[str]) -> int:
    """0 also where a goal was missed: on a busy machine that may mean nothing."""
    parsed = _parser().parse_args(arguments)
    measured: dict[str, list[Figure]] = {}
    try:
        for name in parsed.names or BENCHMARKS:
            title, figures = asyncio.run(_measure(name))
            measured[title] = figures
            print(table(title, figures), end="\n\n", flush=True)  # noqa: T201 - it is what one looks for
    finally:
        stop_homeservers()
        stop_postgres_server()
    if parsed.json:
        parsed.json.write_text(as_json(measured))
    return 0


async def _measure(name: str) -> tuple[str, list[Figure]]:
    title, measure = BENCHMARKS[name]
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as folder:
        return title, await measure(Path(folder))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measures speed and memory.")
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="every value, too")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
