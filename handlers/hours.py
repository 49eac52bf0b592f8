"""What the clock changes: groups that have to be closed or opened now, found at that moment and after every start."""

from __future__ import annotations

from datetime import datetime

from bot.core.desk import Desk, Policies
from bot.core.effects import LookIn
from bot.core.keeping.closing import closed, next_moment
from bot.core.keeping.orders import NO_ORDERS
from handlers import places, talking


class Hours:
    """The hours of one life of the program. Between two moments at which something changes, no group is asked about."""

    def __init__(self) -> None:
        self._policies: Policies | None = None
        self._at: datetime | None = None
        self._next: datetime | None = None

    async def strike(self, desk: Desk) -> bool:
        """Look into those groups whose time has come, first where people are talking."""
        if not await self._has_come(desk):
            return False
        orders = await desk.records.orders.everywhere()
        done = {(held.group, held.platform): held.done for held in await desk.records.closings.everywhere()}
        due, ahead = [], []
        for place in places.of(desk, desk.policies.groups()):
            said = orders.get(place.group, NO_ORDERS)
            wanted = closed(place.policy, said, desk.now) is not None
            if done.get((place.group, place.platform)) is not (True if wanted else None):
                due.append(place)
            ahead.append(next_moment(place.policy, said, desk.now))
        for place in talking.busiest_first(due):
            desk.do(LookIn(group=place.group, platform=place.platform))
        self._policies, self._at = desk.policies, desk.now
        self._next = min((moment for moment in ahead if moment is not None), default=None)
        return False

    async def _has_come(self, desk: Desk) -> bool:
        """Clocks may be set back, too; then everything is looked at anew."""
        if self._at is None or self._policies is not desk.policies or desk.now < self._at:
            return True
        if self._next is not None and desk.now >= self._next:
            return True
        end = await desk.records.orders.next_end(self._at)
        return end is not None and desk.now >= end
