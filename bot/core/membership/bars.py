"""Who may not come in, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.ids import CommunityKey, GroupId

Place = CommunityKey | GroupId
"""All groups of a community, or one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`by` and `why` in the words of the people in charge. `until` None: until it is lifted.

    `on_platform`: made by hand on the platform, in the group's list of banned people, and lifted there.
    """

    place: Place
    by: str = ""
    why: str = ""
    at: datetime
    until: datetime | None = None
    on_platform: bool = False
