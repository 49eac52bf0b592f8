"""Who is in a group, and what the bot may do there: chat_member and my_chat_member updates as events.

The messages that say the same (new_chat_members, left_chat_member) are left alone: large groups have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.events import (
    BotStanding,
    Event,
    MemberJoined,
    MemberLeft,
    MemberSeen,
    PrivateChatBlocked,
    PrivateChatUnblocked,
)
from bot.platforms.telegram.looking import granted_to, sight_of
from bot.platforms.telegram.people import GROUPS, chat_of, user_of

if TYPE_CHECKING:
    import telegram

_INSIDE = frozenset({"creator", "administrator", "member"})


def is_inside(status: str, *, is_member: bool) -> bool:
    """A restricted member who left stays restricted, with `is_member` false."""
    return status in _INSIDE or (status == "restricted" and is_member)


def member_changed(change: telegram.ChatMemberUpdated) -> Event | None:
    """Joined, left, or seen: whoever's rights change while they stay is certainly there. Bots are nobody."""
    if change.chat.type not in GROUPS or change.new_chat_member.user.is_bot:
        return None
    who, chat = user_of(change.new_chat_member.user), chat_of(change.chat)
    before, after = _present(change.old_chat_member), _present(change.new_chat_member)
    if after:
        return MemberSeen(who, chat) if before else MemberJoined(who, chat)
    return MemberLeft(who, chat) if before else None


def bot_changed(change: telegram.ChatMemberUpdated) -> Event | None:
    """In private: blocked or unblocked. In a group: what the bot may do there now."""
    if change.chat.type == "private":
        by = user_of(change.from_user)
        return PrivateChatUnblocked(by) if _present(change.new_chat_member) else PrivateChatBlocked(by)
    if change.chat.type in GROUPS:
        now = change.new_chat_member
        status = now.status if _present(now) else "left"
        forum = change.chat.is_forum is True
        seen = sight_of(status, granted_to(now), kind=change.chat.type, forum=forum)
        return BotStanding(chat_of(change.chat), seen)
    return None


def _present(member: telegram.ChatMember) -> bool:
    return is_inside(member.status, is_member=getattr(member, "is_member", False))
