"""The two doors: a request to join on the platform, and a word to the bot in private."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.events import JoinRequested
from bot.core.ids import GroupId
from bot.core.membership.application import Application, Came, Standing
from bot.core.messages import Line, Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import doors, guardians, on_roster, quiz, same_person, suggested, verdict


async def on_join_requested(event: JoinRequested, desk: Desk) -> None:
    """Into a group of the policy, but for those where people let each other in. Who asks is not inside."""
    group = await desk.records.groups.at(event.chat)
    policy = None if group is None else desk.policies.of(group)
    if group is None or policy is None:
        return
    account = await desk.records.people.meet(event.by, desk.now)
    has_a_door = doors.is_open(policy, event.chat.platform) or on_roster.opens_by_roster(policy)
    if not has_a_door and not await _is_expected(desk, account, group):
        return
    await desk.records.people.set_reachable(account.id, reachable=True)
    await desk.records.members.left(account.id, group, desk.now)
    latest = await desk.records.applications.newest(account.id, group)
    if latest is not None and event.request and latest.request == event.request:
        return  # it has been told before, as it is at every start
    await come(desk, account, group, Came.BY_REQUEST, request=event.request)


async def _is_expected(desk: Desk, account: Account, group: GroupId) -> bool:
    """Whether they are on their way into a group that is not open to everybody."""
    latest = await desk.records.applications.newest(account.id, group)
    return latest is not None and not latest.standing.is_over


async def join(desk: Desk, account: Account, rest: str) -> None:
    """The door by the bot: `join evening`, `join` alone, which asks where to, or with a way in of their own."""
    door = await suggested.door(desk, account, rest)
    under_way = [each.group for each in await desk.records.applications.undecided(account.person)]
    groups = tuple(
        dict.fromkeys((*doors.open_to(desk, account), *await on_roster.staff_doors(desk, account), *under_way))
    )
    found = (door.group,) if door.group is not None else doors.named(desk, groups, door.rest)
    if door.shut:
        return
    if len(found) == 1:
        await come(desk, account, found[0], Came.BY_THE_BOT)
    else:
        await doors.ask_which(desk, account, found or groups, _WHICH)


def _way(group: str) -> Line:
    return line("Join {group}", group=group)


_WHICH = doors.Which(line("Which group would you like to join?"), _way, "join")


async def come(desk: Desk, account: Account, group: GroupId, came: Came, *, request: str = "") -> None:
    """Somebody is at the door of this group, for the first time or again."""
    requested = came is Came.BY_REQUEST
    account = await on_roster.as_one_person(desk, await same_person.recognise(desk, account), group)
    latest = await desk.records.applications.newest(account.id, group)
    anew = latest is None or latest.standing.is_over
    if anew and not requested and await desk.records.members.is_member(account.id, group):
        there = line("As far as I know, you are in that group already.")
        desk.say(account, message(there, line("If you have left it, ask to join with the group's own link.")))
        return
    if latest is None or latest.standing.is_over:
        await _begin(desk, account, group, came, latest, request=request)
        return
    latest = replace(
        latest,
        requested=latest.requested or requested,
        request=request or latest.request,
        account=account.id,
    )
    if requested:
        latest = replace(latest, came=came)  # who asks is not in any more, even if they were added once
    await desk.records.applications.save(latest)
    await _again(desk, account, latest)


async def _again(desk: Desk, account: Account, application: Application) -> None:
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    match application.standing:
        case Standing.ACCEPTED:
            verdict.let_in(desk, account, application)
        case Standing.HELD:
            desk.say(account, message(line("Somebody from the team will decide. I will write to you here.")))
        case Standing.GUARDIAN:
            if not await guardians.go_on(desk, application, policy):
                on_roster.still_waiting(desk, account, policy)
        case Standing.WAITING:
            desk.say(account, _after_this(policy))
        case _:
            await quiz.ask_next(desk, account, application, line("Let us go on where you stopped."))


async def _begin(
    desk: Desk, account: Account, group: GroupId, came: Came, latest: Application | None, *, request: str
) -> None:
    """A request that an earlier application has left behind is this one's: a platform knows one for each person."""
    policy = desk.policies.of(group)
    if policy is None:
        return
    left_behind = latest is not None and latest.requested
    if latest is not None and left_behind:
        await desk.records.applications.save(replace(latest, requested=False))
    other = await desk.records.applications.in_front(account.person)
    draft = Application(
        person=account.person,
        account=account.id,
        group=group,
        came=came,
        standing=Standing.OPEN if other is None else Standing.WAITING,
        started_at=desk.now,
        requested=came is Came.BY_REQUEST or left_behind,
        request=request or (latest.request if latest is not None and left_behind else ""),
    )
    application = await desk.records.applications.add(draft)
    if other is not None and other.account != account.id:
        desk.say(account, await _after_the_others(desk, policy, other))
    elif other is not None:
        desk.say(account, _after_this(policy))
    else:
        await quiz.begin(desk, account, application)


async def _after_the_others(desk: Desk, policy: GroupPolicy, other: Application) -> Message:
    """One thing at a time, on whichever platform."""
    there = (await desk.records.people.account(other.account)).platform
    noted = line("I have noted that you would like to join {group}.", group=policy.group.title)
    return message(
        noted, line("I'm asking you questions on {platform} now. We come to it after that.", platform=there.title())
    )


def _after_this(policy: GroupPolicy) -> Message:
    return message(
        line("I have noted that you would like to join {group}. We come to it after this.", group=policy.group.title)
    )
