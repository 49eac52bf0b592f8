"""Updates as Telegram sends them, written by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot.core.events import Arrival
from bot.platforms.telegram.arrivals import arrival_of

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SENT = 1_795_000_000
SENT_AT = datetime.fromtimestamp(SENT, UTC)

Json = dict[str, Any]

ANN: Json = {
    "id": 1001,
    "is_bot": False,
    "first_name": "Ann",
    "last_name": "Archer",
    "username": "ann",
    "language_code": "cy",
}
ANNS_CHAT: Json = {"id": 1001, "type": "private", "first_name": "Ann"}
SUPERGROUP: Json = {"id": -1001234567890, "type": "supergroup", "title": "Evening"}
BASIC_GROUP: Json = {"id": -4321, "type": "group", "title": "Evening"}
CHANNEL: Json = {"id": -1009999, "type": "channel", "title": "News"}
ANOTHER_BOT: Json = {"id": 55, "is_bot": True, "first_name": "Spam", "username": "spam_bot"}
THE_BOT: Json = {"id": 42, "is_bot": True, "first_name": "Hall", "username": "hall_bot"}
ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM_ITSELF: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}

_update_ids = count(1)


def update(kind: str, content: Json) -> Json:
    return {"update_id": next(_update_ids), kind: content}


def private(**content: Any) -> Json:
    return {"message_id": 7, "date": SENT, "chat": ANNS_CHAT, "from": ANN, **content}


def in_group(chat: Json = SUPERGROUP, **content: Any) -> Json:
    return {"message_id": 8, "date": SENT, "chat": chat, "from": ANN, **content}


def membership(before: Json, after: Json, *, chat: Json = SUPERGROUP, user: Json = ANN) -> Json:
    return {
        "chat": chat,
        "from": ANN,
        "date": SENT,
        "old_chat_member": {"user": user, **before},
        "new_chat_member": {"user": user, **after},
    }


def restricted(*, is_member: bool, **more: Any) -> Json:
    rights = (
        *("can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages", "can_send_polls"),
        *("can_send_other_messages", "can_add_web_page_previews", "can_manage_topics", "can_send_audios"),
        *("can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes"),
        *("can_send_voice_notes", "can_edit_tag", "can_react_to_messages"),
    )
    return {"status": "restricted", "is_member": is_member, "until_date": 0, **dict.fromkeys(rights, False), **more}


def administrator(**granted: Any) -> Json:
    rights = (
        *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
        *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
        *("can_post_stories", "can_edit_stories", "can_delete_stories"),
    )
    return {"status": "administrator", **dict.fromkeys(rights, False), **granted}


MEMBER: Json = {"status": "member"}
LEFT: Json = {"status": "left"}
BARRED: Json = {"status": "kicked", "until_date": 0}
OWNER: Json = {"status": "creator", "is_anonymous": False}


def arrives(raw: Json) -> Arrival:
    """As it would come through the wire: through JSON and back."""
    return arrival_of(json.loads(json.dumps(raw)), lambda: NOW)
