"""The policy that the sandbox runs with: the example, and what of it there is to be seen on the page."""

from __future__ import annotations

import re
from pathlib import Path

from bot.core.errors import Stop
from bot.core.policy import Policy
from bot.sandbox.community import ExampleCommunity, ExampleGroup, ExampleStaff
from config.policy import PolicyRefused, read_policies


def example_community(policy_file: Path) -> ExampleCommunity:
    """What the sandbox has to know of a policy. Raises Stop if it cannot be read, or has nobody or nothing to show."""
    policy = _read(policy_file)
    language = policy.community.language
    groups = tuple(
        ExampleGroup(
            key=group.key,
            title=group.title,
            purpose=group.purpose.for_reader(language) if group.purpose else "",
            telegram=group.telegram,
        )
        for group in policy.groups
        if group.telegram is not None
    )
    staff = tuple(
        ExampleStaff(name=each.name, telegram=each.telegram) for each in policy.team if each.telegram is not None
    )
    if not groups or not staff:
        raise Stop(
            f"{policy_file} needs a group and somebody in charge with a telegram id, to be shown in the sandbox."
        )
    name = policy.community.name.for_reader(language)
    return ExampleCommunity(name=name, timezone=policy.community.timezone, groups=groups, staff=staff)


def with_matrix(policy_file: Path, community: ExampleCommunity, *, room: str, staff: str, into: Path) -> Path:
    """A copy of the policy in which the first group and the first of the staff are on Matrix too, beside Telegram.

    Raises Stop if the policy is not written in such a way that this can be put in.
    """
    group, person = community.groups[0], community.staff[0]
    text = policy_file.read_text(encoding="utf-8")
    for telegram, matrix in ((group.telegram, room), (person.telegram, staff)):
        line = re.compile(rf"^telegram *= *{telegram}\b.*$", re.MULTILINE)
        text = line.sub(lambda found, matrix=matrix: f'{found[0]}\nmatrix = "{matrix}"', text)  # type: ignore[misc]
    into.write_text(text, encoding="utf-8")
    policy = _read(into)
    groups = [(each.key, each.telegram) for each in policy.groups if each.matrix == room]
    team = [(each.name, each.telegram) for each in policy.team if each.matrix == staff]
    if (groups, team) != ([(group.key, group.telegram)], [(person.name, person.telegram)]):
        raise Stop(f"In {policy_file}, {group.key} and {person.name} cannot be put on Matrix for the sandbox.")
    return into


def _read(policy_file: Path) -> Policy:
    try:
        return read_policies(policy_file)[0]
    except PolicyRefused as refusal:
        raise Stop(str(refusal)) from None
