from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.quiet_hours.hours import is_quiet, next_change
from bot.core.quiet_hours.settings import EVERY_DAY, QuietHours, QuietMode, QuietSpan, Weekday

LONDON = ZoneInfo("Europe/London")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ST_JOHNS = ZoneInfo("America/St_Johns")
NIGHT = QuietHours(from_=time(20), to=time(8))
MINUTE = timedelta(minutes=1)

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31)).map(  # noqa: DTZ001 - made aware at once
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
spans = st.tuples(times, times, st.sets(st.sampled_from(EVERY_DAY), min_size=1)).filter(lambda span: span[0] != span[1])
hours_of_any_kind = st.lists(spans, min_size=1, max_size=3).map(
    lambda many: QuietHours(
        spans=tuple(QuietSpan(from_=begin, to=end, days=tuple(sorted(days))) for begin, end, days in many)
    )
)


def at(zone: ZoneInfo, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=zone, fold=fold)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(19, 59, False), (20, 0, True), (23, 59, True), (7, 59, True), (8, 0, False)]
)
def test_its_beginning_is_quiet_and_its_end_is_not(hour: int, minute: int, *, quiet: bool) -> None:
    assert is_quiet(NIGHT, LONDON, at(LONDON, 2026, 7, 1, hour, minute)) is quiet


def test_an_hour_that_comes_twice_makes_the_night_longer_and_opens_nothing() -> None:
    hours = QuietHours(from_=time(20), to=time(1, 30))  # on 25 October 2026 clocks go back from 2 to 1
    first, second = at(LONDON, 2026, 10, 25, 1, 30), at(LONDON, 2026, 10, 25, 1, 30, fold=1)
    assert is_quiet(hours, LONDON, first)
    assert is_quiet(hours, LONDON, second - MINUTE)
    assert not is_quiet(hours, LONDON, second)
    assert next_change(hours, LONDON, first) == second.astimezone(UTC)


def test_a_time_that_clocks_leap_over_is_the_moment_of_the_leap() -> None:
    hours = QuietHours(from_=time(1, 15), to=time(5))  # on 29 March 2026 clocks go forward from 1 to 2
    leap = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert not is_quiet(hours, LONDON, leap - MINUTE)
    assert is_quiet(hours, LONDON, leap)
    assert next_change(hours, LONDON, leap - MINUTE) == leap


def test_half_an_hour_is_leapt_over_on_lord_howe() -> None:
    hours = QuietHours(from_=time(22), to=time(2, 15))  # on 4 October 2026 clocks go forward from 2 to half past 2
    leap = datetime(2026, 10, 3, 15, 30, tzinfo=UTC)
    assert is_quiet(hours, LORD_HOWE, leap - MINUTE)
    assert not is_quiet(hours, LORD_HOWE, leap)


def test_days_are_those_on_which_it_begins() -> None:
    hours = QuietHours(from_=time(22), to=time(7), days=(Weekday.FRI,))
    assert is_quiet(hours, ST_JOHNS, at(ST_JOHNS, 2026, 7, 4, 6, 59))  # a Saturday
    assert not is_quiet(hours, ST_JOHNS, at(ST_JOHNS, 2026, 7, 4, 22))
    assert next_change(hours, ST_JOHNS, at(ST_JOHNS, 2026, 7, 4, 12)) == at(ST_JOHNS, 2026, 7, 10, 22).astimezone(UTC)


def test_on_an_excepted_date_no_span_begins_and_the_one_before_goes_on() -> None:
    hours = QuietHours(from_=time(20), to=time(8), except_dates=(date(2026, 12, 31),))
    assert is_quiet(hours, LONDON, at(LONDON, 2026, 12, 31, 7, 59))
    assert not is_quiet(hours, LONDON, at(LONDON, 2026, 12, 31, 23))
    assert next_change(hours, LONDON, at(LONDON, 2026, 12, 31, 12)) == at(LONDON, 2027, 1, 1, 20).astimezone(UTC)


def test_what_is_off_or_empty_is_never_quiet() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    for hours in (QuietHours(), QuietHours(from_=time(0), to=time(23), mode=QuietMode.OFF)):
        assert not is_quiet(hours, LONDON, noon)
        assert next_change(hours, LONDON, noon) is None


def test_where_it_is_always_quiet_nothing_changes() -> None:
    halves = QuietHours(spans=(QuietSpan(from_=time(0), to=time(12)), QuietSpan(from_=time(12), to=time(0))))
    assert next_change(halves, ZoneInfo("UTC"), datetime(2026, 7, 1, 12, tzinfo=UTC)) is None


@given(hours_of_any_kind, zones, instants)
def test_the_next_change_is_a_change_and_there_is_none_before_it(
    hours: QuietHours, zone: ZoneInfo, now: datetime
) -> None:
    change = next_change(hours, zone, now)
    before = is_quiet(hours, zone, now)
    end = now + timedelta(days=9) if change is None else change
    step = max((end - now) / 15, timedelta(seconds=1))
    moment = now
    while moment < end:
        assert is_quiet(hours, zone, moment) is before
        moment += step
    if change is not None:
        assert change > now
        assert is_quiet(hours, zone, change) is not before
        assert is_quiet(hours, zone, change - timedelta(seconds=1)) is before


@settings(max_examples=60)
@given(times, times, zones, instants)
def test_away_from_changes_of_the_clock_it_is_what_the_clock_shows(
    begin: time, end: time, zone: ZoneInfo, now: datetime
) -> None:
    if begin == end or len({(now + timedelta(hours=h)).astimezone(zone).utcoffset() for h in range(-72, 73, 3)}) > 1:
        return
    shown = now.astimezone(zone).time()
    expected = begin <= shown < end if begin < end else shown >= begin or shown < end
    assert is_quiet(QuietHours(from_=begin, to=end), zone, now) is expected
