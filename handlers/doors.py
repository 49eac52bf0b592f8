"""Which groups somebody can ask for, and how they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.desk import Desk
from bot.core.ids import GroupId, PlatformName, key_of
from bot.core.messages import Line
from bot.core.people import Account
from bot.core.policy import GroupKind, GroupPolicy
from handlers.offering import Way, offer

JOIN = "join-"
_MOST = 40  # groups in one list: more buttons than that help nobody, and platforms refuse them


def is_open(policy: GroupPolicy, platform: PlatformName) -> bool:
    """Whether one can ask to come in here. Into staff groups people let each other."""
    return policy.group.kind is not GroupKind.STAFF and lives_on(policy, platform)


def lives_on(policy: GroupPolicy, platform: PlatformName) -> bool:
    return (policy.group.telegram if platform is PlatformName.TELEGRAM else policy.group.matrix) is not None


def open_to(desk: Desk, account: Account) -> tuple[GroupId, ...]:
    policies = ((group, desk.policies.of(group)) for group in desk.policies.groups())
    return tuple(group for group, policy in policies if policy is not None and is_open(policy, account.platform))


def named(desk: Desk, groups: Sequence[GroupId], rest: str) -> tuple[GroupId, ...]:
    """Those of the groups that these words may mean, by key or title; several where it is not clear.

    With one group no word is needed.
    """
    said = rest.strip().casefold()
    if not said:
        return tuple(groups) if len(groups) == 1 else ()
    return tuple(group for group in groups if said in {key_of(group), group, title_of(desk, group).casefold()})


def word_for(desk: Desk, groups: Sequence[GroupId], group: GroupId) -> str:
    """What to type for it, which means no other of these groups."""
    key = key_of(group)
    return key if len(named(desk, groups, key)) == 1 else group


@dataclass(frozen=True, slots=True)
class Which:
    """Asking which group is meant: `label` makes a button's words from a title, `command` is what it says."""

    question: Line
    label: Callable[[str], Line]
    command: str


async def ask_which(desk: Desk, account: Account, groups: Sequence[GroupId], which: Which) -> None:
    """A button for each; its command names the group so that it cannot be taken for another."""
    ways = [
        Way(which.label(title_of(desk, group)), f"{which.command} {word_for(desk, groups, group)}")
        for group in groups[:_MOST]
    ]
    await offer(desk, account, which.question, ways=ways)


def title_of(desk: Desk, group: GroupId) -> str:
    policy = desk.policies.of(group)
    return "" if policy is None else policy.group.title
