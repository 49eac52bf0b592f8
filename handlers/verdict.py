"""What somebody is told at the end of the quiz, and what is done about it.

First they are told, then it is done: on Telegram the right to write to somebody who has not opened the chat ends with
the decision.
"""

from __future__ import annotations

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
            let_in(desk, account, application)
        case Standing.HELD:
            await _hand_over(desk, account, application)
        case Standing.REFUSED:
            refused(desk, account, application)
        case _:
            stopped(desk, account, application)


def let_in(desk: Desk, account: Account, application: Application) -> None:
    """By granting the request to join or, without one, by a link of their own."""
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    if application.requested:
        _gate(desk, account, message(line("Thank you, that was the last question. I'm letting you in now.")))
        desk.do(Admit(to=account.id, group=application.group, application=application.id))
        return
    _gate(desk, account, message(line("Thank you, that was the last question. I'm making a link for you now.")))
    make_link(desk, account, application, policy)


def make_link(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    lasts = policy.gate.expires
    desk.do(MakeLink(to=account.id, group=application.group, application=application.id, lasts_for=lasts))


def refused(desk: Desk, account: Account, application: Application) -> None:
    """The same kind words to everybody who cannot be let in, whatever the reason."""
    policy = desk.policies.of(application.group)
    if policy is not None:
        for each in kind_words(policy):
            _gate(desk, account, each)
    _settle(desk, account, application)


def kind_words(policy: GroupPolicy) -> tuple[Message, ...]:
    sorry = message(
        line("Thank you for telling me. I'm sorry, I can't let you into {group}.", group=_title(policy)),
        line("You have done nothing wrong. This group is for some people only, and others will gladly help you."),
    )
    places: list[Line | Words] = [
        line("{name}: {contact}", name=each.name, contact=each.contact) for each in policy.contacts.elsewhere
    ]
    if policy.contacts.admin is not None:
        places.append(line("If you think this is a mistake, write to {contact}.", contact=policy.contacts.admin))
    return (sorry, Message(tuple(places))) if places else (sorry,)


def stopped(desk: Desk, account: Account, application: Application) -> None:
    """They said no to something, or stopped: nothing is held against them."""
    said = message(
        line("That is quite all right. I have deleted your answers. Nothing else happens."),
        line("If you change your mind, just ask to join again."),
    )
    _gate(desk, account, said)
    _settle(desk, account, application)


async def _hand_over(desk: Desk, account: Account, application: Application) -> None:
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    _gate(
        desk,
        account,
        message(
            line("Thank you, that was the last question. Somebody from the team will look at it and decide."),
            line("You don't need to do anything. I will write to you here."),
        ),
    )
    await team.tell(desk, policy, _for_the_team(policy, application))


def _for_the_team(policy: GroupPolicy, application: Application) -> Message:
    if application.requested:
        return message(
            line("Somebody who asked to join {group} needs a person's decision.", group=_title(policy)),
            line("You find them in the group's list of requests to join, where you can say yes or no."),
        )
    return message(
        line("Somebody who wants to join {group} needs a person's decision.", group=_title(policy)),
        line("They came to me without a request to join. If you know them, you can invite them."),
    )


def _settle(desk: Desk, account: Account, application: Application) -> None:
    if application.requested:
        desk.do(TurnAway(to=account.id, group=application.group, application=application.id))


def _gate(desk: Desk, account: Account, said: Message) -> None:
    desk.do(Say(to=account.id, message=said, urgency=Urgency.GATE))


def _title(policy: GroupPolicy) -> str:
    return policy.group.title
