"""The rules of a group, as they are read."""

from __future__ import annotations

from bot.core.messages import Message, line, message
from bot.core.policy import GroupPolicy


def of(policy: GroupPolicy) -> tuple[Message, ...]:
    """One message, or none where there are no rules."""
    if not policy.rules:
        return ()
    numbered = (line("{number}. {rule}", number=number, rule=rule) for number, rule in enumerate(policy.rules, start=1))
    return (message(line("The rules of {group}:", group=policy.group.title), *numbered),)
