"""Whose word counts about a group's hours, and which group they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.community.rights import Right
from bot.core.desk import Desk
from bot.core.ids import GroupId
from bot.core.keeping.closing import Reason, closed, quiet_until
from bot.core.keeping.orders import Order, Ordered, Orders
from bot.core.messages import Line, Typed, line
from bot.core.people import Account
from bot.core.policy import GroupKind, GroupPolicy
from bot.core.team.settings import Role
from handlers import closing, doors, nights, places, team
from handlers.doors import Which
from handlers.places import Place
from handlers.typed import first_word

KEEPERS = frozenset({Role.OWNER, Role.STAFF, Role.VOLUNTEER, Role.TUTOR})


@dataclass(frozen=True, slots=True)
class Meant:
    """The group, what holds there, and the words that followed its name. `word`: what to type for it."""

    group: GroupId
    policy: GroupPolicy
    words: str
    word: str

    @property
    def title(self) -> str:
        return self.policy.group.title


async def groups_of(desk: Desk, account: Account) -> tuple[GroupId, ...]:
    """Those that they look after; tutors their courses alone."""
    everywhere = await team.groups_of(desk, account, KEEPERS - {Role.TUTOR})
    taught = await team.groups_of(desk, account, frozenset({Role.TUTOR}))
    policies = ((group, desk.policies.of(group)) for group in taught)
    courses = {group for group, policy in policies if policy is not None and policy.group.kind is GroupKind.COURSE}
    return tuple(group for group in desk.policies.groups() if group in {*everywhere, *courses})


async def meant(desk: Desk, account: Account, rest: str, which: Which) -> Meant | None:
    """With one group alone it need not be named. Where it is not clear they are asked; it is never guessed."""
    groups = await groups_of(desk, account)
    first, words = first_word(rest)
    found = doors.named(desk, groups, first) if first else ()
    if first and not found:
        found, words = doors.named(desk, groups, rest), ""
    if not found and len(groups) == 1 and _says_how(first):
        found, words = groups, rest.strip()
    policy = desk.policies.of(found[0]) if len(found) == 1 else None
    if policy is not None:
        return Meant(found[0], policy, words.strip(), doors.word_for(desk, groups, found[0]))
    await doors.ask_which(desk, account, found or groups, which)
    return None


def _says_how(word: str) -> bool:
    """Whether it names no group but says what is to be, or for how long."""
    return not word or word.casefold() in {"off", "now", "on"} or word[0].isdigit()


async def give(
    desk: Desk, account: Account, about: Meant, what: Ordered, until: datetime | None = None
) -> tuple[Line, ...]:
    """On record with who and when, and so at once. What keeps it from being so, in words."""
    order = Order(group=about.group, what=what, by=account.id, at=desk.now, until=until)
    await desk.records.orders.give(order)
    closing.look_in(desk, about.group)
    return tuple(
        [
            line(
                "I lack the right to close and open it on {platform}. Type {command} to see more.",
                platform=place.platform.value.capitalize(),
                command=Typed("check"),
            )
            for place in places.of(desk, (about.group,))
            if await _cannot(desk, place)
        ]
    )


async def _cannot(desk: Desk, place: Place) -> bool:
    """As far as was last seen."""
    rights = await desk.records.groups.rights(place.group, place.platform)
    return rights is not None and Right.CLOSE not in rights


def why_closed(desk: Desk, about: Meant, orders: Orders) -> Line | None:
    """In words, where it is closed now."""
    match closed(about.policy, orders, desk.now):
        case Reason.ENDED:
            return line("The course is over, so {group} is closed.", group=about.title)
        case Reason.LOCKED:
            until = None if orders.lock is None else orders.lock.until
            if until is None:
                return line("{group} is locked until somebody unlocks it.", group=about.title)
            return line(
                "{group} is locked until {time}.", group=about.title, time=nights.when(desk, about.policy, until)
            )
        case Reason.QUIET:
            until = quiet_until(about.policy, orders, desk.now)
            if until is None:
                return line("It is always quiet in {group}.", group=about.title)
            return line(
                "It is quiet in {group} until {time}.", group=about.title, time=nights.when(desk, about.policy, until)
            )
        case None:
            return None
