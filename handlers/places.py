"""Where the groups of the policies live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.desk import Desk
from bot.core.ids import GroupId, PlatformName
from bot.core.policy import GroupPolicy


@dataclass(frozen=True, slots=True)
class Place:
    group: GroupId
    platform: PlatformName
    policy: GroupPolicy


def of(desk: Desk, groups: Sequence[GroupId]) -> Iterator[Place]:
    """Each of these groups on each platform that it lives on and the bot is on."""
    for group in groups:
        policy = desk.policies.of(group)
        if policy is not None:
            there = {PlatformName.TELEGRAM: policy.group.telegram, PlatformName.MATRIX: policy.group.matrix}
            for platform, native in there.items():
                if native is not None and platform in desk.policies.platforms:
                    yield Place(group, platform, policy)
