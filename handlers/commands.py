"""The words by which people ask the bot for something: the table of them, and who may use which.

A new one is a function beside what it is about, and a line in the table.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.desk import Desk
from bot.core.messages import Line, line
from bot.core.people import Account
from bot.core.team.settings import Role
from handlers import (
    cards,
    consents,
    contacts,
    doors,
    doorstep,
    hours_kept,
    languages,
    leaving,
    locks,
    privacy,
    quiet,
    quiz,
    reviews,
    rosters,
    rules,
    same_person,
    shortcomings,
    suggested,
    suggestions,
    team,
    verdict,
)
from handlers.kept_rosters import KEEPERS
from handlers.offering import Way, offer
from handlers.typed import read_command

Run = Callable[[Desk, Account, str], Awaitable[None]]
Read = Callable[[Desk, Account, str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    """`label`: its button in the menu; None for one that is not listed there.

    `roles`: it is there for those alone who hold one of them in some group; None: for anybody. In which groups they
    may use it the command itself asks. `reads`: what it does with the text of a file that is sent for it.
    """

    run: Run
    label: Line | None = None
    roles: frozenset[Role] | None = None
    reads: Read | None = None


async def known(desk: Desk, account: Account, name: str) -> Command | None:
    """The command of this name, if it is there for this person at all."""
    found = COMMANDS.get(name)
    if found is None or found.roles is None or await team.holds(desk, account, found.roles):
        return found
    return None


async def reading_files(desk: Desk, account: Account) -> str | None:
    """The first command that is there for this person and reads files."""
    for name, command in COMMANDS.items():
        if command.reads is not None and await known(desk, account, name) is not None:
            return name
    return None


async def say(desk: Desk, account: Account, words: str) -> None:
    """Run the command that a button says. Whoever may no longer use it is told so."""
    command = read_command(words, prefix_needed=False, called=desk.called)
    found = None if command is None else await known(desk, account, command.name)
    if command is None or found is None:
        await offer(desk, account, line("That is no longer yours to do. Nothing has happened."))
    else:
        await found.run(desk, account, command.rest)


async def start(desk: Desk, account: Account, rest: str) -> None:
    """Open the chat: at a group's door, in the middle of the questions, or just so."""
    if rest.startswith(doors.JOIN):
        await doorstep.join(desk, account, rest.removeprefix(doors.JOIN))
        return
    application = await quiz.asked(desk, account)
    if application is not None:
        await quiz.ask_next(desk, account, application, line("Let us go on where you stopped."))
        return
    if await same_person.is_asked_elsewhere(desk, account):
        return
    accepted = await desk.records.applications.accepted(account.person)
    if accepted is not None:
        verdict.let_in(desk, await desk.records.people.account(accepted.account), accepted)
        return
    if await desk.records.applications.held(account.person) is not None:
        await menu(desk, account, "", line("Somebody from the team will decide about you. I will write to you here."))
        return
    await menu(desk, account, "", line("Hello! I am a bot that looks after groups: who joins, and what was agreed."))


async def menu(desk: Desk, account: Account, rest: str, *first: Line) -> None:
    """What this person can do, as buttons."""
    del rest
    ways = [
        Way(each.label, name)
        for name, each in COMMANDS.items()
        if each.label is not None and (each.roles is None or await team.holds(desk, account, each.roles))
    ]
    await offer(desk, account, *first, line("What would you like to do?"), ways=ways)


COMMANDS: dict[str, Command] = {
    "start": Command(start),
    "menu": Command(menu),
    "join": Command(doorstep.join, line("Ask to join a group")),
    "rules": Command(rules.read, line("Read the rules of a group")),
    "help": Command(contacts.help_, line("See whom I can turn to")),
    "privacy": Command(privacy.read, line("See who can read what I write")),
    "language": Command(languages.choose, line("Choose my language")),
    "consent": Command(consents.show, line("See what I have agreed to")),
    "withdraw": Command(consents.withdraw, line("Take back something I agreed to")),
    "leave": Command(leaving.leave, line("Leave a group")),
    "review": Command(reviews.review, line("Decide who comes in"), cards.DECIDERS),
    "check": Command(shortcomings.check, line("See what I lack in the groups"), team.IN_CHARGE),
    "quiet": Command(quiet.quiet, line("See or change quiet hours"), hours_kept.KEEPERS),
    "lock": Command(locks.lock, line("Lock a group"), hours_kept.KEEPERS),
    "unlock": Command(locks.unlock, line("Unlock a group"), hours_kept.KEEPERS),
    "cooldown": Command(locks.cooldown, line("Let a group cool down"), hours_kept.KEEPERS),
    "reply": Command(reviews.reply),
    "suggest": Command(suggestions.suggest, line("Suggest somebody for a group")),
    "suggestions": Command(suggested.suggestions, line("See who has been suggested"), suggested.APPROVERS),
    "roster": Command(rosters.keep, line("Keep a roster"), roles=KEEPERS, reads=rosters.read),
    "cancel": Command(quiz.cancel),
    "back": Command(quiz.back),
}
