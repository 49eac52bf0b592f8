"""When a group is closed: by its quiet hours, by what people have said, and for good after the last day of a course."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.community.settings import Community, PolicyDocument
from bot.core.ids import AccountId, GroupId
from bot.core.keeping.closing import Reason, closed, closes_ever, course_end, is_quiet, next_moment, night, quiet_until
from bot.core.keeping.orders import NO_ORDERS, Order, Ordered, Orders, last_words
from bot.core.policy import Group, GroupKind, GroupPolicy, Policy
from bot.core.quiet_hours.settings import QuietHours, QuietMode
from bot.core.words import Words
from tests.core.test_quiet_hours import hours_of_any_kind, instants, zones

NIGHT = QuietHours(from_=time(20), to=time(8))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def policy_of(
    hours: QuietHours = NIGHT,
    zone: str = "Europe/London",
    ends: date | None = None,
    kind: GroupKind = GroupKind.SUPPORT,
    own: QuietHours | None = None,
) -> GroupPolicy:
    community = Community(name=Words.of("North"), key="north", timezone=zone)
    group = Group(key="evening", title="Evening", kind=kind, ends=ends, quiet_hours=own)
    policy = Policy(community=community, policy=PolicyDocument(version="1"), quiet_hours=hours, groups=(group,))
    return policy.for_group("evening")


def order(what: Ordered, until: datetime | None = None) -> Order:
    return Order(group=GroupId("north/evening"), what=what, by=AccountId(1), at=NOON, until=until)


def said(*what: Ordered, until: datetime | None = None) -> Orders:
    return last_words(order(each, until) for each in what)


def test_it_is_closed_at_night_and_open_by_day() -> None:
    assert closed(policy_of(), NO_ORDERS, NOON) is None
    assert closed(policy_of(), NO_ORDERS, MIDNIGHT) is Reason.QUIET
    assert next_moment(policy_of(), NO_ORDERS, NOON) == datetime(2026, 11, 20, 20, tzinfo=UTC)


@pytest.mark.parametrize("mode", [QuietMode.REMIND, QuietMode.OFF])
def test_hours_that_lock_nothing_close_nothing(mode: QuietMode) -> None:
    policy = policy_of(QuietHours(mode=mode, from_=time(20), to=time(8)))
    assert closed(policy, NO_ORDERS, MIDNIGHT) is None
    assert is_quiet(policy, NO_ORDERS, MIDNIGHT) is (mode is QuietMode.REMIND)
    assert not closes_ever(policy)


def test_the_team_meets_when_it_wants_unless_its_own_group_says_otherwise() -> None:
    assert closed(policy_of(kind=GroupKind.STAFF), NO_ORDERS, MIDNIGHT) is None
    assert closed(policy_of(kind=GroupKind.STAFF, own=NIGHT), NO_ORDERS, MIDNIGHT) is Reason.QUIET


def test_a_course_is_over_once_its_last_day_is_over_where_the_community_is() -> None:
    policy = policy_of(QuietHours(), "America/New_York", date(2026, 12, 12))
    end = datetime(2026, 12, 13, 5, tzinfo=UTC)
    assert course_end(policy) == end
    assert closed(policy, NO_ORDERS, end - SECOND) is None
    assert closed(policy, NO_ORDERS, end) is Reason.ENDED
    assert next_moment(policy, NO_ORDERS, end - SECOND) == end
    assert closes_ever(policy)


def test_an_emergency_opens_a_night_and_neither_a_lock_nor_a_course_that_is_over() -> None:
    dawn = MIDNIGHT + 8 * HOUR
    assert closed(policy_of(), said(Ordered.OPEN, until=dawn), MIDNIGHT) is None
    assert closed(policy_of(), said(Ordered.OPEN, Ordered.AS_WRITTEN), MIDNIGHT) is Reason.QUIET
    assert closed(policy_of(), said(Ordered.OPEN, until=dawn), MIDNIGHT + 24 * HOUR) is Reason.QUIET
    assert closed(policy_of(), said(Ordered.OPEN, Ordered.LOCK, until=dawn), MIDNIGHT) is Reason.LOCKED
    ended = policy_of(ends=date(2026, 11, 19))
    assert closed(ended, said(Ordered.OPEN, Ordered.UNLOCK, until=dawn), NOON) is Reason.ENDED


def test_a_lock_beats_dawn_and_ends_when_it_was_said_to() -> None:
    orders = said(Ordered.LOCK, until=NOON)
    dawn = NOON - 4 * HOUR
    assert closed(policy_of(), orders, dawn - SECOND) is Reason.LOCKED
    assert closed(policy_of(), orders, dawn) is Reason.LOCKED
    assert next_moment(policy_of(), orders, dawn) == NOON
    assert closed(policy_of(), orders, NOON) is None
    assert closed(policy_of(), said(Ordered.LOCK), NOON + 1000 * HOUR) is Reason.LOCKED
    assert closed(policy_of(), said(Ordered.LOCK, Ordered.UNLOCK), NOON) is None


def test_a_night_can_begin_early_and_ends_with_dawn() -> None:
    begins, dawn = night(policy_of(), NOON) or (NOON, NOON)
    assert (begins, dawn) == (NOON + 8 * HOUR, NOON + 20 * HOUR)
    orders = said(Ordered.QUIET, until=dawn)
    assert closed(policy_of(), orders, NOON) is Reason.QUIET
    assert quiet_until(policy_of(), orders, NOON) == dawn
    assert quiet_until(policy_of(), NO_ORDERS, MIDNIGHT) == dawn
    assert night(policy_of(), MIDNIGHT) == (MIDNIGHT, dawn)
    assert night(policy_of(QuietHours()), NOON) is None


def test_a_time_that_is_always_quiet_never_ends() -> None:
    always = policy_of(QuietHours(from_=time(8), to=time(8)))
    assert quiet_until(always, NO_ORDERS, NOON) is None
    assert night(always, NOON) is None


ends = st.none() | st.dates(date(2024, 1, 1), date(2029, 12, 31))
an_order = st.builds(order, st.sampled_from(Ordered), st.none() | instants)
orders_of_any_kind = st.lists(an_order, max_size=4).map(last_words)


@given(hours_of_any_kind, zones, ends, orders_of_any_kind, instants)
def test_between_two_moments_nothing_changes_and_once_over_a_course_stays_over(
    hours: QuietHours, zone: ZoneInfo, last: date | None, orders: Orders, now: datetime
) -> None:
    policy = policy_of(hours, zone.key, last)
    then = next_moment(policy, orders, now)
    reason = closed(policy, orders, now)
    for share in (0.01, 0.5, 0.99):
        between = now + (then - now) * share if then else now + timedelta(days=300 * share)
        assert closed(policy, orders, between) is reason
        assert is_quiet(policy, orders, between) is is_quiet(policy, orders, now)
    if reason is Reason.ENDED:
        assert last is not None
        assert now.astimezone(zone).date() > last
    elif last is not None:
        assert now.astimezone(zone).date() <= last


@given(hours_of_any_kind, zones, orders_of_any_kind, instants)
def test_a_quiet_time_lasts_until_the_moment_that_is_told(
    hours: QuietHours, zone: ZoneInfo, orders: Orders, now: datetime
) -> None:
    policy = policy_of(hours, zone.key)
    until = quiet_until(policy, orders, now)
    if until is not None and is_quiet(policy, orders, now):
        assert is_quiet(policy, orders, until - SECOND)
        assert not is_quiet(policy, orders, until)
