"""What falls due by itself. Each is looked for in the records, so nothing is lost with a timer."""

from __future__ import annotations

from datetime import timedelta

from bot.core.desk import Desk
from bot.core.effects import RevokeLink
from bot.core.ids import CommunityKey
from bot.core.membership.application import Application, Came, Standing
from bot.core.membership.gate import end
from bot.core.membership.roster import DRAFTS_LAST
from bot.core.messages import Line, line, message
from handlers import muting, quiz, verdict

_AT_ONCE = 50
_OFFERS_LAST = timedelta(days=60)
_SAID_LATELY = timedelta(days=60)


async def expire_applications(desk: Desk) -> bool:
    """Those who have not gone on with the questions for as long as the policy waits. True if there may be more."""
    due = await desk.records.applications.expired(desk.now, _AT_ONCE)
    for application in due:
        await _expire(desk, application)
    return len(due) == _AT_ONCE


async def forget_applications(desk: Desk) -> bool:
    """What was answered at the gate, once the policy's time is over."""
    for policy in desk.policies.communities():
        kept = policy.retention.applications
        await desk.records.applications.forget(desk.now - kept, CommunityKey(policy.community.key))
    return False


async def forget_consents(desk: Desk) -> bool:
    """That somebody had agreed to something, once the policy's time after the end of it is over.

    What was agreed to by somebody who never came in ends with the policy's time for applications.
    """
    for policy in desk.policies.communities():
        community, kept = CommunityKey(policy.community.key), policy.retention
        await desk.records.consents.end_unused(desk.now - kept.applications, community, desk.now)
        await desk.records.consents.forget(desk.now - kept.inactive, community)
    return False


async def forget_offers(desk: Desk) -> bool:
    """Buttons that nobody has pressed for as long as anything waits for a person."""
    await desk.records.offers.forget(desk.now - _OFFERS_LAST)
    return False


async def forget_told(desk: Desk) -> bool:
    """That something was said, once nobody would mind hearing it again."""
    await desk.records.told.forget(desk.now - _SAID_LATELY)
    return False


async def forget_drafts(desk: Desk) -> bool:
    """Lists that somebody has sent, and said neither yes nor no to."""
    await desk.records.rosters.forget_drafts(desk.now - DRAFTS_LAST)
    return False


def _run_out(standing: Standing, group: str) -> Line:
    match standing:
        case Standing.ACCEPTED:
            return line("Your way into {group} has run out.", group=group)
        case Standing.HELD:
            return line("Nobody could decide about {group} in time. I have deleted your answers.", group=group)
        case Standing.GUARDIAN:
            return line("I have waited long for a grown-up's yes about {group}, and have stopped now.", group=group)
        case _:
            return line("I have stopped waiting for your answers about {group} and deleted them.", group=group)


async def _expire(desk: Desk, application: Application) -> None:
    account = await desk.records.people.account(application.account)
    await desk.records.prompts.close(application.id)
    await desk.records.applications.save(end(application, Standing.EXPIRED, desk.now))
    policy = desk.policies.of(application.group)
    if policy is not None:
        words = _run_out(application.standing, policy.group.title)
        desk.say(account, message(words, line("You are welcome to ask again.")))
    if policy is None and application.came is Came.ADDED:
        await muting.unmute(desk, account.id, application.group, muting.AT_THE_GATE)
    else:
        verdict.settle(desk, account, application)
    if application.link:
        desk.do(RevokeLink(to=account.id, group=application.group, link=application.link))
    await quiz.next_in_line(desk, account)
