"""What Matrix tells, in the core's words. Pure: an event of a room in, an event out, or None for what concerns nobody.

The kinds of events are described in https://spec.matrix.org/latest/client-server-api/#events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.core.community.rights import NOT_THERE
from bot.core.events import (
    BarLifted,
    BotStanding,
    Event,
    GroupMessage,
    GroupMessageEdited,
    GroupMessageSealed,
    GroupReplaced,
    InvitationEnded,
    JoinRequested,
    MemberBarred,
    MemberJoined,
    MemberLeft,
    MemberSeen,
    PrivateChatBlocked,
    PrivateChatUnblocked,
    PrivateFile,
    PrivateText,
    PrivateTextEdited,
    PrivateWordless,
    RequestEnded,
    User,
    Wordless,
)
from bot.core.ids import NativeId
from bot.platforms.matrix import files, power_levels
from bot.platforms.matrix.looking import sight_of
from bot.platforms.matrix.people import chat_of, user_in
from bot.platforms.matrix.readable import mapping, text
from bot.platforms.matrix.render import BY_A_HALL

if TYPE_CHECKING:
    from bot.platforms.matrix.rooms import Room

_WORDS = frozenset({"m.text", "m.emote"})
_NOBODYS = frozenset({"m.notice", "m.key.verification.request"})
"""What programs say among themselves, and is never answered in words."""
_KINDS = {
    "m.image": Wordless.PHOTO,
    "m.video": Wordless.VIDEO,
    "m.audio": Wordless.VOICE,
    "m.file": Wordless.DOCUMENT,
    "m.location": Wordless.LOCATION,
    "m.sticker": Wordless.STICKER,
    "m.poll.start": Wordless.POLL,
    "org.matrix.msc3381.poll.start": Wordless.POLL,
    "m.room.encrypted": Wordless.SEALED,
}
_HOW_IT_IS = frozenset({power_levels.KIND, "m.room.join_rules", "m.room.encryption"})
_QUOTED = re.compile(r"\A(> .*\n?)+\n?")
"""The beginning of a reply in older clients (https://spec.matrix.org/v1.12/client-server-api/#fallbacks-for-rich-replies)."""


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody has put `key` under a message. What that stands for has to be looked up."""

    by: User
    key: str
    message: NativeId
    press: NativeId


def private_event(event: dict[str, Any], room: Room, me: str, other: str) -> Event | Reacted | None:
    """In the chat of the bot with one `other`. Raises nothing, whatever the event holds."""
    kind, sender = text(event, "type"), text(event, "sender")
    if kind == "m.room.member":
        return _came_or_went(event, room, me, other)
    if sender == me or not mapping(event, "content"):
        return None
    by = user_in(room, sender)
    if kind == "m.room.message":
        return _said(event, by)
    if kind == "m.reaction":
        return _reacted(event, by)
    if kind == "m.room.encrypted":
        return _sealed(by)
    return PrivateWordless(by, _KINDS[kind]) if kind in _KINDS else None


def group_event(event: dict[str, Any], room: Room, me: str) -> Event | None:
    """In a group, or in a room that is none of ours. Raises nothing, whatever the event holds."""
    kind, sender = text(event, "type"), text(event, "sender")
    if kind == "m.room.member":
        return _bot_changed(event, room) if text(event, "state_key") == me else _member_changed(event, room, me)
    if kind in _HOW_IT_IS:
        return standing(room, me)
    if kind == "m.room.tombstone":
        return _replaced_room(event, room)
    if sender == me or not mapping(event, "content"):
        return None
    if kind in {"m.room.message", "m.sticker", "m.room.encrypted"}:
        return _group_message(event, room, sender)
    return MemberSeen(user_in(room, sender), chat_of(room)) if kind == "m.reaction" or kind in _KINDS else None


def standing(room: Room, me: str) -> BotStanding:
    return BotStanding(chat_of(room), sight_of(room, me))


def _replaced_room(event: dict[str, Any], room: Room) -> Event | None:
    """The homeserver has seen to it that its sender had the power to."""
    new = text(mapping(event, "content"), "replacement_room")
    if not new or event.get("state_key") != "":
        return None
    return GroupReplaced(user_in(room, text(event, "sender")), chat_of(room), NativeId(new))


def _said(event: dict[str, Any], by: User) -> Event | None:
    content = mapping(event, "content")
    kind = text(content, "msgtype")
    replaced = _replaced(content)
    if kind in _NOBODYS or content.get(BY_A_HALL) is True:
        return None
    if replaced:
        words = _words_now(content)
        return PrivateTextEdited(by, NativeId(replaced), words) if words or kind in _WORDS else None
    if kind == "m.file":
        return PrivateFile(by, files.sent(content), _caption(content))
    if kind in _WORDS:
        return PrivateText(by, _own_words(content), NativeId(text(event, "event_id")))
    return PrivateWordless(by, _KINDS.get(kind, Wordless.OTHER), _caption(content))


def _sealed(by: User) -> Event:
    """It is encrypted, and could not be read: not a word of it will ever be known here."""
    return PrivateWordless(by, _KINDS["m.room.encrypted"])


def _reacted(event: dict[str, Any], by: User) -> Reacted | None:
    relation = mapping(mapping(event, "content"), "m.relates_to")
    key, message = text(relation, "key"), text(relation, "event_id")
    if text(relation, "rel_type") != "m.annotation" or not key or not message:
        return None
    return Reacted(by, key, NativeId(message), NativeId(text(event, "event_id")))


def _group_message(event: dict[str, Any], room: Room, sender: str) -> Event | None:
    """An edit is an event of its own: once that is gone, people read again what was there before.

    What it says that it replaces may be anybody's message.
    """
    content, chat, by = mapping(event, "content"), chat_of(room), user_in(room, sender)
    kind, number = text(content, "msgtype"), NativeId(text(event, "event_id"))
    if kind in _NOBODYS or content.get(BY_A_HALL) is True:
        return None
    if text(event, "type") == "m.room.encrypted":
        return GroupMessageSealed(chat, by)
    if _replaced(content):
        return GroupMessageEdited(chat, by, _words_now(content), number)
    return GroupMessage(chat, by, _words(content), number)


def _came_or_went(event: dict[str, Any], room: Room, me: str, other: str) -> Event | None:
    """The other has come into the private chat, or gone from it, or thrown the bot out.

    Where the bot comes to them, it is open too.
    """
    who, now, before = text(event, "state_key"), _membership(event), _membership_before(event)
    if now == before or not other or who not in {me, other}:
        return None
    if now == "join":
        return PrivateChatUnblocked(user_in(room, other)) if who == other or room.creator != me else None
    theirs = who == other or text(event, "sender") == other
    return PrivateChatBlocked(user_in(room, other)) if theirs and now in {"leave", "ban"} else None


def _member_changed(event: dict[str, Any], room: Room, me: str) -> Event | None:  # noqa: PLR0911 - one line a change
    who, chat = user_in(room, text(event, "state_key")), chat_of(room)
    match _membership_before(event), _membership(event):
        case "join", "join":
            return MemberSeen(who, chat)
        case before, "join":
            by = _brought_by(event, room)
            return MemberJoined(who, chat, by=by, approved=before == "invite" and _may_let_in(by, room, me))
        case before, "knock" if before != "knock":
            return JoinRequested(who, chat, text(event, "event_id"))
        case before, "ban" if before != "ban":
            return MemberBarred(who, chat)
        case "knock" | "invite" as before, "leave":
            return _came_to_nothing(event, room, before, me)
        case "ban", "leave":
            return BarLifted(who, chat)
        case _, "leave":
            return MemberLeft(who, chat)
    return None


def _brought_by(event: dict[str, Any], room: Room) -> User | None:
    """Who had invited them, where the homeserver says so; the one who comes is named as the one who acts."""
    inviter = text(mapping(event, "unsigned"), "prev_sender")
    return user_in(room, inviter) if inviter and inviter != text(event, "state_key") else None


def _may_let_in(by: User | None, room: Room, me: str) -> bool:
    """To invite is every member's right in most rooms: a request is granted by whoever may also send people away."""
    return by is None or by.id == me or room.level_of(by.id) >= power_levels.needed_for("kick", room.powers)


def _came_to_nothing(event: dict[str, Any], room: Room, before: str, me: str) -> Event | None:
    """What the bot itself did about it is known from what it was answered."""
    who, chat, sender = user_in(room, text(event, "state_key")), chat_of(room), text(event, "sender")
    if sender == me:
        return None
    ended = RequestEnded if before == "knock" else InvitationEnded
    return ended(who, chat, by_themselves=sender == who.id)


def _bot_changed(event: dict[str, Any], room: Room) -> Event | None:
    now = _membership(event)
    if now == "join":
        return standing(room, text(event, "state_key"))
    return BotStanding(chat_of(room), NOT_THERE) if now in {"leave", "ban"} else None


def _membership(event: dict[str, Any]) -> str:
    return text(mapping(event, "content"), "membership")


def _membership_before(event: dict[str, Any]) -> str:
    """Homeservers put it under `unsigned`; older ones, beside the content."""
    before = mapping(mapping(event, "unsigned"), "prev_content") or mapping(event, "prev_content")
    return text(before, "membership")


def _replaced(content: dict[str, Any]) -> str:
    relation = mapping(content, "m.relates_to")
    return text(relation, "event_id") if text(relation, "rel_type") == "m.replace" else ""


def _words_now(content: dict[str, Any]) -> str:
    """After an edit; `body` is for clients that know nothing of edits, and begins with a star there."""
    now = mapping(content, "m.new_content")
    return _words(now) if now else _words(content).removeprefix("* ")


def _words(content: dict[str, Any]) -> str:
    """A picture speaks by its caption: a `body` beside another `filename`."""
    return _own_words(content) if text(content, "msgtype") in _WORDS else _caption(content)


def _own_words(content: dict[str, Any]) -> str:
    words = text(content, "body")
    if "m.in_reply_to" in mapping(content, "m.relates_to"):
        return _QUOTED.sub("", words)
    return words


def _caption(content: dict[str, Any]) -> str:
    name = text(content, "filename")
    return text(content, "body") if name and name != text(content, "body") else ""
