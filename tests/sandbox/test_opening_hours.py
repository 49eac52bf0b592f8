from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app.sandbox import until_daytime

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("hour", "minute", "ahead"),
    [
        (8, 30, timedelta(0)),
        (18, 59, timedelta(0)),
        (19, 0, timedelta(hours=15)),
        (23, 30, timedelta(hours=10, minutes=30)),
        (3, 0, timedelta(hours=7)),
    ],
)
def test_whoever_comes_at_night_finds_a_morning(hour: int, minute: int, ahead: timedelta) -> None:
    assert until_daytime(datetime(2026, 11, 20, hour, minute, tzinfo=LONDON)) == ahead.total_seconds()


def test_a_night_in_which_the_clock_changes_is_an_hour_longer() -> None:
    evening = datetime(2026, 10, 24, 22, tzinfo=LONDON)
    assert until_daytime(evening) == timedelta(hours=13).total_seconds()
