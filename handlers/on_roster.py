"""Looking somebody up on the rosters at a door, and what is said to those who are not on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.desk import Desk
from bot.core.effects import Say, Urgency
from bot.core.events import User
from bot.core.ids import GroupId, NativeId, PlatformName, RosterKey, community_of, roster_of, roster_of_all
from bot.core.membership.application import Application, Standing
from bot.core.membership.gate import end
from bot.core.membership.roster import Changes, Entry, Listed, Row
from bot.core.membership.roster_file import written
from bot.core.membership.settings import GateMode
from bot.core.messages import Line, Typed, line, message
from bot.core.people import Account
from bot.core.policy import GroupKind, GroupPolicy
from handlers import same_person, team, verdict
from handlers.offering import Way, card

_ONCE_IN = timedelta(days=30)


def rosters_for(group: GroupId) -> tuple[RosterKey, RosterKey]:
    """Its own, and that of its whole community."""
    return roster_of(group), roster_of_all(community_of(group))


def opens_by_roster(policy: GroupPolicy) -> bool:
    return policy.gate.mode is GateMode.ROSTER


async def listed(desk: Desk, account: Account, policy: GroupPolicy, group: GroupId) -> Listed:
    """What the rosters say of them for this group; not looked for where it makes no difference.

    The team of a group belongs into it: the policy itself names them.
    """
    if not opens_by_roster(policy) and policy.gate.guardian_age is None:
        return Listed()
    entries = await entries_of(desk, account, group)
    known = bool(entries) or await _is_of_the_team(desk, account, policy)
    return Listed(known, any(entry.guardian is not None for entry in entries))


async def entries_of(desk: Desk, account: Account, group: GroupId) -> list[Entry]:
    """Theirs, on either of the two rosters. Who comes under a username for the first time is the one who is meant."""
    platform, native = await desk.records.people.native(account.id)
    found = await desk.records.rosters.matching(rosters_for(group), platform, native, account.username)
    return [await _bound(desk, entry, platform, native) for entry in found]


async def as_one_person(desk: Desk, account: Account, group: GroupId) -> Account:
    """The same account, as one person with the other account that stands in the same row.

    What a community's roster says is good for that community: who is known to another as well is left as they are, or
    a row that somebody made up would open what is kept of them there.
    """
    platform, _ = await desk.records.people.native(account.id)
    for entry in await entries_of(desk, account, group):
        user = _other_account(entry, platform)
        if user is None or user.platform not in desk.policies.platforms:
            continue
        other = await desk.records.people.meet(user, desk.now)
        if other.person == account.person:
            continue
        if all([await _is_known_to_no_other(desk, each, group) for each in (account, other)]):
            await same_person.unite(desk, account.id, other.id)
    return await desk.records.people.account(account.id)


async def _is_known_to_no_other(desk: Desk, account: Account, group: GroupId) -> bool:
    """No other community than that of this group."""
    seen = {where for _, where in await desk.records.members.places_of(account.person)}
    seen.update(each.group for each in await desk.records.applications.undecided(account.person))
    seen.update(each.group for each in await desk.records.consents.of(account.person))
    return {community_of(each) for each in seen} <= {community_of(group)}


async def is_missing(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> bool:
    """Whether this door opens by the roster, and they are not on it."""
    if not opens_by_roster(policy):
        return False
    return not (await listed(desk, account, policy, application.group)).on_roster


async def staff_doors(desk: Desk, account: Account) -> tuple[GroupId, ...]:
    """The groups of the team that open to this person: nobody else is shown that they are there."""
    found = []
    for group in desk.policies.groups():
        policy = desk.policies.of(group)
        if policy is None or policy.group.kind is not GroupKind.STAFF or not opens_by_roster(policy):
            continue
        if (await listed(desk, account, policy, group)).on_roster:
            found.append(group)
    return tuple(found)


async def take_up(desk: Desk, account: Account, policy: GroupPolicy, group: GroupId) -> None:
    """Onto the roster of a group whose door opens by it: the team has said yes to this person. It is told of that."""
    if not opens_by_roster(policy) or (await listed(desk, account, policy, group)).on_roster:
        return
    await desk.records.rosters.apply(roster_of(group), Changes(added=(await _row_of(desk, account),)))
    came = line("{name} has come by a way in that the team has made.", name=team.called(account))
    there = line("They are on the roster of {group} now.", group=policy.group.title)
    await team.tell(desk, policy, message(came, there, line("If you send me a new list, put them on it as well.")))


async def turn_away(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    """Kindly, and without counting it as an attempt. The people in charge hear of it once a month."""
    await desk.records.applications.save(end(application, Standing.REFUSED, desk.now))
    sorry = message(
        line("I'm sorry, I can't let you into {group} yet.", group=policy.group.title),
        line("It is for the people on its list, and I can't find you there. You have done nothing wrong."),
    )
    for each in (sorry, *verdict.kind_words(policy)[1:]):
        desk.do(Say(to=account.id, message=each, urgency=Urgency.GATE))
    verdict.settle(desk, account, application)
    if await desk.records.told.once(f"not on the roster {application.group} {account.person}", _ONCE_IN, desk.now):
        asks = line(
            "{name} asked to join {group} and is not on its roster.",
            name=team.called(account),
            group=policy.group.title,
        )
        await _tell(desk, policy, asks, way=await _way_onto(desk, account, application.group))


async def wait_for_guardian(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    """Nothing more is asked until somebody in charge has seen the consent of a guardian."""
    until = desk.now + policy.policy.retention.applications
    waits = replace(application, standing=Standing.GUARDIAN, expires_at=until)
    await desk.records.applications.save(waits)
    desk.do(Say(to=account.id, message=message(*_a_grown_up_first(policy)), urgency=Urgency.GATE))
    await tell_what_is_missing(desk, account, waits, policy)


def still_waiting(desk: Desk, account: Account, policy: GroupPolicy) -> None:
    desk.say(account, message(*_a_grown_up_first(policy)))


async def tell_what_is_missing(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> None:
    """To the people in charge, each with the way to mend it."""
    asks = line(
        "{name} would like to join {group} and is younger than {age}.",
        name=team.called(account),
        group=policy.group.title,
        age=policy.gate.guardian_age or 0,
    )
    own, of_all = rosters_for(application.group)
    entries = await entries_of(desk, account, application.group)
    if not entries:
        missing = line("They are not on the roster yet. Put them on it first. Then record the consent of a guardian.")
        await _tell(desk, policy, asks, missing, way=await _way_onto(desk, account, application.group))
        return
    on_own = {entry.id for entry in await desk.records.rosters.entries(own)}
    roster = own if entries[0].id in on_own else of_all
    missing = line("They are on the roster. A guardian's consent is missing. Would you like to record it?")
    label = line("Yes, record the consent for {name}", name=entries[0].row.name)
    await _tell(desk, policy, asks, missing, way=Way(label, f"roster {roster} guardian #{entries[0].id}", yes=True))


def _a_grown_up_first(policy: GroupPolicy) -> tuple[Line, ...]:
    first = line("Thank you. Because of your age, a grown-up who looks after you has to say yes first.")
    last = line("I have told the team, and I will write to you here.")
    if policy.contacts.admin is None:
        return (first, line("Please ask them to talk to the people who run the group."), last)
    return (first, line("Please ask them to write to {contact}.", contact=policy.contacts.admin), last)


async def _way_onto(desk: Desk, account: Account, group: GroupId) -> Way:
    row = await _row_of(desk, account)
    name, says = row.name, f"roster {roster_of(group)} add {written(row)}"
    return Way(line("Yes, put {name} on the roster", name=name), says, yes=True)


async def _row_of(desk: Desk, account: Account) -> Row:
    platform, native = await desk.records.people.native(account.id)
    name = " ".join(account.name.split())[:100] or account.username or native
    return Row(name, telegram=native) if platform is PlatformName.TELEGRAM else Row(name, matrix=native.casefold())


async def _tell(desk: Desk, policy: GroupPolicy, *lines: Line, way: Way) -> None:
    typed = line("Or type {command}.", command=Typed(way.says))
    not_now = Way(line("No, not now"), "roster leave", yes=False)
    for user in team.in_charge(desk.policies, policy):
        account = await desk.records.people.meet(user, desk.now)
        await card(desk, account, *lines, typed, ways=(way, not_now))


async def _is_of_the_team(desk: Desk, account: Account, policy: GroupPolicy) -> bool:
    return await desk.records.people.native(account.id) in team.everybody(desk.policies, policy)


async def _bound(desk: Desk, entry: Entry, platform: PlatformName, native: NativeId) -> Entry:
    if platform is not PlatformName.TELEGRAM or entry.telegram is not None:
        return entry
    bound = replace(entry, bound=native)
    await desk.records.rosters.save(bound)
    return bound


def _other_account(entry: Entry, platform: PlatformName) -> User | None:
    """Known by id alone."""
    if platform is PlatformName.TELEGRAM:
        return User(PlatformName.MATRIX, NativeId(entry.row.matrix), "") if entry.row.matrix else None
    return None if entry.telegram is None else User(PlatformName.TELEGRAM, entry.telegram, "")
