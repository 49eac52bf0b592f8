"""What somebody is told at the end of the quiz, and what is done about it.

First they are told, then it is done: on Telegram the right to write to somebody who has not opened the chat ends with
the decision.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.desk import Desk
from bot.core.effects import Admit, MakeLink, Remove, Say, TurnAway, Urgency
from bot.core.ids import PlatformName
from bot.core.membership.application import Application, Came, Standing
from bot.core.messages import Door, Line, Message, StartLink, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import cards

GO_ON = "go"
BRING_UP_AFTER = timedelta(hours=24)


async def tell(desk: Desk, account: Account, application: Application, *, young: bool = False) -> None:
    """The end of the quiz in words, and the deed that goes with it. `young`: they have said that they are under 18."""
    match application.standing:
        case Standing.ACCEPTED:
            _gate(desk, account, message(line("Thank you, that was the last question."), _what_now(application)))
            let_in(desk, account, application)
        case Standing.HELD:
            await hold(desk, account, application)
        case Standing.REFUSED:
            refused(desk, account, application, young=young)
        case _:
            stopped(desk, account, application)


def _what_now(application: Application) -> Line:
    if application.came is Came.ADDED:
        return line("I'm letting you write in the group now.")
    if application.requested:
        return line("I'm letting you in now.")
    return line("I'm making a way in for you now.")


def may_come_in(desk: Desk, account: Account, application: Application) -> None:
    """Somebody from the team has said yes."""
    _gate(desk, account, message(line("Good news: the team says yes."), _what_now(application)))
    let_in(desk, account, application)


def let_in(desk: Desk, account: Account, application: Application) -> None:
    """By granting the request to join or, without one, by a link of their own; who is in already may stay."""
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    to, group, number = account.id, application.group, application.id
    if application.requested or application.came is Came.ADDED:
        desk.do(Admit(to=to, group=group, application=number))
    else:
        desk.do(MakeLink(to=to, group=group, application=number, lasts_for=policy.gate.expires))


async def hold(desk: Desk, account: Account, application: Application) -> None:
    """A person decides, in the policy's time for keeping answers; then they are deleted."""
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    held = replace(
        application,
        standing=Standing.HELD,
        held_at=desk.now,
        expires_at=desk.now + policy.policy.retention.applications,
        bring_up_at=desk.now + BRING_UP_AFTER,
    )
    await desk.records.applications.save(held)
    _gate(desk, account, _somebody_decides(account))
    await cards.put(desk, held, policy)


def _somebody_decides(account: Account) -> Message:
    """On Telegram the right to write to somebody who has only asked to join ends before anybody can decide."""
    now = line("Thank you. Somebody from the team will decide now.")
    if account.platform is not PlatformName.TELEGRAM:
        return message(now, line("You don't need to do anything. I will write to you here."))
    stay = line("So that I can write to you then, please open our chat and press Start.")
    return message(now, stay, doors=(Door(line("Open our chat"), StartLink(GO_ON)),))


def refused(desk: Desk, account: Account, application: Application, *, young: bool = False) -> None:
    """The same kind words to everybody who cannot be let in, whatever the reason."""
    policy = desk.policies.of(application.group)
    if policy is not None:
        for each in kind_words(policy):
            _gate(desk, account, each)
        for each in _for_the_young(policy) if young else ():
            desk.do(Say(to=account.id, message=each, urgency=Urgency.GATE, only_if_reachable=True))
    settle(desk, account, application)


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


def _for_the_young(policy: GroupPolicy) -> tuple[Message, ...]:
    """Never kept for somebody who is away: it would be a trace of how old they are."""
    lines = [line("{name}: {contact}", name=each.name, contact=each.contact) for each in policy.contacts.young]
    return (message(line("These people listen to children and young people:"), *lines),) if lines else ()


def stopped(desk: Desk, account: Account, application: Application) -> None:
    """They said no to something, or stopped: nothing is held against them."""
    all_right = line("That is quite all right. I have deleted your answers and taken back your request.")
    if application.came is Came.ADDED:
        all_right = line("That is quite all right. I have deleted your answers, and take you out of the group now.")
    _gate(desk, account, message(all_right, line("If you change your mind, just ask to join again.")))
    settle(desk, account, application)


def settle(desk: Desk, account: Account, application: Application) -> None:
    """What is done on the platform about somebody who is not to come in, or not to stay."""
    if application.came is Came.ADDED:
        desk.do(Remove(to=account.id, group=application.group, application=application.id))
    elif application.requested:
        desk.do(TurnAway(to=account.id, group=application.group, application=application.id))


def _gate(desk: Desk, account: Account, said: Message) -> None:
    desk.do(Say(to=account.id, message=said, urgency=Urgency.GATE))


def _title(policy: GroupPolicy) -> str:
    return policy.group.title
