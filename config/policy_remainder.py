"""What is left of a policy without the parts that cannot be read, so that the rest is looked through as well."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import time
from types import MappingProxyType
from typing import Any, Final, get_origin

from bot.core.words import Words
from config.policy_types import choices_of, type_at, value_at
from config.problems import Found, Path

_STAND_INS: Final[Mapping[Any, Any]] = MappingProxyType({str: "unreadable", Words: "unreadable", time: time(0)})


def is_worth_reading(unreadable: Sequence[Found]) -> bool:
    """Whether what is left would be judged fairly: not where others are named, and the names are unknown."""
    unknown = [each.path for each in unreadable if not each.at_key]
    return not any(len(path) == 1 or _is_name(path) for path in unknown)


def _is_name(path: Path) -> bool:
    return path[0] in {"groups", "team"} and path[2:] == ("key",)


def without(unreadable: Iterable[Found], tables: Mapping[str, Any]) -> dict[str, Any]:
    """A copy without what cannot be read; where something has to be, a stand-in takes its place."""
    rest: dict[str, Any] = deepcopy(dict(tables))
    for found in sorted(unreadable, key=lambda each: len(each.path), reverse=True):
        path = found.path[:-1] if found.path[-1] == "kind" and "eligibility" in found.path else found.path
        _mend(path, rest)
    return rest


def concerns(found: Found, unreadable: Iterable[Found]) -> bool:
    """Whether something found in the rest may come only from what is missing there."""
    return any(_meet(found.path, _last_key(each.path)) for each in unreadable if not each.at_key)


def _mend(unreadable: Path, rest: dict[str, Any]) -> None:
    path = _last_key(unreadable)
    table = value_at(rest, path[:-1])
    if not isinstance(table, dict):
        return
    annotation = type_at(path, rest)
    choices = choices_of(annotation)
    if choices:
        table[path[-1]] = choices[0]
    elif annotation in _STAND_INS:
        table[path[-1]] = _STAND_INS[annotation]
    elif get_origin(annotation) is tuple:
        table[path[-1]] = []
    else:
        table.pop(path[-1], None)


def _last_key(path: Path) -> Path:
    """The path of the list, for one of its elements: what is in a list stays together."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def _meet(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
