"""Somebody is in a group: let in by the bot or by hand, or added by others, and asked before they can write there."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.events import MemberJoined
from bot.core.ids import GroupId
from bot.core.membership.application import Application, Came, Standing
from bot.core.membership.gate import end
from bot.core.messages import line, message
from bot.core.people import Account
from bot.core.policy import GroupKind, GroupPolicy
from handlers import admission, leaving, muting, on_roster, quiz, team, unreached
from handlers.muting import AT_THE_GATE


async def on_member_joined(event: MemberJoined, desk: Desk) -> None:
    """Who is in cannot be banned there any more, whatever was so before."""
    group = await desk.records.groups.at(event.chat)
    if group is None:
        return
    account = await desk.records.people.meet(event.who, desk.now)
    known = await desk.records.members.is_member(account.id, group)
    await desk.records.members.saw(account.id, group, desk.now)
    await desk.records.bars.lift(account.id, group, on_platform=True)
    application = await desk.records.applications.newest(account.id, group)
    policy = desk.policies.of(group)
    if policy is None:
        return
    if application is not None and _may_be_in(desk, policy, application, event):
        await desk.records.prompts.close(application.id)
        await admission.is_in(desk, account, application, policy)
        await quiz.next_in_line(desk, account)
    elif application is not None and not application.standing.is_over:
        await _goes_on_in_silence(desk, account, application)
    elif not _is_as_decided(application, known=known) and _is_to_be_asked(desk, policy, event):
        await _is_asked_first(desk, account, group, application)


async def on_gone(desk: Desk, account: Account, group: GroupId) -> None:
    """Left, removed or barred. Coming back begins anew, and nothing of this is held against them."""
    await desk.records.members.left(account.id, group, desk.now)
    await muting.unmute(desk, account.id, group, AT_THE_GATE)
    application = await desk.records.applications.newest(account.id, group)
    if application is not None and not application.standing.is_over and application.came is Came.ADDED:
        await desk.records.prompts.close(application.id)
        await desk.records.applications.save(end(application, Standing.DECLINED, desk.now))
        await quiz.next_in_line(desk, account)
    await leaving.is_gone(desk, account, group)


def _may_be_in(desk: Desk, policy: GroupPolicy, application: Application, event: MemberJoined) -> bool:
    """They have answered everything, or somebody who may has let them in by hand.

    Who comes by themselves, by a link that asks nobody, has been let in by nobody.
    """
    granted = application.requested and event.approved
    match application.standing:
        case Standing.ACCEPTED:
            return True
        case Standing.HELD:
            by = event.by
            by_hand = by is not None and (by.platform, by.id) in team.everybody(desk.policies, policy)
            return granted or (by_hand and application.came is not Came.ADDED)
        case Standing.OPEN | Standing.WAITING:
            return granted
    return False


def _is_as_decided(application: Application | None, *, known: bool) -> bool:
    """They came in by our hand a moment ago; whoever had left since would not be known to be there."""
    return known and application is not None and application.standing is Standing.ADMITTED


def _is_to_be_asked(desk: Desk, policy: GroupPolicy, event: MemberJoined) -> bool:
    if policy.group.kind is GroupKind.STAFF and not on_roster.opens_by_roster(policy):
        return False
    return (event.who.platform, event.who.id) not in team.everybody(desk.policies, policy)


async def _is_asked_first(desk: Desk, account: Account, group: GroupId, latest: Application | None) -> None:
    """A request that an earlier application has left behind was settled by their coming in."""
    if latest is not None and latest.requested:
        await desk.records.applications.save(replace(latest, requested=False))
    in_front = await desk.records.applications.in_front(account.person)
    draft = Application(
        person=account.person,
        account=account.id,
        group=group,
        came=Came.ADDED,
        standing=Standing.OPEN if in_front is None else Standing.WAITING,
        started_at=desk.now,
    )
    application = await desk.records.applications.add(draft)
    await muting.mute(desk, account.id, group, AT_THE_GATE)
    if in_front is None:
        await quiz.begin(desk, account, application)
    else:
        await _tell_of_silence(desk, account, group)
    if not account.reachable:
        await unreached.on_blocked(desk, account)


async def _goes_on_in_silence(desk: Desk, account: Account, application: Application) -> None:
    """They were in the middle of the questions, or a person was deciding, when somebody added them."""
    if application.came is Came.ADDED:
        return
    await desk.records.applications.save(replace(application, came=Came.ADDED, requested=False))
    await muting.mute(desk, account.id, application.group, AT_THE_GATE)
    await _tell_of_silence(desk, account, application.group)


async def _tell_of_silence(desk: Desk, account: Account, group: GroupId) -> None:
    policy = desk.policies.of(group)
    title = "" if policy is None else policy.group.title
    desk.say(
        account,
        message(
            line("Somebody has added you to {group}.", group=title),
            line("You can write there once all my questions about it are answered."),
        ),
    )
