"""Members whose name is on no roster any more, where the door opens by it: shown for a yes, or removed at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import Remove, RevokeLink, Say, Urgency
from bot.core.ids import AccountId, GroupId
from bot.core.membership.application import Standing
from bot.core.membership.gate import end
from bot.core.membership.roster import Changes, Roll, Row
from bot.core.membership.settings import StruckOff
from bot.core.messages import Line, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import on_roster, team, verdict
from handlers.kept_rosters import Roster, names
from handlers.offering import Way, offer


async def follow(desk: Desk, account: Account, roster: Roster, changes: Changes) -> None:
    """What becomes of those who were struck off, at each door that opens by this roster.

    So is an account that somebody's row no longer names; but the person is still on the list, so that is only shown.
    """
    if not changes.struck and not changes.moved:
        return
    for group in roster.groups:
        policy = desk.policies.of(group)
        if policy is None or not on_roster.opens_by_roster(policy):
            continue
        await _shut_the_door(desk, group, policy, Roll((*changes.struck, *changes.moved)))
        members = await _members_off(desk, group, policy, Roll(changes.struck))
        if members and policy.gate.struck_off is StruckOff.REMOVE:
            _remove(desk, group, policy, members)
            removed = line("I am taking them out of {group}: {names}", group=policy.group.title, names=_names(members))
            desk.say(account, message(removed))
            members = []
        left_behind = [] if not changes.moved else await _members_off(desk, group, policy, Roll(changes.moved))
        in_doubt = [*members, *(each for each in left_behind if each not in members)]
        if in_doubt:
            await _offer_to_remove(desk, account, roster, group, in_doubt)


async def show_members(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    """Members that the bot knows and that are on no roster of their group, also those who never were."""
    del words
    shown = False
    for group in roster.groups:
        policy = desk.policies.of(group)
        members = [] if policy is None else await _members_off(desk, group, policy)
        if members:
            shown = True
            await _offer_to_remove(desk, account, roster, group, members)
    if not shown:
        desk.say(account, message(line("Every member that I know of is on the roster, or is one of the team.")))


async def remove(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    """Yes to those who were shown, by their numbers; who has come onto a roster meanwhile stays."""
    where, *numbers = words.split() or [""]
    group = next((each for each in roster.groups if each == where), None)
    policy = None if group is None else desk.policies.of(group)
    if group is None or policy is None:
        await show_members(desk, account, roster, "")
        return
    members = [each for each in await _members_off(desk, group, policy) if str(each.id) in numbers]
    _remove(desk, group, policy, members)
    if members:
        said = line("I am taking them out of {group}: {names}", group=policy.group.title, names=_names(members))
    else:
        said = line("There is nobody left to take out.")
    desk.say(account, message(said))


async def _members_off(desk: Desk, group: GroupId, policy: GroupPolicy, only: Roll | None = None) -> list[Account]:
    """Known members of the group who are on neither of its rosters; never one of the team. `only`: among these."""
    own, of_all = on_roster.rosters_for(group)
    listed = Roll([*await desk.records.rosters.entries(own), *await desk.records.rosters.entries(of_all)])
    the_team = team.everybody(desk.policies, policy)
    found = []
    for member, native in await desk.records.people.inside(group):
        who = (member.platform, native, member.username)
        is_safe = listed.has(*who) or (member.platform, native) in the_team
        if not is_safe and (only is None or only.has(*who)):
            found.append(member)
    return found


async def _offer_to_remove(
    desk: Desk, account: Account, roster: Roster, group: GroupId, members: Sequence[Account]
) -> None:
    policy = desk.policies.of(group)
    title = "" if policy is None else policy.group.title
    who = line("In {group} and on no roster, {count}: {names}", group=title, count=len(members), names=_names(members))
    numbers = " ".join(str(member.id) for member in members)
    stay = Way(line("No, let them stay"), roster.says("leave"), yes=False)
    out = Way(line("Yes, take them out"), roster.says(f"remove {group} {numbers}"), yes=True)
    await offer(desk, account, who, line("Shall I take them out of the group?"), ways=(stay, out))


def _remove(desk: Desk, group: GroupId, policy: GroupPolicy, members: Sequence[Account]) -> None:
    for member in members:
        for each in _farewell(policy):
            desk.do(Say(to=member.id, message=message(*each), urgency=Urgency.GATE, only_if_reachable=True))
        desk.do(Remove(to=member.id, group=group))


def _farewell(policy: GroupPolicy) -> tuple[tuple[Line, ...], ...]:
    first = line("Your name is no longer on the list of {group}, so I have taken you out.", group=policy.group.title)
    if policy.contacts.admin is None:
        return ((first,),)
    return ((first, line("If you think this is a mistake, write to {contact}.", contact=policy.contacts.admin)),)


async def _shut_the_door(desk: Desk, group: GroupId, policy: GroupPolicy, gone: Roll) -> None:
    """Whoever has answered everything and has not come in yet stays outside, even if a person was to decide."""
    applications = desk.records.applications
    for application in (*await applications.held_in(group), *await applications.accepted_in(group)):
        account = await desk.records.people.account(application.account)
        platform, native = await desk.records.people.native(account.id)
        if not gone.has(platform, native, account.username):
            continue
        if await on_roster.is_missing(desk, account, application, policy):
            refused = replace(end(application, Standing.REFUSED, desk.now), link="")
            await desk.records.applications.save(refused)
            verdict.refused(desk, account, application)
            if application.link:
                desk.do(RevokeLink(to=AccountId(account.id), group=group, link=application.link))


def _names(members: Sequence[Account]) -> Line | str:
    return names([Row(team.called(member)) for member in members])
