"""The words by which people ask the bot for something. A new one is a function and a line in the table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core.desk import Desk
from bot.core.membership.application import Came
from bot.core.messages import Line, Message, Typed, line, message
from bot.core.people import Account
from bot.core.policy import Policy
from bot.core.words import Words
from handlers import doors, doorstep, quiz, rules, verdict

Run = Callable[[Desk, Account, str], Awaitable[None]]


async def start(desk: Desk, account: Account, rest: str) -> None:
    """Open the chat: at a group's door, in the middle of the questions, or just so."""
    if rest.startswith(doors.JOIN):
        await join(desk, account, rest.removeprefix(doors.JOIN))
        return
    application = await desk.records.applications.in_front(account.person)
    if application is not None:
        await quiz.ask_next(desk, account, application, line("Let us go on where you stopped."))
        return
    accepted = await desk.records.applications.accepted(account.person)
    if accepted is not None:
        verdict.let_in(desk, account, accepted)
        return
    desk.say(account, message(line("Hello! I am a bot that looks after groups: who joins, and what was agreed.")))
    await menu(desk, account, "")


async def menu(desk: Desk, account: Account, rest: str) -> None:
    del rest
    desk.say(
        account,
        message(
            line("This is what you can ask me for:"),
            line("{command} to ask to join a group", command=Typed("join")),
            line("{command} to read the rules of a group", command=Typed("rules")),
            line("{command} to see whom you can turn to", command=Typed("help")),
            line("{command} to stop answering my questions", command=Typed("cancel")),
        ),
    )


async def help_(desk: Desk, account: Account, rest: str) -> None:
    """Whom to turn to: for anyone, member or not."""
    del rest
    for policy in _communities(desk):
        desk.say(account, *_contacts(policy))


async def join(desk: Desk, account: Account, rest: str) -> None:
    found = doors.named(desk, account, rest)
    if len(found) == 1:
        await doorstep.come(desk, account, found[0], Came.BY_THE_BOT)
        return
    question = line("Which group would you like to join?")
    desk.say(account, doors.which(desk, account, found or doors.open_to(desk, account), question, "join"))


async def read_rules(desk: Desk, account: Account, rest: str) -> None:
    found = doors.named(desk, account, rest)
    policy = desk.policies.of(found[0]) if len(found) == 1 else None
    if policy is None:
        question = line("The rules of which group?")
        desk.say(account, doors.which(desk, account, found or doors.open_to(desk, account), question, "rules"))
        return
    said = rules.of(policy) or (message(line("{group} has no rules of its own.", group=policy.group.title)),)
    desk.say(account, *said)


async def cancel(desk: Desk, account: Account, rest: str) -> None:
    del rest
    application = await desk.records.applications.in_front(account.person)
    if application is None:
        desk.say(account, message(line("There is nothing to stop: I am not asking you anything.")))
    else:
        await quiz.give_up(desk, account, application)


async def back(desk: Desk, account: Account, rest: str) -> None:
    del rest
    application = await desk.records.applications.in_front(account.person)
    if application is None:
        desk.say(account, message(line("There is no question to go back to.")))
    else:
        await quiz.go_back(desk, account, application)


PRIVATE: dict[str, Run] = {
    "start": start,
    "menu": menu,
    "help": help_,
    "join": join,
    "rules": read_rules,
    "cancel": cancel,
    "back": back,
}


def _communities(desk: Desk) -> list[Policy]:
    found: dict[str, Policy] = {}
    for group in desk.policies.groups():
        policy = desk.policies.of(group)
        if policy is not None:
            found[policy.policy.community.key] = policy.policy
    return list(found.values())


def _contacts(policy: Policy) -> tuple[Message, ...]:
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
