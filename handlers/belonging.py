"""Which groups somebody belongs to: those they are in, and those they have asked to join."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.desk import Desk
from bot.core.ids import GroupId
from bot.core.people import Account
from bot.core.policy import GroupPolicy


async def joined(desk: Desk, account: Account) -> tuple[GroupId, ...]:
    """The groups in which this person was seen, with any of their accounts, in the order of the policies."""
    seen = {group for _, group in await desk.records.members.places_of(account.person)}
    return tuple(group for group in desk.policies.groups() if group in seen)


async def groups_of(desk: Desk, account: Account) -> tuple[GroupId, ...]:
    """Those and the groups about whose door nothing is decided yet; none for a stranger."""
    asked = {application.group for application in await desk.records.applications.undecided(account.person)}
    asked.update(await joined(desk, account))
    return tuple(group for group in desk.policies.groups() if group in asked)


def policies_of(desk: Desk, groups: Sequence[GroupId]) -> tuple[GroupPolicy, ...]:
    found = (desk.policies.of(group) for group in groups)
    return tuple(policy for policy in found if policy is not None)


async def concerning(desk: Desk, account: Account) -> tuple[GroupPolicy, ...]:
    """What holds in the groups that somebody belongs to; of a stranger, in all that one can ask to join."""
    own = policies_of(desk, await groups_of(desk, account))
    return own or policies_of(desk, desk.policies.groups())
