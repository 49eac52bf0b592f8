"""What people have agreed to, and what they were told, as it has to be remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.consent.given import Consent, Telling
from bot.core.ids import CommunityKey, GroupId, PersonId


class Consents(Protocol):
    async def record(self, consent: Consent) -> None: ...

    async def of(self, person: PersonId) -> Sequence[Consent]:
        """In the order in which they were given."""
        ...

    async def end(self, person: PersonId, group: GroupId, key: str | None, now: datetime) -> int:
        """Those to that statement (None: to all) in this group that hold, hold no more; how many there were."""
        ...

    async def end_unused(self, given_before: datetime, community: CommunityKey, now: datetime) -> int:
        """Those hold no more that came to nothing: whose giver is neither in the group nor at its door."""
        ...

    async def forget(self, ended_before: datetime, community: CommunityKey) -> int:
        """Delete those that ended before that moment; how many there were."""
        ...


class Tellings(Protocol):
    """What people were told, as it was said to them."""

    async def record(self, telling: Telling) -> None: ...

    async def of(self, person: PersonId) -> Sequence[Telling]:
        """In the order in which they were told."""
        ...

    async def forget(self, person: PersonId, group: GroupId) -> int:
        """Delete what they were told about this group; how many there were."""
        ...
