from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from bot.storage.instants import Instant, milliseconds

DIALECT = sqlite.dialect()
UTC_ONLY = st.just(UTC)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_a_moment_of_any_zone_comes_back_in_utc_cut_to_the_millisecond(moment: datetime) -> None:
    kept = Instant().process_result_value(Instant().process_bind_param(moment, DIALECT), DIALECT)
    assert kept is not None
    assert kept.tzinfo is UTC
    lost = moment.astimezone(UTC) - kept
    assert 0 <= lost.total_seconds() < 0.001


@given(st.datetimes(timezones=UTC_ONLY), st.datetimes(timezones=UTC_ONLY))
def test_order_survives(one: datetime, other: datetime) -> None:
    if one <= other:
        assert milliseconds(one) <= milliseconds(other)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        milliseconds(datetime(2026, 1, 1))  # noqa: DTZ001


def test_no_moment_is_no_moment() -> None:
    assert Instant().process_bind_param(None, DIALECT) is None
    assert Instant().process_result_value(None, DIALECT) is None
