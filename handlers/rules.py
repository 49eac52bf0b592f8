"""The rules of a group, as they are read."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.messages import Line, Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import belonging, contacts, doors, tongue
from handlers.brief import brief


async def read(desk: Desk, account: Account, rest: str) -> None:
    """In private, the rules of the group that is meant: what holds there, and whom to turn to."""
    own = await belonging.joined(desk, account)
    open_here = doors.open_to(desk, account)
    groups = (*open_here, *(group for group in own if group not in open_here))
    found = doors.named(desk, groups, rest)
    policy = desk.policies.of(found[0]) if len(found) == 1 else None
    if policy is None:
        await doors.ask_which(desk, account, found or groups, _WHICH)
        return
    none = message(line("{group} has no rules of its own.", group=policy.group.title))
    said = of(desk, policy, account.language)
    desk.say(account, *(said if policy.rules else (none, *said)), *contacts.of(desk, account, (policy,)))


def _way(group: str) -> Line:
    return line("The rules of {group}", group=group)


_WHICH = doors.Which(line("The rules of which group?"), _way, "rules")


def of(desk: Desk, policy: GroupPolicy, language: str) -> tuple[Message, ...]:
    """The rules, what follows if they are broken, where the agreement is and how old all this is."""
    return (
        *brief(desk, language, *_rules(desk, policy, language)),
        *brief(desk, language, *_if_broken(policy)),
        *brief(desk, language, *_document(policy)),
    )


def _rules(desk: Desk, policy: GroupPolicy, language: str) -> tuple[Line, ...]:
    if not policy.rules:
        return ()
    numbered = (line("{number}. {rule}", number=number, rule=rule) for number, rule in enumerate(policy.rules, start=1))
    first = line("The rules of {group}:", group=policy.group.title)
    return (first, *numbered, *tongue.only_there_in(desk, policy.policy, language, *policy.rules))


def _if_broken(policy: GroupPolicy) -> tuple[Line | Words, ...]:
    document = policy.policy.policy
    said: list[Line | Words] = []
    if document.consequences is not None:
        said += [line("If somebody breaks a rule:"), document.consequences]
    if policy.contacts.admin is not None:
        said.append(line("If something worries you, tell us: {contact}", contact=policy.contacts.admin))
    if document.complaints is not None:
        said.append(line("How to complain: {address}", address=document.complaints))
    return tuple(said)


def _document(policy: GroupPolicy) -> tuple[Line, ...]:
    document, said = policy.policy.policy, []
    if policy.agreement is not None:
        said.append(line("The whole agreement is here: {address}", address=policy.agreement))
    if document.ratified is None:
        said.append(line("This is version {version} of our policy.", version=document.version))
    else:
        said.append(
            line("This is version {version} of our policy, of {day}.", version=document.version, day=document.ratified)
        )
    if document.review_by is not None:
        said.append(line("We look at it again by {day}.", day=document.review_by))
    return tuple(said)
