"""What somebody has agreed to, as it was put to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.ids import GroupId, PersonId, PlatformName


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """`statement` is the text as shown, in `language` (IETF tag); `key` names it in the policy of `policy_version`."""

    person: PersonId
    group: GroupId
    key: str
    statement: str
    language: str
    policy_version: str
    platform: PlatformName
    given_at: datetime
