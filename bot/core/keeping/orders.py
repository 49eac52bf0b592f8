"""What people in charge have said about a group for a while, beside what the policy says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import AccountId, GroupId


class Ordered(StrEnum):
    """`lock` and `unlock` close a group whatever the hour; the others are about its quiet hours.

    `quiet`: they have begun already; `open`: there are none; `as-written`: the policy holds again.
    """

    LOCK = "lock"
    UNLOCK = "unlock"
    QUIET = "quiet"
    OPEN = "open"
    AS_WRITTEN = "as-written"

    @property
    def locks(self) -> bool:
        return self in {Ordered.LOCK, Ordered.UNLOCK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who said it and when. `until`: when it ends by itself, in UTC; None: when something else is said."""

    group: GroupId
    what: Ordered
    by: AccountId
    at: datetime
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Orders:
    """The last word about a group's lock, and about its quiet hours."""

    lock: Order | None = None
    hours: Order | None = None

    def locked(self, now: datetime) -> bool:
        return self.lock is not None and self.lock.what is Ordered.LOCK and self.lock.holds(now)

    def about_hours(self, now: datetime) -> Ordered:
        """`quiet`, `open` or `as-written`."""
        return self.hours.what if self.hours is not None and self.hours.holds(now) else Ordered.AS_WRITTEN

    def ends(self) -> tuple[datetime, ...]:
        return tuple(order.until for order in (self.lock, self.hours) if order is not None and order.until is not None)


NO_ORDERS = Orders()


def last_words(orders: Iterable[Order]) -> Orders:
    """Of one group's orders, from the oldest to the newest."""
    lock = hours = None
    for order in orders:
        if order.what.locks:
            lock = order
        else:
            hours = order
    return Orders(lock, hours)
