"""The rules of a group, as they are read."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.messages import Line, Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import doors


async def read(desk: Desk, account: Account, rest: str) -> None:
    """In private, the rules of the group that is meant."""
    groups = doors.open_to(desk, account)
    found = doors.named(desk, groups, rest)
    policy = desk.policies.of(found[0]) if len(found) == 1 else None
    if policy is None:
        await doors.ask_which(desk, account, found or groups, _WHICH)
        return
    said = of(policy) or (message(line("{group} has no rules of its own.", group=policy.group.title)),)
    desk.say(account, *said)


def _way(group: str) -> Line:
    return line("The rules of {group}", group=group)


_WHICH = doors.Which(line("The rules of which group?"), _way, "rules")


def of(policy: GroupPolicy) -> tuple[Message, ...]:
    """One message, or none where there are no rules."""
    if not policy.rules:
        return ()
    numbered = (line("{number}. {rule}", number=number, rule=rule) for number, rule in enumerate(policy.rules, start=1))
    return (message(line("The rules of {group}:", group=policy.group.title), *numbered),)
