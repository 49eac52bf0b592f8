"""The two doors: a request to join on the platform, and a word to the bot in private."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import Admit
from bot.core.events import JoinRequested
from bot.core.ids import GroupId, community_of
from bot.core.membership.application import Application, Came, Standing
from bot.core.membership.gate import History, end
from bot.core.messages import Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import quiz, verdict


async def on_join_requested(event: JoinRequested, desk: Desk) -> None:
    group = await desk.records.groups.at(event.chat)
    if group is None:
        return
    account = await desk.records.people.meet(event.by, desk.now)
    await desk.records.people.set_reachable(account.id, reachable=True)
    await come(desk, account, group, Came.BY_REQUEST)


async def come(desk: Desk, account: Account, group: GroupId, came: Came) -> None:
    """Somebody is at the door of this group, for the first time or again."""
    requested = came is Came.BY_REQUEST
    if not requested and await desk.records.members.is_member(account.id, group):
        desk.say(account, message(line("You are in that group already.")))
        return
    latest = await desk.records.applications.newest(account.person, group)
    if latest is None or latest.standing.is_over:
        if latest is not None and latest.requested and requested:  # asking anew, so the old request is settled
            await desk.records.applications.save(replace(latest, requested=False))
        await _begin(desk, account, group, came)
        return
    latest = replace(latest, requested=latest.requested or requested, account=account.id)
    await desk.records.applications.save(latest)
    await _again(desk, account, latest, requested=requested)


async def _again(desk: Desk, account: Account, application: Application, *, requested: bool) -> None:
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    match application.standing:
        case Standing.ACCEPTED if requested:
            desk.do(Admit(to=account.id, group=application.group, application=application.id))
        case Standing.ACCEPTED:
            verdict.make_link(desk, account, application, policy)
        case Standing.HELD:
            desk.say(
                account, message(line("Somebody from the team is looking at your answers. I will write to you here."))
            )
        case Standing.WAITING:
            desk.say(account, _after_this(policy))
        case _:
            await quiz.ask_next(desk, account, application, line("Let us go on where you stopped."))


async def _begin(desk: Desk, account: Account, group: GroupId, came: Came) -> None:
    policy = desk.policies.of(group)
    if policy is None:
        return
    other = await desk.records.applications.in_front(account.person)
    draft = Application(
        person=account.person,
        account=account.id,
        group=group,
        came=came,
        standing=Standing.OPEN if other is None else Standing.WAITING,
        started_at=desk.now,
        requested=came is Came.BY_REQUEST,
    )
    application = await desk.records.applications.add(draft)
    history = History(tuple(await desk.records.refusals.steps(account.id, community_of(group))))
    if history.exhausted(policy.gate):
        await desk.records.applications.save(end(application, Standing.REFUSED, desk.now))
        verdict.refused(desk, account, application)
    elif other is not None:
        desk.say(account, _after_this(policy))
    else:
        await quiz.begin(desk, account, application)


def _after_this(policy: GroupPolicy) -> Message:
    return message(
        line("I have noted that you would like to join {group}. We come to it after this.", group=policy.group.title)
    )
