"""Groups: their dates, successors, titles and what the platforms call them."""

import re
from collections.abc import Iterator
from typing import Final

from bot.core.policy import Group, GroupKind, Policy
from config.policy_sentences import nearest, quoted
from config.problems import Found, Path

_ROOM: Final = re.compile(r"![^:\s]+(:\S+)?")
_LONGEST_TITLE: Final = 128


def groups(policy: Policy) -> Iterator[Found]:
    keys = {group.key for group in policy.groups}
    for number, group in enumerate(policy.groups):
        path: Path = ("groups", number)
        yield from _dates(path, group)
        yield from _title(path, group, policy.community.title_prefix)
        yield from _platforms(path, group)
        if group.successor is not None:
            yield from _successor(path, group, keys)
    yield from _audiences(policy)
    yield from _twice(policy)


def _dates(path: Path, group: Group) -> Iterator[Found]:
    if group.starts and group.ends and group.ends < group.starts:
        yield Found((*path, "ends"), f"it ends ({group.ends}) before it starts ({group.starts})")
    if group.kind is GroupKind.COURSE and group.ends is None:
        message = "this course has no end, so that its group is never closed; give it the day on which it ends"
        yield Found(path, message, is_warning=True)


def _title(path: Path, group: Group, prefix: str | None) -> Iterator[Found]:
    where = (*path, "title")
    if not 1 <= len(group.title.strip()) <= _LONGEST_TITLE:
        yield Found(where, f"a title has 1 to {_LONGEST_TITLE} characters")
    elif prefix and not group.title.startswith(prefix):
        message = f'the title does not begin with {quoted(prefix)}, as "title_prefix" has it for every official group'
        yield Found(where, message, is_warning=True)


def _platforms(path: Path, group: Group) -> Iterator[Found]:
    if group.telegram is not None and group.telegram >= 0:
        message = f"{group.telegram} is not a group on Telegram; their numbers begin with a minus: -1001234567890"
        yield Found((*path, "telegram"), message)
    if group.matrix is not None and not _ROOM.fullmatch(group.matrix):
        message = f'{quoted(group.matrix)} is not the id of a room on Matrix; those begin with "!", not with "#"'
        yield Found((*path, "matrix"), message)


def _successor(path: Path, group: Group, keys: set[str]) -> Iterator[Found]:
    where, name = (*path, "successor"), group.successor
    if name == group.key:
        yield Found(where, "a group cannot be its own successor; name another, or leave it out")
    elif name not in keys:
        others = sorted(keys - {group.key})
        known = f"known are {', '.join(others)}" if others else "there is no other group"
        yield Found(where, f"there is no group {quoted(name)}; {known}{nearest(name, others)}")


def _audiences(policy: Policy) -> Iterator[Found]:
    known = [template.audience for template in policy.descriptions]
    for number, group in enumerate(policy.groups):
        if known and group.audience is not None and group.audience not in known:
            message = f"there is no description for the audience {quoted(group.audience)}"
            where: Path = ("groups", number, "audience")
            yield Found(
                where, f"{message}; known are {', '.join(known)}{nearest(group.audience, known)}", is_warning=True
            )


def _twice(policy: Policy) -> Iterator[Found]:
    seen: dict[object, str] = {}
    for number, group in enumerate(policy.groups):
        for name, native in (("telegram", group.telegram), ("matrix", group.matrix)):
            if native is None:
                continue
            other = seen.setdefault(native, group.key)
            if other != group.key:
                yield Found(("groups", number, name), f'this is the group "{other}" already; each has an id of its own')
