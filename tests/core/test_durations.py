from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.durations import format_duration, parse_duration


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("30s", timedelta(seconds=30)),
        ("15m", timedelta(minutes=15)),
        ("48h", timedelta(days=2)),
        ("7d", timedelta(days=7)),
        ("2y", timedelta(days=730)),
        (" 7d ", timedelta(days=7)),
        ("100y", timedelta(days=36500)),
    ],
)
def test_a_length_of_time_is_read(written: str, length: timedelta) -> None:
    assert parse_duration(written) == length


@pytest.mark.parametrize(
    "written",
    ["", "7", "d", "7 d", "-7d", "+7d", "0d", "1.5h", "7w", "7D", "1h30m", "101y", "9" * 13 + "s", "7d\n7d", "٣d"],
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a length of time|is no time|more than a hundred years"):
        parse_duration(written)


@pytest.mark.parametrize("written", ["30s", "90s", "15m", "24h", "36h", "48h", "7d", "180d", "2y"])
def test_a_length_is_written_as_people_write_it(written: str) -> None:
    assert format_duration(parse_duration(written)) == written


@given(st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=36500)))
def test_what_is_written_can_be_read_again(length: timedelta) -> None:
    whole = timedelta(seconds=max(1, round(length.total_seconds())))
    assert parse_duration(format_duration(whole)) == whole
