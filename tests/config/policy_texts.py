"""Policy files to begin with, and what is found in them."""

from datetime import date
from pathlib import Path

from config.policy import check_policy

EXAMPLE_FILE = Path(__file__).parents[2] / "config" / "policies" / "example.toml"
EXAMPLE = EXAMPLE_FILE.read_text("utf-8")
TODAY = date(2026, 11, 20)

SMALLEST = """\
[community]
name = "Northside"
key = "northside"

[policy]
version = "1"
"""

SOUND = """\
[community]
name = "Northside"
key = "northside"

[policy]
version = "1"
ratified = 2026-03-12
review_by = 2027-03-12

[contacts]
crisis = [{ name = "Samaritans", contact = "116 123" }]

[[team]]
name = "Sam"
role = "staff"
telegram = 111

[[team]]
name = "Robin"
role = "owner"
"""
"""Nothing is wrong with it; what is added to it begins on line 21."""


def said(text: str) -> list[str]:
    """Every problem as `line:column: message`."""
    problems = check_policy(text, name="p.toml", today=TODAY).problems
    return [str(problem).removeprefix("p.toml:") for problem in problems]


def said_of(added: str) -> list[str]:
    """Every problem of a sound file to which some lines were added, counted from the first of these."""
    before = SOUND.count("\n")
    found = check_policy(SOUND + added, name="p.toml", today=TODAY).problems
    kinds = {True: "warning: ", False: ""}
    return [f"{each.line - before}:{each.column}: {kinds[each.is_warning]}{each.message}" for each in found]
