import pytest

from config.problems import Path
from config.toml_positions import Place, find_positions

TEXT = """\
top = 1
[a]   # a comment
b.c = "x"
"quoted key" = [ # another
    1,
    { d = 2, e.f = 3 },
]
é = 1
"""

GROUPS = """\
[[groups]]
key = "one"
[groups.gate]
mode = "quiz"
[[groups.gate.eligibility]]
kind = "age"
[[groups.gate.eligibility]]
kind = "text"
[[groups]]
key = "two"
gate.mode = "review"
[x.y.z]
w = 1
"""

VALUES: dict[Path, Place] = {
    ("top",): (1, 7),
    ("a",): (2, 1),
    ("a", "b", "c"): (3, 7),
    ("a", "quoted key"): (4, 16),
    ("a", "quoted key", 0): (5, 5),
    ("a", "quoted key", 1, "d"): (6, 11),
    ("a", "quoted key", 1, "e", "f"): (6, 20),
}

IN_GROUPS: dict[Path, Place] = {
    ("groups",): (1, 1),
    ("groups", 0): (1, 1),
    ("groups", 0, "key"): (2, 7),
    ("groups", 0, "gate"): (3, 1),
    ("groups", 0, "gate", "mode"): (4, 8),
    ("groups", 0, "gate", "eligibility", 0, "kind"): (6, 8),
    ("groups", 0, "gate", "eligibility", 1, "kind"): (8, 8),
    ("groups", 1): (9, 1),
    ("groups", 1, "gate", "mode"): (11, 13),
    ("groups", 1, "gate"): (11, 1),
    ("x", "y", "z", "w"): (13, 5),
    ("x",): (12, 1),
}


@pytest.mark.parametrize("path", VALUES)
def test_a_value_is_found_where_it_stands(path: Path) -> None:
    assert find_positions(TEXT).place(path) == VALUES[path]


@pytest.mark.parametrize("path", IN_GROUPS)
def test_tables_in_lists_are_counted(path: Path) -> None:
    assert find_positions(GROUPS).place(path) == IN_GROUPS[path]


def test_a_key_is_found_where_it_stands() -> None:
    positions = find_positions(TEXT)
    assert positions.place(("a", "b", "c"), at_key=True) == (3, 3)
    assert positions.place(("a", "quoted key", 1, "e", "f"), at_key=True) == (6, 16)


def test_what_is_not_there_is_looked_for_where_its_table_begins() -> None:
    positions = find_positions(GROUPS)
    assert positions.place(("groups", 1, "title")) == (9, 1)
    assert positions.place(("groups", 0, "gate", "expires")) == (3, 1)
    assert positions.place(("policy", "version")) == (1, 1)


def test_columns_count_characters_and_not_bytes() -> None:
    assert find_positions('a = ["é…", 3]').place(("a", 1)) == (1, 12)
    assert find_positions('é = "é"\r\n"ü" = 2\r\n').place(("ü",)) == (2, 7)
