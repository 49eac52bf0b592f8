"""Rosters as people write them: every spreadsheet's dialect, and every mistake named by its line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.membership.roster import Row
from bot.core.membership.roster_file import MOST_ROWS, Read, read_file, read_lines, written
from bot.core.messages import Line
from bot.core.text_files import may_be_text, text_of

JO = Row("Jo Smith", "@jo_smith", "@jo:example.org", "jo@example.org")


def wrongs(read: Read) -> list[tuple[int, str]]:
    return [(each.line, _said(each.what)) for each in read.wrong]


def _said(words: Line) -> str:
    return words.msgid.format(**dict(words.values))


DIALECTS = {
    "commas": "name,telegram,matrix,email\nJo Smith,@jo_smith,@jo:example.org,jo@example.org\n",
    "semicolons and CRLF": "name;telegram;matrix;email\r\nJo Smith;@jo_smith;@jo:example.org;jo@example.org\r\n",
    "tabs": "name\ttelegram\tmatrix\temail\nJo Smith\t@jo_smith\t@jo:example.org\tjo@example.org",
    "a hint for Excel": "sep=;\nname;telegram;matrix;email\nJo Smith;@jo_smith;@jo:example.org;jo@example.org",
    "any order, capitals, blanks": (
        " Email , MATRIX,Name,Telegram\n jo@example.org,@jo:example.org, Jo  Smith ,@jo_smith "
    ),
    "quotes": '"name","telegram","matrix","email"\n"Jo Smith","@jo_smith","@jo:example.org","jo@example.org"',
    "links": (
        "name,telegram,matrix,email\n"
        "Jo Smith,https://t.me/jo_smith,https://matrix.to/#/@jo:example.org,mailto:jo@example.org"
    ),
    "apostrophes against formulas": "name,telegram,matrix,email\nJo Smith,'@jo_smith,'@jo:example.org,jo@example.org",
    "capitals in accounts": "name,telegram,matrix,email\nJo Smith,@Jo_Smith,@Jo:Example.org,Jo@Example.org",
    "empty lines and columns": (
        "name,telegram,matrix,email,,\n,,,,,\n\nJo Smith,@jo_smith,@jo:example.org,jo@example.org,,\n\n"
    ),
    "old Macintosh": "name,telegram,matrix,email\rJo Smith,@jo_smith,@jo:example.org,jo@example.org\r",
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_says_the_same(dialect: str) -> None:
    assert read_file(DIALECTS[dialect]) == Read((JO,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding_that_spreadsheets_write_is_read(encoding: str) -> None:
    text = text_of("name,telegram\r\nZoë Müller,77\r\n".encode(encoding))
    assert text is not None
    assert read_file(text).rows == (Row("Zoë Müller", "77"),)


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\x14\x00\x06\x00", b"%PDF-1.7\x00\x01", b"\x89PNG\r\n\x1a\n\x00", b"\xff\xfe\x00", b"\x00\x00\x01"],
)
def test_what_is_no_text_is_told_from_text(content: bytes) -> None:
    assert text_of(content) is None


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_it_is_read_without_an_accident(content: bytes) -> None:
    text = text_of(content)
    if text is not None:
        read_file(text)
        read_lines(text)


@given(st.text(max_size=300))
def test_whatever_is_typed_it_is_read_without_an_accident(text: str) -> None:
    read = read_lines(text)
    assert read.rows or read.wrong
    file = read_file(f"name,telegram\n{text}")
    assert file.rows or file.wrong


@pytest.mark.parametrize(
    ("name", "kind", "may"),
    [("a.csv", "", True), ("A.CSV", "application/vnd.ms-excel", True), ("a.txt", "text/plain", True),
     ("a.xlsx", "application/vnd.openxmlformats", False), ("a.exe", "text/csv", False), ("", "text/csv", True),
     ("", "", False), ("list", "application/octet-stream", False)],
)  # fmt: skip
def test_only_what_may_be_text_is_fetched(name: str, kind: str, may: bool) -> None:
    assert may_be_text(name, kind) is may


def test_formulas_are_names_like_any_other() -> None:
    read = read_file('name,email\n"=HYPERLINK(""http://x"",""Jo"")",\n+1+1,\n-2,\n@SUM(A1),\n|cmd,')
    assert [row.name for row in read.rows] == ['=HYPERLINK("http://x","Jo")', "+1+1", "-2", "@SUM(A1)", "|cmd"]
    assert not read.wrong


def test_a_name_stays_in_one_line_and_turns_nothing_around() -> None:
    (row,) = read_file('name\n"Jo\n\u202eSmith\u2028\u0007x"').rows
    assert row.name == "Jo Smith x"


WRONG = {
    "": [(1, "The file is empty. Its first line must be: name,telegram,matrix,email")],
    "\ufeff \n\n": [(1, "The file is empty. Its first line must be: name,telegram,matrix,email")],
    "name,telegram\n": [(1, "Nobody is on this list.")],
    "Jo,@jo_smith\n": [(1, "The first line must name the columns: name,telegram,matrix,email")],
    "telegram\n1": [(1, "There is no column called name.")],
    "name,name\nJo,Jo": [(1, "There are two columns called name.")],
    "name,telgram\nJo,1": [
        (1, "I don't know the column telgram. Did you mean telegram? I know name, telegram, matrix and email.")
    ],
    "name,phone\nJo,1": [(1, "I don't know the column phone. I know name, telegram, matrix and email.")],
    "\n\nname,telegram\n,1\nJo,jo\n": [
        (4, "The name is missing."),
        (5, "A Telegram account is a number, or a name like @jo_smith."),
    ],
    "name,telegram\nJo,1.23457E+09": [
        (2, "The spreadsheet has shortened this Telegram number. Make the column text and type it anew.")
    ],
    "name,matrix\nJo,jo": [(2, "A Matrix name looks like @jo:example.org.")],
    "name,email\nJo,jo": [(2, "An e-mail address is written like jo@example.org.")],
    "name,telegram\nJo,1,2": [(2, "There is more in this line than there are columns.")],
    'name,telegram\n"Jo\nSmith",1\nKim,x': [(4, "A Telegram account is a number, or a name like @jo_smith.")],
    'name\nJo\n"Kim': [(3, "The quotation marks of this line are not in pairs.")],
    "name,telegram,matrix\nJo,1,\nKim,,@k:x.org\nLee,1,\nAda,,@K:x.org": [
        (4, "1 is there already, in line 2."),
        (5, "@k:x.org is there already, in line 3."),
    ],
    "name\n" + "x" * 101: [(2, "The name is longer than 100 letters.")],
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_named_by_its_line_in_plain_words(text: str) -> None:
    assert wrongs(read_file(text)) == WRONG[text]


def test_five_thousand_people_are_read_and_ten_thousand_and_one_are_too_many() -> None:
    many = "name,telegram\n" + "".join(f"Person {number},{number}\n" for number in range(1, MOST_ROWS + 1))
    assert len(read_file("".join(many.splitlines(keepends=True)[:5001])).rows) == 5000
    assert len(read_file(many).rows) == MOST_ROWS
    assert wrongs(read_file(many + "One more,99999\n")) == [
        (MOST_ROWS + 2, f"That is more than {MOST_ROWS} people, which is more than I can take.")
    ]


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("Jo Smith, @jo_smith, @jo:example.org, jo@example.org", [JO]),
        ("Jo Smith; jo@example.org; @jo_smith; @jo:example.org", [JO]),
        ("Jo Smith @jo_smith @jo:example.org jo@example.org", [JO]),
        ("Jo\nKim, 12345\n\nLee @lee_1", [Row("Jo"), Row("Kim", "12345"), Row("Lee", "@lee_1")]),
        ("Jo Smith 123456", [Row("Jo Smith", "123456")]),
        ("Jo 2", [Row("Jo 2")]),
        ('"Smith, Jo", 7', [Row("Smith, Jo", "7")]),
        ('Jo "the boss" Smith, 7', [Row('Jo "the boss" Smith', "7")]),
    ],
)
def test_people_are_typed_one_a_line(typed: str, rows: list[Row]) -> None:
    assert read_lines(typed) == Read(tuple(rows))


def test_what_is_typed_wrong_is_named_by_its_line() -> None:
    assert wrongs(read_lines("Jo, @jo_smith\nKim, kim\nLee, 1, 2, 3")) == [
        (2, "A Telegram account is a number, or a name like @jo_smith."),
        (3, "There is more in this line than there are columns."),
    ]


visible = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)


@given(name=visible, telegram=st.sampled_from(["", "7", "@jo_1"]), matrix=st.sampled_from(["", "@jo:x.org"]))
def test_what_a_button_writes_is_read_as_the_same_person(name: str, telegram: str, matrix: str) -> None:
    row = Row(name, telegram, matrix)
    if telegram or matrix:
        assert read_lines(written(row)).rows == (row,)


@given(
    st.lists(st.builds(Row, visible, st.integers(1, 10**12).map(str)), min_size=1, unique_by=lambda row: row.telegram)
)
def test_what_a_spreadsheet_writes_is_read_as_it_was(rows: list[Row]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([("name", "telegram"), *((row.name, row.telegram) for row in rows)])
    assert read_file(file.getvalue()) == Read(tuple(rows))
