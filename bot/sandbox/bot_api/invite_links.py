"""Invite links and requests to join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.chats import Group

RIGHT_TO_WRITE = 300
"""Seconds for which a bot may write to somebody who has asked to join (Bot API, ChatJoinRequest.user_chat_id)."""


@dataclass(slots=True, kw_only=True, eq=False)
class InviteLink:
    """`expires` is a unix second, 0 for never; `limit` 0 for none."""

    url: str
    group: Group
    creator: Account
    asks: bool = False
    primary: bool = False
    revoked: bool = False
    name: str | None = None
    expires: int = 0
    limit: int = 0
    uses: int = 0

    def dead(self, now: float) -> bool:
        return self.revoked or (self.expires != 0 and now >= self.expires)

    @property
    def full(self) -> bool:
        return self.limit != 0 and self.uses >= self.limit


@dataclass(slots=True, kw_only=True, eq=False)
class JoinRequest:
    """Somebody asks to join; `contacted_by` is the first bot that wrote because of it."""

    group: Group
    person: Account
    date: float
    link: InviteLink | None
    settled: bool = False
    contacted_by: int | None = None

    def lets_write(self, bot_id: int, now: float) -> bool:
        in_time = not self.settled and now < self.date + RIGHT_TO_WRITE
        return in_time and self.contacted_by in {None, bot_id}
