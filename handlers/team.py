"""The people in charge: who they are, and telling them."""

from __future__ import annotations

from bot.core.desk import Desk, Policies
from bot.core.effects import Say, Urgency
from bot.core.events import User
from bot.core.ids import GroupId, NativeId, PlatformName
from bot.core.messages import Message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.team.settings import Role, TeamMember

IN_CHARGE = frozenset({Role.OWNER, Role.STAFF})


def in_charge(policies: Policies, policy: GroupPolicy) -> tuple[User, ...]:
    """Owners and staff who look after this group, on every platform that the bot is on, each once and known by id."""
    return holding(policies, policy, IN_CHARGE)


def holding(policies: Policies, policy: GroupPolicy, roles: frozenset[Role]) -> tuple[User, ...]:
    """Those who hold one of these roles in this group, on every platform that the bot is on, each once."""
    found = [user for member in policy.team if member.role in roles for user in accounts_of(member)]
    owners = policies.owners if Role.OWNER in roles else ()
    everybody = {(user.platform, user.id): user for user in (*owners, *found)}
    return tuple(user for user in everybody.values() if user.platform in policies.platforms)


def is_same_person(policy: GroupPolicy, one: User, platform: PlatformName, native: NativeId) -> bool:
    """Whether this is them, or another account of theirs that the policy names."""
    if (one.platform, one.id) == (platform, native):
        return True
    return any({(one.platform, one.id), (platform, native)} <= _ids(member) for member in policy.policy.team)


async def tell(desk: Desk, policy: GroupPolicy, said: Message) -> None:
    """Each in their private chat."""
    for user in in_charge(desk.policies, policy):
        account = await desk.records.people.meet(user, desk.now)
        desk.do(Say(to=account.id, message=said, urgency=Urgency.NOTICE))


def called(account: Account) -> str:
    """As the people in charge know somebody: their name, and the username where they have one."""
    return f"{account.name} (@{account.username})" if account.username else account.name


def is_in_charge(policies: Policies, user: User) -> bool:
    """Of any group at all."""
    held = (policies.of(group) for group in policies.groups())
    return any(
        (user.platform, user.id) == (other.platform, other.id)
        for policy in held
        if policy is not None
        for other in in_charge(policies, policy)
    )


def everybody(policies: Policies, policy: GroupPolicy) -> frozenset[tuple[PlatformName, NativeId]]:
    """Owners and the whole team of this group, in whichever role, by their ids."""
    of_the_team = (user for member in policy.team for user in accounts_of(member))
    return frozenset((user.platform, user.id) for user in (*policies.owners, *of_the_team))


async def holds(desk: Desk, account: Account, roles: frozenset[Role]) -> bool:
    """Whether this person holds one of these roles in any group at all."""
    return bool(await groups_of(desk, account, roles))


async def groups_of(desk: Desk, account: Account, roles: frozenset[Role]) -> tuple[GroupId, ...]:
    """The groups in which this person holds one of these roles, in the order of the policies."""
    platform, native = await desk.records.people.native(account.id)
    who = (platform, native)
    if Role.OWNER in roles and any(who == (owner.platform, owner.id) for owner in desk.policies.owners):
        return desk.policies.groups()
    return tuple(group for group in desk.policies.groups() if who in _holders(desk.policies, group, roles))


def _holders(policies: Policies, group: GroupId, roles: frozenset[Role]) -> set[tuple[PlatformName, NativeId]]:
    policy = policies.of(group)
    team = () if policy is None else policy.team
    return {(user.platform, user.id) for member in team if member.role in roles for user in accounts_of(member)}


def _ids(member: TeamMember) -> set[tuple[PlatformName, NativeId]]:
    return {(user.platform, user.id) for user in accounts_of(member)}


def accounts_of(member: TeamMember) -> list[User]:
    """By id alone."""
    found = []
    if member.telegram is not None:
        found.append(User(PlatformName.TELEGRAM, NativeId(str(member.telegram)), ""))
    if member.matrix is not None:
        found.append(User(PlatformName.MATRIX, NativeId(member.matrix), ""))
    return found
