"""What follows when a platform has done, or would not do, what lets somebody in."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import (
    Admit,
    Done,
    InvitationBlocked,
    MakeLink,
    Outcome,
    Refused,
    Remove,
    RequestGone,
    RevokeLink,
    Say,
    TurnAway,
    Urgency,
)
from bot.core.ids import GroupId, PlatformName
from bot.core.membership.application import REQUEST_GONE, Application, Came, Standing
from bot.core.membership.gate import end
from bot.core.messages import Door, Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import invited, muting, refused, verdict, welcome


async def on_admit(effect: Admit, outcome: Outcome, desk: Desk) -> None:
    """Let in; or the request was gone: withdrawn, or declined by somebody, so a person decides."""
    application = await desk.records.applications.get(effect.application)
    account = await desk.records.people.account(effect.to)
    policy = desk.policies.of(application.group)
    if policy is None or application.standing is not Standing.ACCEPTED:
        return
    if isinstance(outcome, Done) and (account.platform is PlatformName.TELEGRAM or application.came is Came.ADDED):
        await desk.records.members.saw(account.id, application.group, desk.now)
        await is_in(desk, account, application, policy)
    elif isinstance(outcome, Done):
        await invited.stands(desk, account, application, policy)
    elif isinstance(outcome, InvitationBlocked):
        await invited.is_blocked(desk, account, application, policy)
    elif isinstance(outcome, RequestGone) and application.requested:
        await verdict.hold(desk, account, _without_request(application))
    elif isinstance(outcome, Refused):
        await refused.on_deed(effect, outcome, desk)
        desk.say(account, _door_stuck(policy))


def _without_request(application: Application) -> Application:
    others = (key for key in application.review if key != REQUEST_GONE)
    return replace(application, requested=False, review=(*others, REQUEST_GONE))


async def on_turn_away(effect: TurnAway, outcome: Outcome, desk: Desk) -> None:
    if isinstance(outcome, Done | RequestGone):
        application = await desk.records.applications.get(effect.application)
        await desk.records.applications.save(replace(application, requested=False))
    else:
        await refused.on_deed(effect, outcome, desk)


async def is_still_accepted(effect: Admit | MakeLink, desk: Desk) -> bool:
    application = await desk.records.applications.get(effect.application)
    return application.standing is Standing.ACCEPTED


async def is_still_to_be_turned_away(effect: TurnAway, desk: Desk) -> bool:
    """Platforms know one request of a person for a group: declining again what was declined would hit the next one."""
    application = await desk.records.applications.get(effect.application)
    newest = await desk.records.applications.newest(application.account, application.group)
    return application.requested and (newest is None or newest.id == application.id)


async def is_still_to_be_removed(effect: Remove, desk: Desk) -> bool:
    """Not once they have begun anew, or somebody has let them stay after all."""
    if effect.application is None:
        return True
    application = await desk.records.applications.get(effect.application)
    newest = await desk.records.applications.newest(application.account, application.group)
    still_out = application.standing.is_over and application.standing is not Standing.ADMITTED
    return still_out and (newest is None or newest.id == application.id)


async def on_link(effect: MakeLink, outcome: Outcome, desk: Desk) -> None:
    """The link is theirs: whoever else uses it is asked the questions."""
    application = await desk.records.applications.get(effect.application)
    policy = desk.policies.of(application.group)
    if policy is None or application.standing is not Standing.ACCEPTED:
        return
    account = await desk.records.people.account(effect.to)
    if isinstance(outcome, InvitationBlocked):
        await invited.is_blocked(desk, account, application, policy)
    elif not isinstance(outcome, Done):
        await refused.on_deed(effect, outcome, desk)
        desk.say(account, _door_stuck(policy))
    elif not outcome.receipt:
        await invited.stands(desk, account, application, policy)
    else:
        await _way_in(desk, account, application, policy, outcome.receipt)


async def _way_in(desk: Desk, account: Account, application: Application, policy: GroupPolicy, link: str) -> None:
    _revoke(desk, account, application)
    lasting = replace(application, link=link, expires_at=desk.now + policy.gate.expires)
    await desk.records.applications.save(lasting)
    way_in = message(
        line("Here is your way into {group}: {link}", group=policy.group.title, link=link),
        line("Open it and ask to join, and I let you in. It works for you alone."),
        doors=(Door(line("Ask to join {group}", group=policy.group.title), link),),
    )
    desk.do(Say(to=account.id, message=way_in, urgency=Urgency.GATE))


async def on_right_to_invite(group: GroupId, desk: Desk) -> None:
    """The bot can open the door again: those who were accepted meanwhile are let in."""
    for application in await desk.records.applications.accepted_in(group):
        verdict.let_in(desk, await desk.records.people.account(application.account), application)


async def is_in(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    """From now on they are a member, and may write."""
    admitted = end(replace(application, requested=False), Standing.ADMITTED, desk.now)
    await desk.records.applications.save(replace(admitted, link=""))
    await muting.unmute(desk, account.id, application.group, muting.AT_THE_GATE)
    if application.link != invited.INVITED:  # an invitation is used up by accepting it
        _revoke(desk, account, application)
    await welcome.greet(desk, account, application.group, policy)


def _door_stuck(policy: GroupPolicy) -> Message:
    return message(
        line("I can't open the door of {group} just now. It is not your fault.", group=policy.group.title),
        line("I have told the people in charge. You don't need to do anything."),
    )


def _revoke(desk: Desk, account: Account, application: Application) -> None:
    if application.link:
        desk.do(RevokeLink(to=account.id, group=application.group, link=application.link))
