"""From the text of a file to the tables in it, or to a sentence about why it cannot be read."""

import re
import tomllib
from typing import Any, Final

from config.problems import Problem
from config.toml_positions import deepest_place

MOST_CHARACTERS: Final = 200_000
TOO_LONG: Final = f"the file is too long to be a policy; at most {MOST_CHARACTERS:,} characters are read"
DEEPEST: Final = 20
MOST_DOTS: Final = 1000
_AT: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END: Final = re.compile(r" \(at end of document\)$")
_HOUR_AND_MINUTE: Final = re.compile(r"=\s*\d\d?:\d\d\s*(#.*)?$")
_LIKE_A_DATE: Final = re.compile(r"=\s*\d{4}-\d\d?-\d\d?")
_BACKSLASH: Final = "Unescaped '\\'"
_SENTENCES: Final = (
    ("Cannot overwrite a value", "this key has a value already; give it once"),
    ("Cannot declare", "this table was begun above already; put its keys together"),
    ("Cannot mutate", "this table is complete already; put its keys together"),
    ("Cannot redefine", "this table is complete already; put its keys together"),
    ("Expected '=' after a key", "a key is followed by = and its value"),
    ("Expected ']", "a closing ] is missing"),
    ("Unclosed array", "a list is not closed; it ends with ]"),
    ("Unclosed inline table", "a table in braces is not closed; it ends with } on the same line"),
    ("Unterminated string", "a text is not closed; it ends with the quote it began with"),
    ("Illegal character '\\n'", "a text is not closed; it ends with the quote it began with, on the same line"),
    ("Illegal character", "there is a character here that a text cannot hold; remove it or write it as \\u…"),
    (_BACKSLASH, 'in a text, write a backslash twice: "\\\\"'),
    ("Duplicate inline table key", "this key stands twice in one table; give it once"),
    ("Expected newline or end of document", "there is more on this line than one key and its value"),
    ("Invalid initial character for a key part", "a key is missing here; keys are letters, digits, - and _"),
    ("Invalid date", "there is no such date or time"),
    ("Invalid statement", "this is neither a key with its value nor the head of a table; keys are a-z, 0-9, - and _"),
    ("Invalid value", "a value is missing or cannot be read; texts stand in quotes"),
    ("Expected ", "a text is not closed; it ends with the quotes it began with"),
)


def tables_of(text: str, *, name: str) -> tuple[dict[str, Any], Problem | None]:
    """The tables in `text`; or no tables, and the problem that keeps it from being read. Raises nothing."""
    too_long = _too_long(text, name)
    if too_long:
        return {}, too_long
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        return {}, _too_deep(text, name)
    except ValueError as error:
        return {}, _syntax_problem(text, name, str(error))
    if _depth_exceeds(tables, DEEPEST):
        return {}, _too_deep(text, name)
    if not tables:
        return {}, Problem(name, 1, 1, "the file is empty; a policy begins with [community]")
    return tables, None


def _too_long(text: str, name: str) -> Problem | None:
    """What would keep tomllib busy for long: it is quadratic in the parts of a key between dots."""
    if len(text) > MOST_CHARACTERS:
        return Problem(name, 1, 1, TOO_LONG)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MOST_DOTS:
            return Problem(name, number, 1, "this line is too long to be read")
    return None


def _too_deep(text: str, name: str) -> Problem:
    line, column = deepest_place(text, DEEPEST) or (1, 1)
    return Problem(name, line, column, "lists or tables are nested too deeply here")


def _depth_exceeds(tables: dict[str, Any], limit: int) -> bool:
    level: list[Any] = [tables]
    for _ in range(limit):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def _syntax_problem(text: str, name: str, told: str) -> Problem:
    lines = text.split("\n")
    if at := _AT.search(told):
        line, column = int(at[1]), int(at[2])
    elif _AT_END.search(told):
        line, column = len(lines), len(lines[-1]) + 1
    else:
        return Problem(name, 1, 1, "a number in this file is too long to be read")
    if told.startswith(_BACKSLASH):
        column -= 2  # it is told of when both characters have been read
    line, column = _before_line_break(lines, line, column)
    return Problem(name, line, column, _sentence(lines[line - 1], told))


def _sentence(line: str, told: str) -> str:
    if _HOUR_AND_MINUTE.search(line):
        return "a time needs its seconds: 20:00:00"
    if _LIKE_A_DATE.search(line) and "newline" in told:
        return "there is no such date; a date is year, month and day: 2026-03-12"
    return next((ours for theirs, ours in _SENTENCES if told.startswith(theirs)), "this is not valid TOML")


def _before_line_break(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """An error at a line's end is counted by tomllib in some cases as the next line's; stay in the file."""
    line = min(line, len(lines))
    return line, max(1, min(column, len(lines[line - 1]) + 1))
