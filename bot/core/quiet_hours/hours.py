"""When it is quiet: spans of the community's clock as instants, right through changes of that clock.

A span begins with the first instant at which the clock shows its beginning and ends with the last at which it shows its
end, so that an hour that comes twice makes a night longer and never opens it in between. A time that the clock leaps
over counts as the moment of the leap.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.quiet_hours.settings import QuietHours, QuietSpan

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_LONGEST = 3  # days that a span can reach: from one day into the next, and a clock that leaps over a whole day
_SOON, _LATE = 10, 400  # days in which a next change is looked for: a week, or a year of dates that are excepted

Night = tuple[datetime, datetime]


def is_quiet(hours: QuietHours, zone: ZoneInfo, now: datetime) -> bool:
    """Whether `now`, an aware instant, lies within a span: its beginning counts, its end does not."""
    today = now.astimezone(zone).date()
    days = (today + _DAY * number for number in range(-_LONGEST, 2))
    return any(start <= now < end for day in days for start, end in _beginning_on(hours, zone, day))


def next_change(hours: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The next instant, in UTC, at which it becomes quiet or ends being so; None if it never does."""
    for ahead in (_SOON, _LATE):
        change = _change_within(hours, zone, now, ahead)
        if change is not None:
            return change
    return None


def first_instant(day: date, shown: time, zone: ZoneInfo) -> datetime:
    """The first instant at which clocks there show this on that day, in UTC."""
    return _instant(day, shown, zone, last=False)


def _change_within(hours: QuietHours, zone: ZoneInfo, now: datetime, ahead: int) -> datetime | None:
    today = now.astimezone(zone).date()
    days = (today + _DAY * number for number in range(-_LONGEST, ahead))
    nights = sorted(night for day in days for night in _beginning_on(hours, zone, day))
    until = now
    for start, end in nights:
        if start <= until < end:  # nights that meet or overlap are one
            until = end
    if until == now:
        return min((start for start, _ in nights if start > now), default=None)
    return until if until < now + _DAY * (ahead - _LONGEST) else None


def _beginning_on(hours: QuietHours, zone: ZoneInfo, day: date) -> Iterator[Night]:
    if day in hours.except_dates:
        return
    for span in hours.all_spans:
        if any(each.number == day.weekday() for each in span.days):
            yield _night(span, zone, day)


def _night(span: QuietSpan, zone: ZoneInfo, day: date) -> Night:
    until = day if span.to > span.from_ else day + _DAY
    return _instant(day, span.from_, zone, last=False), _instant(until, span.to, zone, last=True)


def _instant(day: date, shown: time, zone: ZoneInfo, *, last: bool) -> datetime:
    """The first or the last instant at which clocks there show this, in UTC."""
    local = datetime.combine(day, shown, zone)
    early, late = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if early <= late:  # it comes once, or twice
        return late if last else early
    return _leap(late, early, zone)  # clocks leap over it


def _leap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between these two, at most a second apart from it, at which the offset of the zone changes."""
    late = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == late:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)
