"""Leaving a group, at any time and in any state: at once, and with a way back."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import Outcome, Refused, Remove, RevokeLink, TurnAway, Urgency
from bot.core.ids import AccountId, GroupId, PlatformName
from bot.core.membership.application import Application, Standing
from bot.core.membership.gate import end
from bot.core.messages import Line, line, message
from bot.core.people import Account
from bot.core.policy import GroupKind, GroupPolicy
from handlers import belonging, doors, quiz, refused
from handlers.brief import brief
from handlers.offering import Way, offer

STAY = "stay"
_ALL = "all"


async def leave(desk: Desk, account: Account, rest: str) -> None:
    """`leave evening` and `leave all` act at once; `leave` alone asks, and the answer acts."""
    own = await belonging.groups_of(desk, account)
    said = rest.strip().casefold()
    found = doors.named(desk, desk.policies.groups(), rest) if said else ()
    if said == STAY:
        desk.say(account, message(line("All right. Nothing has changed.")))
    elif said == _ALL and own:
        for group in own:
            await out_of(desk, account, group)
    elif len(found) == 1:
        await out_of(desk, account, found[0])
    elif own:
        await ask(desk, account, own)
    else:
        await _nowhere(desk, account)


async def ask(desk: Desk, account: Account, own: tuple[GroupId, ...]) -> None:
    """What can be undone least comes last."""
    ways = [Way(line("No, I want to stay"), f"leave {STAY}")]
    ways += [Way(line("Leave {group} now", group=doors.title_of(desk, group)), f"leave {group}") for group in own]
    if len(own) > 1:
        ways.append(Way(line("Leave all of them now"), f"leave {_ALL}"))
    gone = line("If you leave, I take you out at once and delete your answers. You may come back later.")
    await offer(desk, account, line("Do you want to leave?"), gone, ways=ways)


async def _nowhere(desk: Desk, account: Account) -> None:
    """Whoever has never written in a group may be in it without the bot knowing."""
    ways = [
        Way(line("Leave {group} now", group=doors.title_of(desk, group)), f"leave {group}")
        for group in doors.open_to(desk, account)
    ]
    unseen = line("I have not seen you in any of our groups. Are you in one of these, and want to leave it?")
    await offer(desk, account, unseen, ways=[Way(line("No, I want to stay"), f"leave {STAY}"), *ways])


async def out_of(desk: Desk, account: Account, group: GroupId, *first: Line) -> None:
    """Gone from this group on every platform, with their answers; said together with the lines in `first`."""
    policy = desk.policies.of(group)
    if policy is None:
        desk.say(account, message(line("I do not look after that group any more. Please leave it by hand.")))
        return
    places = await _places(desk, account, group, policy)
    await _end_applications(desk, account, group)
    ended = await desk.records.consents.end(account.person, group, None, desk.now)
    await desk.records.tellings.forget(account.person, group)
    goodbye = line("All right, I have stopped. You are not asking to join {group} any more.", group=policy.group.title)
    if places:
        goodbye = line(
            "I am taking you out of {group} now. Thank you for having been with us.", group=policy.group.title
        )
    desk.say(account, *brief(desk, account.language, *first, goodbye))
    for place in places:
        await desk.records.members.left(place, group, desk.now)
        desk.do(Remove(to=place, group=group, wished=True))
    await _afterwards(desk, account, group, policy, something_kept=ended > 0)
    await quiz.next_in_line(desk, account)


async def _places(desk: Desk, account: Account, group: GroupId, policy: GroupPolicy) -> tuple[AccountId, ...]:
    """The accounts to take out. Whoever is not at the door may be inside although the bot never saw them there."""
    seen = [place for place, where in await desk.records.members.places_of(account.person) if where == group]
    at_the_door = any(each.group == group for each in await desk.records.applications.undecided(account.person))
    if not at_the_door and doors.lives_on(policy, account.platform):
        seen.append(account.id)
    return tuple(dict.fromkeys(seen))


async def is_gone(desk: Desk, account: Account, group: GroupId) -> None:
    """Whoever has gone by themselves, or was sent away, leaves no more behind than whoever tells the bot to.

    Not while they are there with another account, or at the door again.
    """
    if any(where == group for _, where in await desk.records.members.places_of(account.person)):
        return
    applications = await desk.records.applications.all_for(account.person, group)
    if all(application.standing.is_over for application in applications):
        for application in applications:
            await _forget_answers(desk, application)
        await desk.records.consents.end(account.person, group, None, desk.now)
        await desk.records.tellings.forget(account.person, group)


async def _forget_answers(desk: Desk, application: Application) -> None:
    if application.answers:
        await desk.records.applications.save(replace(application, answers=(), eligible_until=None, review=()))


async def _end_applications(desk: Desk, account: Account, group: GroupId) -> None:
    """Requests are taken back, links are of no use any more, and answers are deleted."""
    for application in await desk.records.applications.all_for(account.person, group):
        if application.standing.is_over:
            await _forget_answers(desk, application)
            continue
        await desk.records.prompts.close(application.id)
        ended = end(replace(application, eligible_until=None, review=()), Standing.DECLINED, desk.now)
        await desk.records.applications.save(ended)
        _take_back(desk, application)


def _take_back(desk: Desk, application: Application) -> None:
    to, group = application.account, application.group
    if application.requested:
        desk.do(TurnAway(to=to, group=group, application=application.id))
    if application.link:
        desk.do(RevokeLink(to=to, group=group, link=application.link))


async def _afterwards(
    desk: Desk, account: Account, group: GroupId, policy: GroupPolicy, *, something_kept: bool
) -> None:
    """What was deleted, what is kept and why, whom to ask, and the way back: once they are out, which comes first."""
    said = [line("I have deleted your answers at the door.")]
    if something_kept:
        kept = line(
            "I keep for {time} that you had agreed, and that it has ended. So we can show it if we are asked.",
            time=policy.policy.retention.inactive,
        )
        said += [kept, line("If somebody was turned down or barred, I keep that as a code, without a name.")]
    if policy.contacts.admin is not None:
        said.append(line("If you have a question: {contact}", contact=policy.contacts.admin))
    desk.say(account, *brief(desk, account.language, *said), urgency=Urgency.NOTICE)
    if policy.group.kind is GroupKind.STAFF:
        return
    again = Way(line("Join {group} again", group=policy.group.title), f"join {group}")
    back = line("If you would like to come back one day, you are welcome.")
    await offer(desk, account, back, ways=(again,), urgency=Urgency.NOTICE)


async def on_removed(effect: Remove, outcome: Outcome, desk: Desk) -> None:
    """Where the bot may not, whoever wishes to leave is told how to do it by hand, and staff are told once a day."""
    await refused.on_deed(effect, outcome, desk)
    policy = desk.policies.of(effect.group)
    if policy is None or not effect.wished or not isinstance(outcome, Refused):
        return
    account = await desk.records.people.account(effect.to)
    desk.say(account, *brief(desk, account.language, *_by_hand(account, policy.group.title)))


def _by_hand(account: Account, group: str) -> tuple[Line, ...]:
    sorry = line("I could not take you out of {group} myself. You can leave by hand:", group=group)
    if account.platform is PlatformName.TELEGRAM:
        return sorry, line("Open the group, press its name at the top, and then Leave Group.")
    return sorry, line("Open the room, open its menu, and then press Leave.")
