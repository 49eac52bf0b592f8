"""Policy files of any size."""

from __future__ import annotations

_COMMUNITY = """\
[community]
name = "Northside Peer Support"
key = "northside"
timezone = "Europe/London"
language = "en"

[policy]
version = "1"
rules = ["Be kind and respectful."]

[contacts]
crisis = [{ name = "Samaritans", contact = "116 123" }]

[[team]]
name = "Sam"
role = "staff"
"""


def policy_text(telegram_groups: dict[str, int], *, questions: int = 0) -> str:
    """A policy with these groups, by key, and a door at which so many questions are answered with yes."""
    groups = "".join(
        f'\n[[groups]]\nkey = "{key}"\ntitle = "Northside {key}"\ntelegram = {chat}\n'
        for key, chat in telegram_groups.items()
    )
    return _COMMUNITY + "telegram = 1001\n" + _asked(questions) + groups


def matrix_policy_text(room: str, staff: str, *, questions: int = 0) -> str:
    """The same for one group, called `evening`, and somebody of the team, both on Matrix."""
    group = f'\n[[groups]]\nkey = "evening"\ntitle = "Northside evening"\nmatrix = "{room}"\n'
    return f'{_COMMUNITY}matrix = "{staff}"\n{_asked(questions)}{group}'


def _asked(questions: int) -> str:
    return "".join(
        f'\n[[gate.eligibility]]\nkey = "q{number}"\nkind = "confirm"\nquestion = "Is {number} a number?"\n'
        for number in range(questions)
    )
