"""The lighter door, `gate.mode = "notice"`: who asks to join is told it, and let in once it has reached them."""

from __future__ import annotations

from dataclasses import replace

from bot.core.consent.given import Consent
from bot.core.desk import Desk
from bot.core.effects import Notice, Say, Urgency
from bot.core.membership.application import Application, Came, Standing
from bot.core.membership.settings import GateMode
from bot.core.membership.steps.order import seen_by_others
from bot.core.messages import Line, Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import tongue, verdict, welcome
from handlers.brief import brief

NOTICE = "notice"
"""The key of the consent that somebody gives by asking to join."""


def is_all(policy: GroupPolicy, application: Application) -> bool:
    """Whether nothing is asked of them at this door. Whoever was added has not asked to join, and is asked."""
    return policy.gate.mode is GateMode.NOTICE and application.came is not Came.ADDED


def tell(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    """What others will see of them, and the notice itself; what follows from it waits until it has been delivered."""
    hello = line("Hello! You would like to join {group}. Please read this first.", group=policy.group.title)
    seen = seen_by_others(account.platform, bridged=policy.group.is_bridged)
    for each in (message(hello, seen), *brief(desk, account.language, *welcome.invitation(policy))):
        desk.do(Say(to=account.id, message=each, urgency=Urgency.GATE))
    said = _statement(desk, account, policy)
    desk.do(Say(to=account.id, message=said, urgency=Urgency.GATE, about=Notice(application.id)))


async def was_told(effect: Say, application: Application, desk: Desk) -> None:
    """It stands as a consent in the very words that they read. If it has changed on its way, they are told anew."""
    policy = desk.policies.of(application.group)
    if policy is None or application.standing is not Standing.OPEN:
        return
    account = await desk.records.people.account(effect.to)
    if effect.message != _statement(desk, account, policy):
        tell(desk, account, application, policy)
        return
    await desk.records.consents.record(_consent(desk, account, application, policy))
    accepted = replace(application, standing=Standing.ACCEPTED, expires_at=None)
    await desk.records.prompts.close(application.id)
    await desk.records.applications.save(accepted)
    verdict.let_in(desk, account, accepted)


def _statement(desk: Desk, account: Account, policy: GroupPolicy) -> Message:
    notice = _words(policy)
    lines: list[Line | Words] = [notice, *tongue.only_there_in(desk, policy.policy, account.language, notice)]
    if policy.agreement is not None:
        lines.append(line("You can read all of it here: {address}", address=policy.agreement))
    return message(*lines, line("By asking to join you say yes to this. You can leave the group at any time."))


def _words(policy: GroupPolicy) -> Words | Line:
    return policy.gate.notice or line("The rules of {group} hold for everybody in it.", group=policy.group.title)


def _consent(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> Consent:
    return Consent(
        person=account.person,
        group=application.group,
        key=NOTICE,
        statement=desk.speak(_statement(desk, account, policy), account.language).text,
        language=tongue.shown_in(desk, policy.policy, _words(policy), account.language),
        policy_version=policy.policy.policy.version,
        platform=account.platform,
        given_at=desk.now,
    )
