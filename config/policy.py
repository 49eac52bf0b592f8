"""Reading policy files: from TOML to `bot.core.policy.Policy`, or to all that is wrong with it at once."""

import pathlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from bot.core.policy import Policy
from config.fingerprints import fingerprint, substance
from config.policy_checks import found_in
from config.policy_overrides import with_overrides
from config.policy_remainder import concerns, is_worth_reading, without
from config.policy_schema import read_tables
from config.policy_sentences import found_by_pydantic
from config.policy_types import value_at
from config.problems import Checked, Found, Path, PolicyRefused, Problem
from config.toml_positions import Positions, find_positions
from config.toml_text import MOST_CHARACTERS, TOO_LONG, tables_of

__all__ = [
    "Checked",
    "CheckedFile",
    "PolicyRefused",
    "Problem",
    "check_files",
    "check_policy",
    "read_policies",
    "read_policy",
]

MOST_PROBLEMS: Final = 200
"""More are counted, and not told one by one."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    path: pathlib.Path
    checked: Checked


def read_policy(text: str, *, name: str) -> Policy:
    """The policy in the TOML `text` of the file called `name`.

    Raises:
        PolicyRefused: it cannot be read; with every error in it. Warnings are no reason.
    """
    checked = check_policy(text, name=name)
    if checked.policy is None:
        raise PolicyRefused(checked.errors)
    return checked.policy


def check_policy(text: str, *, name: str, today: date | None = None) -> Checked:
    """The policy in `text`, if it has no errors, with all errors and warnings in the order of the file.

    Raises nothing. Without `today` (community time), nothing is said about a review that is due.
    """
    text = text.removeprefix("\ufeff")
    tables, broken = tables_of(text, name=name)
    if broken:
        return Checked(None, (broken,))
    policy, found = _looked_through(tables, today)
    positions = find_positions(text)
    problems = tuple(sorted({_placed(each, positions, name) for each in found}))
    if policy is None or not all(problem.is_warning for problem in problems):
        return Checked(None, problems)
    signed = replace(policy, fingerprint=fingerprint(tables), substance=substance(tables))
    return Checked(signed, problems)


def check_files(paths: Iterable[pathlib.Path], *, today: date | None = None) -> tuple[CheckedFile, ...]:
    """Each file looked through, folders file by file (`*.toml`), and no two with the same community key.

    Raises nothing: a file that cannot be opened, or is not UTF-8, has that for its problem.
    """
    checked: list[CheckedFile] = []
    first_with: dict[str, pathlib.Path] = {}
    for path in paths:
        for file in _files_in(path):
            one = _check_file(file, today)
            if one.policy is not None:
                other = first_with.setdefault(one.policy.community.key, file)
                one = one if other == file else _same_key(one.policy, file, other, one.problems)
            checked.append(CheckedFile(file, one))
    return tuple(checked)


def read_policies(path: pathlib.Path) -> tuple[Policy, ...]:
    """The policies in a file, or in all `*.toml` files of a folder in the order of their names.

    Raises:
        PolicyRefused: with the errors of all files, also for one that is missing, not UTF-8, or has the
            community key of another, and for a folder without any.
    """
    files = check_files([path])
    policies = tuple(each.checked.policy for each in files if each.checked.policy is not None)
    errors = [error for each in files for error in each.checked.errors]
    if errors or not policies:
        raise PolicyRefused(errors)
    return policies


def _files_in(path: pathlib.Path) -> Sequence[pathlib.Path]:
    if not path.is_dir():
        return [path]
    return sorted(path.glob("*.toml")) or [path]


def _check_file(path: pathlib.Path, today: date | None) -> Checked:
    name = str(path)
    if path.is_dir():
        return _refused(name, "there is no policy in this folder; a policy is a file whose name ends in .toml")
    try:
        with path.open("rb") as file:
            raw = file.read(4 * MOST_CHARACTERS + 1)
    except OSError as error:
        return _refused(name, f"the file cannot be opened ({(error.strerror or 'no reason given').lower()})")
    if len(raw) > 4 * MOST_CHARACTERS:
        return _refused(name, TOO_LONG)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", errors="replace").split("\n")
        problem = Problem(name, len(before), len(before[-1]) + 1, "this is not UTF-8; save the file as UTF-8")
        return Checked(None, (problem,))
    return check_policy(text, name=name, today=today)


def _refused(name: str, message: str) -> Checked:
    return Checked(None, (Problem(name, 1, 1, message),))


def _same_key(policy: Policy, file: pathlib.Path, other: pathlib.Path, problems: tuple[Problem, ...]) -> Checked:
    message = f'the community "{policy.community.key}" is in {other} already; each has a key of its own'
    line, column = find_positions(file.read_text("utf-8")).place(("community", "key"))
    return Checked(None, tuple(sorted((*problems, Problem(str(file), line, column, message)))))


def _looked_through(tables: Mapping[str, Any], today: date | None) -> tuple[Policy | None, list[Found]]:
    complete = with_overrides(tables)
    try:
        policy = read_tables(complete)
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False, include_input=False)
        unreadable = [found_by_pydantic(error, complete) for error in errors[:MOST_PROBLEMS]]
        if len(errors) > MOST_PROBLEMS:
            return None, [*unreadable, Found((), f"there are {len(errors) - MOST_PROBLEMS} more problems")]
        own = [each for each in unreadable if _is_own(each.path, tables, complete)]
        return None, own + _found_in_rest(complete, unreadable, today)
    return policy, list(found_in(policy, today))


def _found_in_rest(complete: Mapping[str, Any], unreadable: list[Found], today: date | None) -> list[Found]:
    if not is_worth_reading(unreadable):
        return []
    try:
        rest = read_tables(without(unreadable, complete))
    except ValidationError:
        return []
    return [each for each in found_in(rest, today) if not concerns(each, unreadable)]


def _is_own(path: Path, tables: Mapping[str, Any], complete: Mapping[str, Any]) -> bool:
    """Whether it concerns what stands, or is missing, in the file, and was not filled in for a group."""
    if value_at(tables, path) is not None:
        return True
    return value_at(complete, path) is None and value_at(tables, path[:-1]) is not None


def _placed(found: Found, positions: Positions, name: str) -> Problem:
    line, column = positions.place(found.path, at_key=found.at_key)
    return Problem(name, line, column, found.message, found.is_warning)
