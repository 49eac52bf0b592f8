"""What somebody is told at the end of the quiz, and what is done about it.

First they are told, then it is done: on Telegram the right to write to somebody who has not opened the chat ends with
the decision.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import Admit, MakeLink, Say, TurnAway, Urgency
from bot.core.membership.application import Application, Standing
from bot.core.messages import Line, Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import team


async def tell(desk: Desk, account: Account, application: Application) -> None:
    """The end of the quiz in words, and the deed that goes with it."""
    match application.standing:
        case Standing.ACCEPTED:
            last = line("Thank you, that was the last question.")
            does = (
                line("I'm letting you in now.") if application.requested else line("I'm making a way in for you now.")
            )
            _gate(desk, account, message(last, does))
            let_in(desk, account, application)
        case Standing.HELD:
            await hold(desk, account, application)
        case Standing.REFUSED:
            refused(desk, account, application)
        case _:
            stopped(desk, account, application)


def _what_now(application: Application) -> Line:
    if application.requested:
        return line("I'm letting you in now.")
    return line("I'm making a way in for you now.")


def let_in(desk: Desk, account: Account, application: Application) -> None:
    """By granting the request to join or, without one, by a link of their own."""
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    to, group, number = account.id, application.group, application.id
    if application.requested:
        desk.do(Admit(to=to, group=group, application=number))
    else:
        desk.do(MakeLink(to=to, group=group, application=number, lasts_for=policy.gate.expires))


async def hold(desk: Desk, account: Account, application: Application) -> None:
    """A person decides, in the policy's time for keeping answers; then they are deleted."""
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    until = desk.now + policy.policy.retention.applications
    await desk.records.applications.save(replace(application, standing=Standing.HELD, expires_at=until))
    _gate(
        desk,
        account,
        message(
            line("Thank you. Somebody from the team will decide now."),
            line("You don't need to do anything. I will write to you here."),
        ),
    )
    await ask_the_team(desk, account, application, policy)


async def ask_the_team(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    await team.tell(desk, policy, _for_the_team(policy, account, application))


def refused(desk: Desk, account: Account, application: Application) -> None:
    """The same kind words to everybody who cannot be let in, whatever the reason."""
    policy = desk.policies.of(application.group)
    if policy is not None:
        for each in kind_words(policy):
            _gate(desk, account, each)
    _settle(desk, account, application)


def kind_words(policy: GroupPolicy) -> tuple[Message, ...]:
    sorry = message(
        line("I'm sorry, I can't let you into {group}.", group=_title(policy)),
        line("You have done nothing wrong. Some groups are for some people only."),
    )
    places: list[Line | Words] = [
        line("{name}: {contact}", name=each.name, contact=each.contact) for each in policy.contacts.elsewhere
    ]
    if places:
        places.insert(0, line("Others will gladly help you:"))
    if policy.contacts.admin is not None:
        places.append(line("If you think this is a mistake, write to {contact}.", contact=policy.contacts.admin))
    return (sorry, Message(tuple(places))) if places else (sorry,)


def stopped(desk: Desk, account: Account, application: Application) -> None:
    """They said no to something, or stopped: nothing is held against them."""
    said = message(
        line("That is quite all right. I have deleted your answers and taken back your request."),
        line("If you change your mind, just ask to join again."),
    )
    _gate(desk, account, said)
    _settle(desk, account, application)


def _for_the_team(policy: GroupPolicy, account: Account, application: Application) -> Message:
    who = team.called(account)
    asks = line("{name} would like to join {group} and needs a person's decision.", name=who, group=_title(policy))
    if application.requested:
        how = line("You find them in the group's list of requests to join, where you can say yes or no.")
    else:
        how = line("They came to me without a request to join. If they may come in, please invite them.")
    return message(asks, how)


def _settle(desk: Desk, account: Account, application: Application) -> None:
    if application.requested:
        desk.do(TurnAway(to=account.id, group=application.group, application=application.id))


def _gate(desk: Desk, account: Account, said: Message) -> None:
    desk.do(Say(to=account.id, message=said, urgency=Urgency.GATE))


def _title(policy: GroupPolicy) -> str:
    return policy.group.title
