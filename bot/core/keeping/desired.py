"""What should be so in a group, and what there is to do where it is not.

`desired` knows the policy and nothing else, `difference` compares it with what was seen. Nobody remembers what was done
before: whatever people or a lost answer have left behind, the next look finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.community.rights import GroupSight, Right, WayIn
from bot.core.effects import AllowKnocking, Effect
from bot.core.ids import GroupId, PlatformName
from bot.core.policy import GroupKind, GroupPolicy


@dataclass(frozen=True, slots=True)
class Desired:
    """`knocking`: whether people may ask at the door, before everybody's eyes; None: as people have set it."""

    knocking: bool | None = None


def desired(policy: GroupPolicy) -> Desired:
    """A door is only ever opened where the policy says so in words, and never where a question is sensitive."""
    if policy.group.kind is GroupKind.STAFF:
        return Desired()
    if not policy.gate.may_knock:
        return Desired(knocking=False)
    return Desired(knocking=policy.gate.knock)


def agrees(wanted: Desired, seen: GroupSight) -> bool:
    """Whether the door is as it should be. Where everybody may come in, or nobody can knock, there is none to set."""
    match wanted.knocking, seen.way_in:
        case (False, WayIn.KNOCKING) | (True, WayIn.INVITED):
            return False
    return True


def difference(group: GroupId, platform: PlatformName, wanted: Desired, seen: GroupSight) -> tuple[Effect, ...]:
    """What has to be done, as far as the bot may do it; what it may not is a shortcoming, and told."""
    if wanted.knocking is None or agrees(wanted, seen) or not seen.may(Right.DOOR):
        return ()
    return (AllowKnocking(group=group, platform=platform, allowed=wanted.knocking),)
