"""Which rights the policy takes in a group, and which of them are missing."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.community.rights import GroupSight, Power, Right
from bot.core.keeping.closing import closes_ever
from bot.core.keeping.desired import agrees, desired
from bot.core.policy import GroupKind, GroupPolicy

_ALWAYS = frozenset({Right.DELETE, Right.WRITE, Right.READ})
_AT_A_GATE = frozenset({Right.INVITE, Right.REMOVE, Right.BAR, Right.MUTE})


def needed(policy: GroupPolicy, seen: GroupSight) -> frozenset[Right]:
    """Into staff groups people let each other. The door has to be set only where it is not as it should be."""
    rights = set(_ALWAYS)
    if policy.group.kind is not GroupKind.STAFF:
        rights |= _AT_A_GATE
    if closes_ever(policy):
        rights.add(Right.CLOSE)
    if policy.policy.descriptions:
        rights.add(Right.INFO)
    if not agrees(desired(policy), seen):
        rights.add(Right.DOOR)
    return frozenset(rights)


def lacking(policy: GroupPolicy, seen: GroupSight) -> tuple[Power, ...]:
    """What is needed and not held, in the order of `Right`. Where the bot is not in the group, that alone."""
    if not seen.present:
        return (Power(Right.BE_THERE, held=False, called=""),)
    wanted = needed(policy, seen)
    return _in_order(power for power in seen.powers if power.right in wanted and not power.held)


def useful(policy: GroupPolicy, seen: GroupSight) -> tuple[Power, ...]:
    """What is not held and not needed by this policy, but would be of use one day."""
    wanted = needed(policy, seen)
    return _in_order(power for power in seen.powers if power.right not in wanted and not power.held)


def _in_order(powers: Iterable[Power]) -> tuple[Power, ...]:
    order = list(Right)
    return tuple(sorted(powers, key=lambda power: order.index(power.right)))
