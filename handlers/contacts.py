"""Whom to turn to: for anyone, member or not."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.messages import Line, Message, line, message
from bot.core.people import Account
from bot.core.policy import Policy
from bot.core.words import Words


async def help_(desk: Desk, account: Account, rest: str) -> None:
    del rest
    for policy in desk.policies.communities():
        desk.say(account, *of(policy))


def of(policy: Policy) -> tuple[Message, ...]:
    """Numbers for a crisis first, then the people of the community."""
    contacts = policy.contacts
    said = []
    crisis = tuple(line("{name}: {contact}", name=each.name, contact=each.contact) for each in contacts.crisis)
    if crisis:
        said.append(Message((line("If you need help at once:"), *crisis)))
    people: list[Line | Words] = []
    if contacts.admin is not None:
        people.append(
            line("Questions about {community}: {contact}", community=policy.community.name, contact=contacts.admin)
        )
    if contacts.safeguarding is not None:
        people.append(line("If you are worried about somebody's safety: {contact}", contact=contacts.safeguarding))
    if people:
        said.append(Message(tuple(people)))
    return tuple(said) or (
        message(line("{community} has not named anybody here yet.", community=policy.community.name)),
    )
