"""Somebody who cannot post in a group for now, and what they had before."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ids import AccountId, GroupId


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteHeld:
    """`reasons`: what keeps them from posting, each by a word of the part of the house that wants it; none: no more.

    `had`: what they could do before, in their platform's words; None until that has been looked at.
    """

    account: AccountId
    group: GroupId
    reasons: frozenset[str] = frozenset()
    had: str | None = None
