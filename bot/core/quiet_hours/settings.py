"""When a group is quiet (`[quiet_hours]`)."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from bot.core.words import Words


class Weekday(StrEnum):
    """Days as `datetime.date.weekday` counts them: the first is Monday, 0."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        return tuple(Weekday).index(self)


EVERY_DAY: tuple[Weekday, ...] = tuple(Weekday)


class QuietMode(StrEnum):
    """`lock`: the team alone can post. `remind`: who posts gets a gentle word. `off`: never quiet here."""

    LOCK = "lock"
    REMIND = "remind"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietSpan:
    """From one local time to another, community time; past midnight when `to` is not after `from`.

    `days` are those on which the span begins.
    """

    from_: time
    to: time
    days: tuple[Weekday, ...] = EVERY_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """One span written as `from`, `to` and `days`, or several as `spans`.

    A span does not begin on any of `except_dates` (community time). `reminder` replaces the usual words.
    """

    mode: QuietMode = QuietMode.LOCK
    from_: time | None = None
    to: time | None = None
    days: tuple[Weekday, ...] = EVERY_DAY
    spans: tuple[QuietSpan, ...] = ()
    except_dates: tuple[date, ...] = ()
    reminder: Words | None = None

    @property
    def all_spans(self) -> tuple[QuietSpan, ...]:
        """Every span that is to be kept, however it was written; none where quiet hours are off."""
        if self.mode is QuietMode.OFF:
            return ()
        if self.from_ is None or self.to is None:
            return self.spans
        return (QuietSpan(from_=self.from_, to=self.to, days=self.days), *self.spans)
