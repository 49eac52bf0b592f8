"""Whether a group is to be closed at some moment, why, and when that may change.

The end of a course goes before everything, then what was locked by hand, then the quiet hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.core.ids import GroupId, PlatformName
from bot.core.keeping.orders import Ordered, Orders
from bot.core.policy import GroupKind, GroupPolicy
from bot.core.quiet_hours import hours as clock
from bot.core.quiet_hours.settings import QuietHours, QuietMode

_DAY = timedelta(days=1)
_NEVER = QuietHours(mode=QuietMode.OFF)


class Reason(StrEnum):
    ENDED = "ended"
    LOCKED = "locked"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedGroup:
    """A group that the bot closes, or has closed, on one platform.

    `had`: the permissions as people had set them, in the platform's words. `done`: it is known to have been closed;
    until then what people set goes into `had`, and afterwards no more.
    """

    group: GroupId
    platform: PlatformName
    had: str
    done: bool = False


def closed(policy: GroupPolicy, orders: Orders, now: datetime) -> Reason | None:
    """Why nobody but the team may post in this group at `now`, an aware instant; None: it is open."""
    end = course_end(policy)
    if end is not None and now >= end:
        return Reason.ENDED
    if orders.locked(now):
        return Reason.LOCKED
    if hours_of(policy).mode is QuietMode.LOCK and is_quiet(policy, orders, now):
        return Reason.QUIET
    return None


def next_moment(policy: GroupPolicy, orders: Orders, now: datetime) -> datetime | None:
    """No later than the next instant at which the answer of `closed` or `is_quiet` changes; None: it never does."""
    moments = (course_end(policy), *orders.ends(), _next_change(hours_of(policy), zone_of(policy), now))
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def closes_ever(policy: GroupPolicy) -> bool:
    """Whether the policy alone will have it closed some day."""
    hours = hours_of(policy)
    return policy.group.ends is not None or (hours.mode is QuietMode.LOCK and bool(hours.all_spans))


def is_quiet(policy: GroupPolicy, orders: Orders, now: datetime) -> bool:
    """Whether it is quiet there, whatever that means for those who write."""
    match orders.about_hours(now):
        case Ordered.OPEN:
            return False
        case Ordered.QUIET:
            return True
        case _:
            return _is_quiet(hours_of(policy), zone_of(policy), now)


def quiet_until(policy: GroupPolicy, orders: Orders, now: datetime) -> datetime | None:
    """Where it is quiet: when it ends. None also where it never does."""
    hours, zone, said = hours_of(policy), zone_of(policy), orders.hours
    if said is not None and orders.about_hours(now) is Ordered.QUIET:
        if said.until is None:
            return None
        now = said.until
    return _next_change(hours, zone, now) if _is_quiet(hours, zone, now) else now


def night(policy: GroupPolicy, now: datetime) -> tuple[datetime, datetime] | None:
    """The quiet time that it is, or else the next one, as the policy has it; None where there is none to come.

    What it is now begins with `now`. One that never ends is none.
    """
    hours, zone = hours_of(policy), zone_of(policy)
    begins: datetime | None = now if _is_quiet(hours, zone, now) else _next_change(hours, zone, now)
    dawn = None if begins is None else _next_change(hours, zone, begins)
    return None if begins is None or dawn is None else (begins, dawn)


def hours_of(policy: GroupPolicy) -> QuietHours:
    """The community's hours are for members: the team's own groups have those alone that they give themselves."""
    if policy.group.kind is GroupKind.STAFF and policy.group.quiet_hours is None:
        return _NEVER
    return policy.quiet_hours


def zone_of(policy: GroupPolicy) -> ZoneInfo:
    return ZoneInfo(policy.policy.community.timezone)


def course_end(policy: GroupPolicy) -> datetime | None:
    """The first instant after its last day, in community time."""
    ends = policy.group.ends
    return None if ends is None else clock.first_instant(ends + _DAY, time(0), zone_of(policy))


@lru_cache(maxsize=1024)
def _is_quiet(hours: QuietHours, zone: ZoneInfo, now: datetime) -> bool:
    """Most groups of a community share their hours: at one moment they are looked up once."""
    return clock.is_quiet(hours, zone, now)


@lru_cache(maxsize=1024)
def _next_change(hours: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    return clock.next_change(hours, zone, now)
