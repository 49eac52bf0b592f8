"""The team: who they are on the platforms, which groups they look after, how many hold admin rights."""

import re
from collections.abc import Iterator
from typing import Final

from bot.core.policy import Policy
from bot.core.team.settings import Role, TeamMember
from config.policy_sentences import nearest, quoted
from config.problems import Found, Path

_USER: Final = re.compile(r"@[^:\s]+:\S+")
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+")
_ADMINS: Final = frozenset({Role.OWNER, Role.STAFF})


def team(policy: Policy) -> Iterator[Found]:
    keys = sorted({group.key for group in policy.groups})
    for number, member in enumerate(policy.team):
        path: Path = ("team", number)
        yield from _accounts(path, member)
        for at, key in enumerate(member.groups or ()):
            if key not in keys:
                known = f"known are {', '.join(keys)}" if keys else "there are no groups yet"
                yield Found((*path, "groups", at), f"there is no group {quoted(key)}; {known}{nearest(key, keys)}")
    yield from _twice(policy)
    yield from _admins(policy)
    yield from _rota(policy)


def _accounts(path: Path, member: TeamMember) -> Iterator[Found]:
    if not member.name.strip():
        yield Found((*path, "name"), "the name is empty; write how members know this person")
    if member.telegram is not None and member.telegram <= 0:
        message = f"{member.telegram} is not a person on Telegram; people have a number above 0"
        yield Found((*path, "telegram"), message)
    if member.matrix is not None and not _USER.fullmatch(member.matrix):
        message = f"{quoted(member.matrix)} is not a person on Matrix; allowed is an id such as @sam:northside.example"
        yield Found((*path, "matrix"), message)
    if member.email is not None and not _ADDRESS.fullmatch(member.email):
        yield Found((*path, "email"), f"{quoted(member.email)} is not an e-mail address")


def _twice(policy: Policy) -> Iterator[Found]:
    seen: dict[object, int] = {}
    for number, member in enumerate(policy.team):
        for name, native in (("telegram", member.telegram), ("matrix", member.matrix)):
            if native is None:
                continue
            other = seen.setdefault(native, number)
            if other != number:
                where: Path = ("team", number, name)
                yield Found(where, f"this is {policy.team[other].name}'s already; each person has an id of their own")


def _admins(policy: Policy) -> Iterator[Found]:
    count = sum(member.role in _ADMINS for member in policy.team)
    least, most = policy.moderators.admins_at_least, policy.moderators.admins_at_most
    if count < least:
        message = f"{count} in the team can act as admins (owner or staff); there should be at least {least}"
        yield Found(("team",), message, is_warning=True)
    if count > most:
        message = f"{count} in the team can act as admins (owner or staff); the policy wants {most} at most"
        yield Found(("team",), message, is_warning=True)


def _rota(policy: Policy) -> Iterator[Found]:
    known = [name for member in policy.team for name in (member.key, member.name) if name]
    for number, turn in enumerate(policy.moderators.rota):
        path: Path = ("moderators", "rota", number)
        if turn.who not in known:
            message = f"nobody in the team is called {quoted(turn.who)}; known are {', '.join(known) or 'none'}"
            yield Found((*path, "who"), message + nearest(turn.who, known))
        if turn.from_ == turn.to:
            yield Found((*path, "to"), "the turn ends when it begins; give two different times")
