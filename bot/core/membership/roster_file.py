"""Reading a roster as people write it: a CSV file from whatever spreadsheet, or one person a line.

Every text stays a text: what a spreadsheet would take for a formula is a name like any other.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.membership.roster import Row, twice
from bot.core.messages import Line, line

COLUMNS = ("name", "telegram", "matrix", "email")
MOST_ROWS = 10_000

_LONGEST_NAME = 100
_LONGEST_ADDRESS = 254
_DELIMITERS = (",", ";", "\t")
_NAMES_DELIMITER = re.compile(r"sep=(.)", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_LONG_NUMBER = re.compile(r"[1-9][0-9]{4,18}")
_USERNAME = re.compile(r"@[a-z][a-z0-9_]{3,31}")
_TELEGRAM_LINK = re.compile(r"(https?://)?(www\.)?(t|telegram)\.me/(?=[a-z])", re.IGNORECASE)
_MATRIX_LINK = re.compile(r"https://matrix\.to/#/")
_MATRIX = re.compile(r"@[^\s:@/]+:[A-Za-z0-9.\-]+(:[0-9]{1,5})?|@[^\s:@/]+:\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+")
_SHORTENED = re.compile(r"[0-9]+([.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in which line, counted from 1 as a spreadsheet or an editor does."""

    line: int
    what: Line


@dataclass(frozen=True, slots=True)
class Read:
    """`rows` are those that could be read. What has anything `wrong` in it is not to be used."""

    rows: tuple[Row, ...] = ()
    wrong: tuple[Wrong, ...] = ()


class _Unfit(Exception):  # noqa: N818 - it is said to people
    def __init__(self, what: Line) -> None:
        super().__init__()
        self.what = what


class _Torn(Exception):  # noqa: N818 - the same
    def __init__(self, wrong: Wrong) -> None:
        super().__init__()
        self.wrong = wrong


def read_file(text: str) -> Read:
    """A whole list with a line that names its columns, in any order. Raises nothing, whatever the text is."""
    try:
        records = list(_records(text, _delimiter_of(text)))
    except _Torn as torn:
        return Read(wrong=(torn.wrong,))
    if not records:
        return Read(wrong=(Wrong(1, line("The file is empty. Its first line must be: name,telegram,matrix,email")),))
    number, header = records[0]
    columns = [_plain(cell).casefold() for cell in header]
    wrong = tuple(Wrong(number, what) for what in _wrong_columns(columns))
    if wrong:
        return Read(wrong=wrong)
    return _read(records[1:], [column or None for column in columns])


def read_lines(text: str) -> Read:
    """One person a line: the name, and in any order a Telegram number or @username, a Matrix id, an e-mail address."""
    try:
        records = [(number, _in_order(cells)) for number, cells in _records(text, _delimiter_of(text))]
    except _Torn as torn:
        return Read(wrong=(torn.wrong,))
    return _read(records, [*COLUMNS, None])


def written(row: Row) -> str:
    """As one line that `read_lines` takes for the same person."""
    line_of = io.StringIO()
    cells = [_plain(cell) for cell in (row.name, row.telegram, row.matrix, row.email)]
    csv.writer(line_of, lineterminator="", quoting=csv.QUOTE_ALL).writerow([cell for cell in cells if cell])
    return line_of.getvalue()


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that says anything, with the line on which it begins. Raises `_Torn`."""
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            is_hint = begins == 1 and _NAMES_DELIMITER.fullmatch(delimiter.join(cells).strip())
            if any(cell.strip() for cell in cells) and not is_hint:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise _Torn(Wrong(begins, line("The quotation marks of this line are not in pairs."))) from None


def _delimiter_of(text: str) -> str:
    """As the first line says it (`sep=;`), or shows it; a comma where it shows none."""
    first = text.removeprefix("\ufeff").lstrip().partition("\n")[0].strip()
    named = _NAMES_DELIMITER.fullmatch(first)
    if named and named[1] in _DELIMITERS:
        return named[1]
    return max(_DELIMITERS, key=_QUOTED.sub("", first).count)


def _wrong_columns(columns: Sequence[str]) -> Iterator[Line]:
    if not set(columns) & set(COLUMNS):
        yield line("The first line must name the columns: name,telegram,matrix,email")
        return
    for place, column in enumerate(columns):
        if column in columns[:place] and column:
            yield line("There are two columns called {column}.", column=column)
        elif column and column not in COLUMNS:
            yield _unknown(column)
    if "name" not in columns:
        yield line("There is no column called name.")


def _unknown(column: str) -> Line:
    near = difflib.get_close_matches(column, COLUMNS, n=1, cutoff=0.5)
    shown = column[:40]
    if near:
        return line(
            "I don't know the column {column}. Did you mean {near}? I know name, telegram, matrix and email.",
            column=shown,
            near=near[0],
        )
    return line("I don't know the column {column}. I know name, telegram, matrix and email.", column=shown)


def _read(records: Sequence[tuple[int, list[str]]], columns: Sequence[str | None]) -> Read:
    if len(records) > MOST_ROWS:
        what = line("That is more than {most} people, which is more than I can take.", most=MOST_ROWS)
        return Read(wrong=(Wrong(records[MOST_ROWS][0], what),))
    rows, numbers, wrong = [], [], []
    for number, cells in records:
        try:
            rows.append(_row(cells, columns))
            numbers.append(number)
        except _Unfit as unfit:
            wrong.append(Wrong(number, unfit.what))
    for first, again, handle in twice(rows):
        what = line("{account} is there already, in line {first}.", account=handle, first=numbers[first])
        wrong.append(Wrong(numbers[again], what))
    if not records:
        wrong.append(Wrong(1, line("Nobody is on this list.")))
    return Read(tuple(rows), tuple(sorted(wrong, key=lambda each: each.line)))


def _row(cells: Sequence[str], columns: Sequence[str | None]) -> Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise _Unfit(line("There is more in this line than there are columns."))
    said = {column: _plain(cell) for column, cell in zip(columns, cells, strict=False) if column}
    name = said.get("name", "")
    if not name:
        raise _Unfit(line("The name is missing."))
    if len(name) > _LONGEST_NAME:
        raise _Unfit(line("The name is longer than {most} letters.", most=_LONGEST_NAME))
    return Row(
        name, _telegram(said.get("telegram", "")), _matrix(said.get("matrix", "")), _email(said.get("email", ""))
    )


def _telegram(said: str) -> str:
    said = _TELEGRAM_LINK.sub("@", said).removeprefix("'").rstrip("/")
    if not said or _NUMBER.fullmatch(said):
        return said
    if _USERNAME.fullmatch(said.casefold()):
        return said.casefold()
    if _SHORTENED.fullmatch(said):
        raise _Unfit(line("The spreadsheet has shortened this Telegram number. Make the column text and type it anew."))
    raise _Unfit(line("A Telegram account is a number, or a name like @jo_smith."))


def _matrix(said: str) -> str:
    said = _MATRIX_LINK.sub("", said).removeprefix("'").casefold()
    if said and (len(said) > _LONGEST_ADDRESS or not _MATRIX.fullmatch(said)):
        raise _Unfit(line("A Matrix name looks like @jo:example.org."))
    return said


def _email(said: str) -> str:
    said = said.removeprefix("'").removeprefix("mailto:")
    if said and (len(said) > _LONGEST_ADDRESS or not _EMAIL.fullmatch(said)):
        raise _Unfit(line("An e-mail address is written like jo@example.org."))
    return said.casefold()


def _in_order(cells: Sequence[str]) -> list[str]:
    """The name comes first; what the others are shows by itself. What is none of them stands where it was."""
    name, *rest = cells if len(cells) > 1 else _apart(cells[0])
    known: dict[str, str] = {}
    strange = []
    for cell in (_plain(each) for each in rest):
        column = _kind_of(cell) if cell else None
        if column is not None and column not in known:
            known[column] = cell
        elif cell:
            strange.append(cell)
    if strange and "telegram" not in known:
        known["telegram"] = strange.pop(0)
    return [name, *(known.get(column, "") for column in COLUMNS[1:]), *strange, ""]


def _apart(text: str) -> list[str]:
    """`Jo Smith @jo` without commas: what is an account for sure is taken off the end."""
    words = text.split()
    rest: list[str] = []
    while len(words) > 1 and ("@" in words[-1] or _LONG_NUMBER.fullmatch(words[-1])) and _kind_of(words[-1]):
        rest.insert(0, words.pop())
    return [" ".join(words), *rest]


def _kind_of(cell: str) -> str | None:
    for column, read in (("matrix", _matrix), ("telegram", _telegram), ("email", _email)):
        try:
            read(cell)
        except _Unfit:
            continue
        return column
    return None


def _plain(cell: str) -> str:
    """In one line, without anything that cannot be seen or that turns the direction of what follows."""
    kept = (
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
        for sign in cell
        if sign not in _TURNS_DIRECTION and sign != "\ufeff"
    )
    return " ".join("".join(kept).split())
