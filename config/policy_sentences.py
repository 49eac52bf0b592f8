"""What pydantic finds, said in plain words: what is wrong; what is allowed; the nearest known key."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final, get_args

from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from config.policy_types import choices_of, keys_of, kinds_of, real_path, type_at, value_at
from config.problems import Found, Path

_SHOULD_BE: Final = {
    "string_type": "a text in quotes",
    "int_type": "a whole number without quotes",
    "float_type": "a number without quotes",
    "bool_type": "true or false, without quotes",
    "date_type": "a date without quotes, such as 2026-03-12",
    "time_type": "a time without quotes, such as 20:00:00",
    "tuple_type": 'a list in brackets, such as ["one", "two"]',
    "dict_type": "a table with keys",
    "dataclass_type": "a table with keys",
}
_ARE: Final[tuple[tuple[type, str], ...]] = (
    (bool, "true or false"),
    (str, "a text"),
    (int, "a whole number"),
    (float, "a number"),
    (datetime, "a date with a time"),
    (date, "a date"),
    (time, "a time"),
    (list, "a list"),
    (dict, "a table"),
)
_NEAR: Final = 60


def nearest(word: object, known: Iterable[str]) -> str:
    """`; did you mean "…"?` with the known word that is most like `word`, or nothing if none is like it."""
    if not isinstance(word, str):
        return ""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_NEAR)
    return f'; did you mean "{found[0]}"?' if found else ""


def quoted(value: object) -> str:
    """A value from the file, short enough for a sentence."""
    written = str(value).replace("\n", " ")
    return f'"{written[:40]}…"' if len(written) > 40 else f'"{written}"'  # noqa: PLR2004 - one line


def table_name(path: Path) -> str:
    """`[gate.eligibility]` for the path of a table or of one in a list of them."""
    names = [step for step in path if isinstance(step, str)]
    return f"[{'.'.join(names)}]" if names else "the file"


def found_by_pydantic(error: ErrorDetails, tables: Mapping[str, Any]) -> Found:
    """One of pydantic's errors in our words."""
    path, kind = real_path(error["loc"][1:], tables), error["type"]
    if kind == "written":
        return Found(path, f"{error['ctx']['wrong']}; {error['ctx']['allowed']}")
    if kind in _SHOULD_BE:
        return Found(path, _wrong_type(path, tables, _SHOULD_BE[kind]))
    if kind == "union_tag_invalid":
        path = (*path, "kind")
    sentence = _SENTENCES.get(kind, _unreadable)
    return Found(path, sentence(path, tables), at_key=kind == "unexpected_keyword_argument")


def _unreadable(_: Path, __: Mapping[str, Any]) -> str:
    return "this value cannot be read"


def _missing(path: Path, _: Mapping[str, Any]) -> str:
    return f'"{path[-1]}" is missing in {table_name(path[:-1])}'


def _unknown_key(path: Path, tables: Mapping[str, Any]) -> str:
    known = sorted(keys_of(type_at(path[:-1], tables)))
    where = f" in {table_name(path[:-1])}" if len(path) > 1 else ""
    name = quoted(path[-1])
    return f"there is no key {name}{where}; known are {', '.join(known)}{nearest(path[-1], known)}"


def _no_such_choice(path: Path, tables: Mapping[str, Any]) -> str:
    value, choices = value_at(tables, path), choices_of(type_at(path, tables))
    return f"{quoted(value)} is not known here; allowed are {', '.join(choices)}{nearest(value, choices)}"


def _no_such_kind(path: Path, tables: Mapping[str, Any]) -> str:
    value, kinds = value_at(tables, path), _kinds_at(path[:-1], tables)
    return f"there is no kind {quoted(value)}; allowed are {', '.join(kinds)}{nearest(value, kinds)}"


def _no_kind(path: Path, tables: Mapping[str, Any]) -> str:
    allowed = ", ".join(_kinds_at(path, tables))
    return f'"kind" is missing in {table_name(path)}; allowed are {allowed}'


def _kinds_at(path: Path, tables: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of what is listed at `path[:-1]`."""
    union = get_args(type_at(path[:-1], tables))[0]
    return tuple(kinds_of(union))


def _wrong_type(path: Path, tables: Mapping[str, Any], should: str) -> str:
    value = value_at(tables, path)
    is_now = next((words for kind, words in _ARE if isinstance(value, kind)), "something else")
    return f'"{_last_name(path)}" should be {should}, and is {is_now}'


def _last_name(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "this")


_SENTENCES: Final[Mapping[str, Callable[[Path, Mapping[str, Any]], str]]] = {
    "unexpected_keyword_argument": _unknown_key,
    "missing": _missing,
    "enum": _no_such_choice,
    "union_tag_invalid": _no_such_kind,
    "union_tag_not_found": _no_kind,
}
