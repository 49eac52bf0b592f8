"""Pages that are made from the code (`make docs`), so that they cannot say what is not so."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
COVERAGE = ROOT / "docs/policy-coverage.md"

_HEAD = """\
# Which clauses are shown at work

Made by `make docs` from the tests: each clause of the policies that Hallkeeper is built for, with the tests that show
what a person sees it do. MS: peer support for an eligible age. AZ: parents, young people, staff and volunteers.
SP: course groups. ML: a society's channels. LD: members of an organisation. A clause that is missing here is not
shown yet.

| clause | shown by |
|---|---|
"""


def coverage() -> str:
    shown: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for clause, test in _marks(file):
            shown[clause].append(f"`{file.relative_to(ROOT)}` {test.removeprefix('test_').replace('_', ' ')}")
    return _HEAD + "".join(f"| {clause} | {'<br>'.join(shown[clause])} |\n" for clause in sorted(shown))


def _marks(file: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.clause":
                    yield from ((str(ast.literal_eval(clause)), node.name) for clause in mark.args)


if __name__ == "__main__":
    if "--write" in sys.argv:
        COVERAGE.write_text(coverage())
    sys.stdout.write("docs/policy-coverage.md\n")
