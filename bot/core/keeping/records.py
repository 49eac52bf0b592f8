"""What has to be remembered of closed groups, said by those who need it and kept by the storage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.ids import GroupId, PlatformName
from bot.core.keeping.closing import ClosedGroup
from bot.core.keeping.orders import Order, Orders


class Closings(Protocol):
    """Which groups the bot closes or has closed, and how they were open before."""

    async def of(self, group: GroupId, platform: PlatformName) -> ClosedGroup | None: ...

    async def everywhere(self) -> Sequence[ClosedGroup]: ...

    async def save(self, held: ClosedGroup) -> None: ...

    async def forget(self, group: GroupId, platform: PlatformName) -> None: ...


class GroupOrders(Protocol):
    """What people in charge have said about groups for a while: kept for good, with who said it and when."""

    async def give(self, order: Order) -> None: ...

    async def of(self, group: GroupId) -> Orders:
        """The last words, whether or not they still hold."""
        ...

    async def everywhere(self) -> Mapping[GroupId, Orders]:
        """The last words about each group about which there are any."""
        ...

    async def next_end(self, now: datetime) -> datetime | None:
        """The first moment after `now` at which an order ends by itself."""
        ...
