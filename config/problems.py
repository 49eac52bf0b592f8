"""What is wrong with a policy file, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.core.policy import Policy

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value in the file: keys of tables, and places in lists counted from 0."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that has to be mended, or, as a warning, thought about. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return f"{self.file}:{self.line}:{self.column}: {kind}{self.message}"


@dataclass(frozen=True, slots=True)
class Found:
    """A problem before it is known on which line it stands; `at_key` if it is the key that is wrong."""

    path: Path
    message: str
    is_warning: bool = False
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked through: the policy, unless there are errors, and all that was found."""

    policy: Policy | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.is_warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_warning)


class PolicyRefused(Exception):  # noqa: N818 - a refusal, in the words of the house
    """A policy cannot be read as it stands; `problems` has each error with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
