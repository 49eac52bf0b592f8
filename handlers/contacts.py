"""Whom to turn to: for anyone, member or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.core.community.settings import Contact, Contacts
from bot.core.desk import Desk
from bot.core.messages import Line, Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import belonging
from handlers.brief import brief


async def help_(desk: Desk, account: Account, rest: str) -> None:
    """The contacts of the groups that somebody belongs to; of every group for a stranger."""
    del rest
    desk.say(account, *of(desk, account, await belonging.concerning(desk, account)))


def of(desk: Desk, account: Account, policies: Sequence[GroupPolicy]) -> tuple[Message, ...]:
    """Numbers for a crisis first, then the people to turn to; what is the same in several groups is said once."""
    numbers = listed(contact for policy in policies for contact in policy.contacts.crisis)
    crisis: tuple[Line, ...] = (line("If you need help at once:"), *numbers) if numbers else ()
    people = list(dict.fromkeys(each for policy in policies for each in people_of(policy)))
    elsewhere = listed(contact for policy in policies for contact in policy.contacts.worried)
    worried = (line("If you worry about somebody, these can help too:"), *elsewhere) if elsewhere else ()
    hours = dict.fromkeys(policy.reports.out_of_hours for policy in policies if policy.reports.out_of_hours)
    parts: tuple[tuple[Line | Words, ...], ...] = (crisis, (*people, *hours), worried)
    said = [each for part in parts for each in brief(desk, account.language, *part)]
    return tuple(said) or (message(line("Nobody to turn to has been named here yet.")),)


def people_of(policy: GroupPolicy) -> Iterator[Line]:
    """By the group's name where it has contacts of its own, else by the community's."""
    contacts: Contacts = policy.contacts
    name: Words | str = policy.policy.community.name if policy.group.contacts is None else policy.group.title
    if contacts.admin is not None:
        yield line("Questions about {name}: {contact}", name=name, contact=contacts.admin)
    if contacts.safeguarding is not None:
        yield line(
            "Worried that somebody in {name} is not safe? Our safeguarding lead: {contact}",
            name=name,
            contact=contacts.safeguarding,
        )
    if contacts.manager is not None:
        yield line("If you would sooner not tell the team: {contact}", contact=contacts.manager)


def listed(contacts: Iterable[Contact]) -> tuple[Line, ...]:
    """One to a line, each once."""
    return tuple(line("{name}: {contact}", name=each.name, contact=each.contact) for each in dict.fromkeys(contacts))
