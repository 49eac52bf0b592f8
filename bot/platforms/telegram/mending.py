"""A second chance for updates that the library refuses, for want of fields that an older Bot API server does not send.

python-telegram-bot 22.8 raises for a restricted member without `can_react_to_messages` and for a poll without
`allows_revoting`, though nothing here depends on them. Without this, a join would be lost for a missing detail.
"""

from __future__ import annotations

from typing import Any

import telegram

_KEPT_OF_A_MESSAGE = frozenset(
    (
        *("message_id", "date", "edit_date", "chat", "from", "sender_chat", "forward_origin", "text", "caption"),
        *("photo", "video", "video_note", "voice", "sticker", "animation", "document", "audio"),
        *("venue", "location", "contact", "dice", "migrate_to_chat_id", "migrate_from_chat_id"),
    )
)
_MESSAGES = ("message", "edited_message")
_SOME_POLL = {
    "id": "0",
    "question": "",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
_MEMBERSHIPS = ("chat_member", "my_chat_member")
_RIGHTS = {
    "administrator": telegram.ChatMemberAdministrator.__slots__,
    "restricted": telegram.ChatMemberRestricted.__slots__,
}


def mended(raw: dict[str, Any]) -> dict[str, Any]:
    """The same update with what is missing filled in harmlessly, and without what only decorates it.

    May raise anything for an update that is not shaped like one.
    """
    update = dict(raw)
    for kind in _MESSAGES:
        if kind in update:
            update[kind] = _message(update[kind])
    for kind in _MEMBERSHIPS:
        if kind in update:
            change = update[kind]
            update[kind] = {
                **_with_sender(change),
                "old_chat_member": _member(change["old_chat_member"]),
                "new_chat_member": _member(change["new_chat_member"]),
            }
    if "chat_join_request" in update:
        update["chat_join_request"] = _with_sender(update["chat_join_request"])
    if "callback_query" in update:
        update["callback_query"] = _pressed(update["callback_query"])
    return update


def _pressed(query: dict[str, Any]) -> dict[str, Any]:
    kept = _with_sender(query)
    return {**kept, "message": _message(query["message"])} if "message" in query else kept


def _message(message: dict[str, Any]) -> dict[str, Any]:
    """Of a poll nothing is read but that it is one."""
    kept = {name: value for name, value in message.items() if name in _KEPT_OF_A_MESSAGE}
    if "poll" in message:
        kept["poll"] = _SOME_POLL
    return _with_sender(kept)


def _member(member: dict[str, Any]) -> dict[str, Any]:
    denied = {name: False for name in _RIGHTS.get(member["status"], ()) if name.startswith(("can_", "is_"))}
    return {"until_date": 0, **denied, **member, "user": _person(member["user"])}


def _with_sender(thing: dict[str, Any]) -> dict[str, Any]:
    return {**thing, "from": _person(thing["from"])} if "from" in thing else thing


def _person(person: dict[str, Any]) -> dict[str, Any]:
    return {"is_bot": False, "first_name": "", **person}
