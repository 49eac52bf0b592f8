"""Which groups somebody can ask for, and how they are called."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.ids import GroupId, PlatformName, key_of
from bot.core.messages import Door, Line, Message, StartLink, Typed, line
from bot.core.people import Account
from bot.core.policy import GroupKind, GroupPolicy
from bot.core.words import Words

JOIN = "join-"
_MOST = 40  # groups in one list: more buttons than that help nobody, and platforms refuse them


def is_open(policy: GroupPolicy, platform: PlatformName) -> bool:
    """Whether one can ask to come in here. Into staff groups people let each other."""
    lives_there = policy.group.telegram if platform is PlatformName.TELEGRAM else policy.group.matrix
    return policy.group.kind is not GroupKind.STAFF and lives_there is not None


def open_to(desk: Desk, account: Account) -> tuple[GroupId, ...]:
    policies = ((group, desk.policies.of(group)) for group in desk.policies.groups())
    return tuple(group for group, policy in policies if policy is not None and is_open(policy, account.platform))


def named(desk: Desk, account: Account, rest: str) -> tuple[GroupId, ...]:
    """The groups that these words may mean; never guessed when they fit several. With one group, no word is needed."""
    said = rest.strip().casefold()
    groups = open_to(desk, account)
    if not said:
        return groups if len(groups) == 1 else ()
    return tuple(group for group in groups if said in {key_of(group), group, _title(desk, group).casefold()})


def which(desk: Desk, account: Account, groups: tuple[GroupId, ...], question: Line, command: str) -> Message:
    """The question which group is meant, with an answer to type for each; for joining also a button."""
    lines: list[Line | Words] = [question]
    doors: list[Door] = []
    for group in groups[:_MOST]:
        key = key_of(group) if len(named(desk, account, key_of(group))) == 1 else group
        title = _title(desk, group)
        lines.append(line("For {group}, type: {command} {key}", group=title, command=Typed(command), key=key))
        if command == "join" and "/" not in key:
            doors.append(Door(line("Join {group}", group=title), StartLink(f"{JOIN}{key}")))
    return Message(tuple(lines), doors=tuple(doors))


def _title(desk: Desk, group: GroupId) -> str:
    policy = desk.policies.of(group)
    return "" if policy is None else policy.group.title
