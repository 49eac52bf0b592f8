"""The rosters that somebody may keep: how they are called, and what is said of the people on them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.core.desk import Desk
from bot.core.ids import GroupId, RosterKey, community_of, key_of, roster_of, roster_of_all
from bot.core.membership.roster import Entry, Row
from bot.core.messages import Line, line
from bot.core.people import Account
from bot.core.policy import Policy
from bot.core.team.settings import Role
from bot.core.words import Words
from handlers import doors, team
from handlers.offering import Way, offer

KEEPERS = frozenset({Role.OWNER, Role.STAFF})

_EVERYBODY = "all"
_LISTED = 8  # names in one line
_LONG = 30
_BUTTONS = 20


@dataclass(frozen=True, slots=True)
class Roster:
    """`groups`: those at whose doors it counts. `title`: that of its group, or the name of its community."""

    key: RosterKey
    title: str | Words
    groups: tuple[GroupId, ...]
    policy: Policy

    def says(self, rest: str) -> str:
        """A command about this roster, which cannot be taken for another."""
        return f"roster {self.key} {rest}".strip()


Does = Callable[[Desk, Account, Roster, str], Awaitable[None]]
"""One thing that can be done with a roster; the words are what followed its name."""


async def kept_by(desk: Desk, account: Account) -> tuple[Roster, ...]:
    """Those of their groups and, for whoever looks after all groups of a community, the community's."""
    groups = await team.groups_of(desk, account, KEEPERS)
    own = tuple(each for each in (_of_group(desk, group) for group in groups) if each is not None)
    return (*own, *_of_communities(desk, groups))


def named(rosters: Sequence[Roster], said: str) -> tuple[Roster, ...]:
    """Those that this word may mean: the key of a group, or `all`; a group that is called so goes before."""
    word = said.casefold()
    exact = tuple(each for each in rosters if each.key == word)
    if exact:
        return exact
    groups = tuple(each for each in rosters if key_of(GroupId(each.key)) == word)
    return groups or tuple(each for each in rosters if not key_of(GroupId(each.key)) and word == _EVERYBODY)


async def ask_which(desk: Desk, account: Account, rosters: Sequence[Roster]) -> None:
    ways = [Way(_way(each), each.says("")) for each in rosters[: 2 * _BUTTONS]]
    await offer(desk, account, line("The roster of which group?"), ways=ways)


def person(row: Row) -> str:
    """With everything by which they can be told from others of the same name."""
    known = ", ".join(part for part in (row.telegram, row.matrix, row.email) if part)
    return f"{row.name} ({known})" if known else row.name


def names(rows: Sequence[Row]) -> Line | str:
    """Some of them, and how many more there are."""
    shown = ", ".join(row.name if len(row.name) <= _LONG else f"{row.name[:_LONG]}…" for row in rows[:_LISTED])
    more = len(rows) - _LISTED
    return shown if more <= 0 else line("{names} and {more} more", names=shown, more=more)


@dataclass(frozen=True, slots=True)
class Meant:
    """Asking who is meant: `label` makes a button's words from somebody's name, `does` is what it says."""

    does: str
    label: Callable[[str], Line]


async def choose(desk: Desk, account: Account, roster: Roster, entries: Sequence[Entry], meant: Meant) -> None:
    """Several people may be meant: nobody is guessed."""
    ways = [
        Way(meant.label(person(entry.row)), roster.says(f"{meant.does} #{entry.id}")) for entry in entries[:_BUTTONS]
    ]
    first = line("Several people may be meant. Whom do you mean?")
    if len(entries) > _BUTTONS:
        first = line("{count} people may be meant. These are the first of them.", count=len(entries))
    await offer(desk, account, first, ways=ways, awaits=roster.says(meant.does))


def _way(roster: Roster) -> Line:
    if key_of(GroupId(roster.key)):
        return line("The roster of {group}", group=roster.title)
    return line("The roster for all groups of {community}", community=roster.title)


def _of_group(desk: Desk, group: GroupId) -> Roster | None:
    policy = desk.policies.of(group)
    if policy is None:
        return None
    return Roster(roster_of(group), doors.title_of(desk, group), (group,), policy.policy)


def _of_communities(desk: Desk, theirs: Sequence[GroupId]) -> tuple[Roster, ...]:
    found = []
    for policy in desk.policies.communities():
        key = policy.community.key
        groups = tuple(group for group in desk.policies.groups() if community_of(group) == key)
        if set(groups) <= set(theirs):
            found.append(Roster(roster_of_all(key), policy.community.name, groups, policy))
    return tuple(found)
