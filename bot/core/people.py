"""The people the bot has met."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ids import AccountId, PersonId, PlatformName


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on one platform. `reachable` is False while the bot may not write to them there.

    `language`: what they chose or, failing that, what their platform says, which is `told_language`; each an IETF tag
    or empty.
    """

    id: AccountId
    person: PersonId
    platform: PlatformName
    name: str
    username: str
    language: str
    reachable: bool
    told_language: str = ""
