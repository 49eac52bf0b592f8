"""Who may post what: by kind of message, by everybody's permissions and by one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.sandbox.bot_api.chats import Channel

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.chats import Group
    from bot.sandbox.bot_api.messages import Topic

Bar = Literal["outside", "banned", "group", "own", "channel", "topic"]
"""Why somebody may not post: not in the group, barred, nobody may, they may not, no right in the channel, closed."""


@dataclass(frozen=True, slots=True)
class PostKind:
    """The permission that it needs, Telegram's word in CHAT_SEND_..._FORBIDDEN, and what bots are told."""

    permission: str
    client_word: str
    bot_words: str


_TEXT = PostKind("can_send_messages", "PLAIN", "text messages")
POST_KINDS = {
    "text": _TEXT,
    "location": _TEXT,
    "venue": _TEXT,
    "contact": _TEXT,
    "photo": PostKind("can_send_photos", "PHOTOS", "photos"),
    "video": PostKind("can_send_videos", "VIDEOS", "videos"),
    "video_note": PostKind("can_send_video_notes", "ROUNDVIDEOS", "video notes"),
    "voice": PostKind("can_send_voice_notes", "VOICES", "voice notes"),
    "audio": PostKind("can_send_audios", "AUDIOS", "music"),
    "document": PostKind("can_send_documents", "DOCS", "documents"),
    "poll": PostKind("can_send_polls", "POLL", "polls"),
    "animation": PostKind("can_send_other_messages", "GIFS", "animations"),
    "sticker": PostKind("can_send_other_messages", "STICKERS", "stickers"),
    "dice": PostKind("can_send_other_messages", "STICKERS", "dice"),
}


def bar_to_posting(group: Group, account: Account, kind: PostKind, topic: Topic | None = None) -> Bar | None:
    """What keeps somebody from posting this, or None; slow mode apart."""
    standing = group.standing(account)
    if not standing.inside:
        return "banned" if standing.barred else "outside"
    if isinstance(group, Channel):
        return None if group.may(account, "can_post_messages") else "channel"
    if not standing.in_charge:
        if kind.permission not in group.permissions:
            return "group"
        if kind.permission not in standing.own_permissions:
            return "own"
    if topic and topic.closed and not (standing.in_charge and group.may(account, "can_manage_topics")):
        return "topic"
    return None


def bar_to_reacting(group: Group, account: Account) -> bool:
    standing = group.standing(account)
    if standing.in_charge:
        return False
    allowed = group.permissions & standing.own_permissions
    return not standing.inside or "can_react_to_messages" not in allowed
