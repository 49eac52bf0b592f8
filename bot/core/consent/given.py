"""What somebody has agreed to, as it was put to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.ids import GroupId, PersonId, PlatformName


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """`statement` is the text as shown, in `language` (IETF tag); `key` names it in the policy of `policy_version`.

    `ended_at`: when it was taken back, or the group was left.
    """

    person: PersonId
    group: GroupId
    key: str
    statement: str
    language: str
    policy_version: str
    platform: PlatformName
    given_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What somebody was told when they came in, as it was said to them; of which nothing is asked in return."""

    person: PersonId
    group: GroupId
    key: str
    text: str
    language: str
    policy_version: str
    platform: PlatformName
    told_at: datetime
