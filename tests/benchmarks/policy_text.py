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
telegram = 1001
"""


def policy_text(telegram_groups: dict[str, int], *, questions: int = 0) -> str:
    """A policy with these groups, by key, and a door at which so many questions are answered with yes."""
    asked = "".join(
        f'\n[[gate.eligibility]]\nkey = "q{number}"\nkind = "confirm"\nquestion = "Is {number} a number?"\n'
        for number in range(questions)
    )
    groups = "".join(
        f'\n[[groups]]\nkey = "{key}"\ntitle = "Northside {key}"\ntelegram = {chat}\n'
        for key, chat in telegram_groups.items()
    )
    return _COMMUNITY + asked + groups
