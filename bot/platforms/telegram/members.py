"""Who is in a group, and what the bot may do there: chat_member and my_chat_member updates as events.

The messages that say the same (new_chat_members, left_chat_member) are left alone: large groups have none.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.events import (
    BarLifted,
    BotStanding,
    Event,
    MemberBarred,
    MemberJoined,
    MemberLeft,
    MemberSeen,
    PrivateChatBlocked,
    PrivateChatUnblocked,
)
from bot.platforms.telegram.looking import granted_to, sight_of
from bot.platforms.telegram.people import GROUPS, chat_of, user_of

if TYPE_CHECKING:
    from datetime import datetime

    import telegram

_BARRED = "kicked"
_THROWN_OUT_FOR = timedelta(seconds=66)  # a minute, and what clocks may differ by
_INSIDE = frozenset({"creator", "administrator", "member"})


def is_inside(status: str, *, is_member: bool) -> bool:
    """A restricted member who left stays restricted, with `is_member` false."""
    return status in _INSIDE or (status == "restricted" and is_member)


def member_changed(change: telegram.ChatMemberUpdated) -> Event | None:
    """Joined, left, barred, or seen: whoever's rights change while they stay is certainly there. Bots are nobody."""
    if change.chat.type not in GROUPS or change.new_chat_member.user.is_bot:
        return None
    who, chat = user_of(change.new_chat_member.user), chat_of(change.chat)
    before, after = _present(change.old_chat_member), _present(change.new_chat_member)
    if after:
        return MemberSeen(who, chat) if before else _joined(change)
    if _is_barred(change):
        return MemberBarred(who, chat, _until(change.new_chat_member))
    if change.old_chat_member.status == _BARRED:
        return BarLifted(who, chat)
    return MemberLeft(who, chat) if before else None


def _joined(change: telegram.ChatMemberUpdated) -> MemberJoined:
    """Whoever comes by a link is named as the one who acts, and so is an admin who grants a request."""
    who, by = user_of(change.new_chat_member.user), user_of(change.from_user)
    asked = change.invite_link is not None and change.invite_link.creates_join_request
    return MemberJoined(
        who,
        chat_of(change.chat),
        by=None if by.id == who.id else by,
        approved=bool(change.via_join_request or asked),
    )


def _is_barred(change: telegram.ChatMemberUpdated) -> bool:
    """Throwing somebody out without barring them is a ban of a minute, which is lifted at once."""
    if change.new_chat_member.status != _BARRED:
        return False
    until = _until(change.new_chat_member)
    return until is None or until - change.date > _THROWN_OUT_FOR


def _until(member: telegram.ChatMember) -> datetime | None:
    """0, for ever, arrives as the beginning of the epoch."""
    until: datetime | None = getattr(member, "until_date", None)
    return until if until is not None and until.timestamp() > 0 else None


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
