"""Where people are let in by an invitation: it stands, it is turned down, or their account takes none."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.events import InvitationEnded, RequestEnded
from bot.core.membership.application import Application, Standing
from bot.core.membership.gate import end
from bot.core.messages import Line, Typed, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import doors, quiz, verdict
from handlers.offering import Way, offer

INVITED = "invited"
"""In place of a link, in the application of somebody who has an invitation."""


async def stands(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    """They are in once they accept it."""
    until = desk.now + policy.gate.expires
    await desk.records.applications.save(replace(application, requested=False, link=INVITED, expires_at=until))
    desk.say(
        account, message(line("I have invited you to {group}. Please accept the invitation.", group=policy.group.title))
    )


async def is_blocked(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    """Their place is kept for the policy's time, which runs from the first try."""
    until = application.expires_at or desk.now + policy.gate.expires
    await desk.records.applications.save(replace(application, expires_at=until))
    title = policy.group.title
    await _offer_to_invite(
        desk,
        account,
        application,
        line("I can't invite you to {group} yet: your account takes no invitations.", group=title),
        line("In Element, go to Settings. Turn this on: “Allow users to invite you to rooms”."),
    )


async def on_request_ended(event: RequestEnded, desk: Desk) -> None:
    """Taken back, it is as if they had said that they don't want to join; turned down by hand, they are told kindly."""
    found = await _under_way(event, desk)
    if found is None or not found[1].requested:
        return
    account, asked, policy = found
    application = replace(asked, requested=False)
    taken_back = line("You have taken back your request to join {group}.", group=policy.group.title)
    if not event.by_themselves:
        await _is_refused(desk, account, application)
    elif application.standing is Standing.ACCEPTED:
        await _may_come_back(desk, account, application, policy, taken_back)
    else:
        deleted = line("That is quite all right. I have deleted your answers.")
        desk.say(account, message(taken_back, deleted, line("If you change your mind, just ask to join again.")))
        await _is_over(desk, account, application, Standing.DECLINED)


async def on_invitation_ended(event: InvitationEnded, desk: Desk) -> None:
    """Whoever turns it down may have slipped: what they have answered stays good for its time."""
    found = await _under_way(event, desk)
    if found is None or found[1].standing is not Standing.ACCEPTED:
        return
    account, invited, policy = found
    application = replace(invited, requested=False, link="")
    if event.by_themselves:
        title = policy.group.title
        words = line("You have turned down the invitation to {group}. That is quite all right.", group=title)
        await _may_come_back(desk, account, application, policy, words)
    else:
        await _is_refused(desk, account, application)


async def _under_way(
    event: RequestEnded | InvitationEnded, desk: Desk
) -> tuple[Account, Application, GroupPolicy] | None:
    group = await desk.records.groups.at(event.chat)
    policy = None if group is None else desk.policies.of(group)
    if group is None or policy is None:
        return None
    account = await desk.records.people.meet(event.who, desk.now)
    application = await desk.records.applications.newest(account.id, group)
    if application is None or application.standing.is_over:
        return None
    return account, application, policy


async def _may_come_back(
    desk: Desk, account: Account, application: Application, policy: GroupPolicy, words: Line
) -> None:
    until = application.expires_at or desk.now + policy.gate.expires
    await desk.records.applications.save(replace(application, expires_at=until))
    await _offer_to_invite(desk, account, application, words)


async def _is_refused(desk: Desk, account: Account, application: Application) -> None:
    verdict.refused(desk, account, application)
    await _is_over(desk, account, application, Standing.REFUSED)


async def _is_over(desk: Desk, account: Account, application: Application, standing: Standing) -> None:
    await desk.records.prompts.close(application.id)
    await desk.records.applications.save(end(application, standing, desk.now))
    await quiz.next_in_line(desk, account)


async def _offer_to_invite(desk: Desk, account: Account, application: Application, *first: Line) -> None:
    word = doors.word_for(desk, doors.open_to(desk, account), application.group)
    how = line("I keep your place. To be invited, type: {command} {key}", command=Typed("join"), key=word)
    await offer(desk, account, *first, how, ways=[Way(line("Please invite me now"), f"join {word}")])
