"""Points in time as the tables hold them: whole milliseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 UTC, the rest cut off. Raises ValueError for a naive datetime."""
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone cannot be saved.")
    return (moment - _EPOCH) // _MILLISECOND


class Instant(TypeDecorator[datetime]):
    """Takes aware datetimes of any zone and gives them back in UTC, cut to the millisecond."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else _EPOCH + int(value) * _MILLISECOND
