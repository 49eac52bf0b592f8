"""What Telegram tells, in the core's words. Pure: an update in, an event out, or None for what concerns nobody here.

The kinds of updates and their traps are described in https://core.telegram.org/bots/api#update.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import telegram

from bot.core.events import (
    ChoicePressed,
    Event,
    GroupMessage,
    GroupMessageEdited,
    GroupMoved,
    JoinRequested,
    MemberSeen,
    PrivateFile,
    PrivateText,
    PrivateTextEdited,
    PrivateWordless,
    SentFile,
    Wordless,
)
from bot.core.ids import NativeId, PlatformName, Token
from bot.platforms.legible import legible, legible_name
from bot.platforms.telegram.members import bot_changed, member_changed
from bot.platforms.telegram.message_ids import message_id
from bot.platforms.telegram.people import GROUPS, chat_of, is_nobody, user_of

if TYPE_CHECKING:
    from datetime import datetime

ASKED_FOR = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
)
"""For `allowed_updates`: chat_member and message_reaction come only when they are asked for by name."""

_KINDS = {
    "photo": Wordless.PHOTO,
    "video": Wordless.VIDEO,
    "video_note": Wordless.VIDEO,
    "voice": Wordless.VOICE,
    "sticker": Wordless.STICKER,
    "animation": Wordless.VIDEO,
    "document": Wordless.DOCUMENT,
    "audio": Wordless.DOCUMENT,
    "venue": Wordless.LOCATION,
    "location": Wordless.LOCATION,
    "contact": Wordless.CONTACT,
    "poll": Wordless.POLL,
}
"""An animation also fills `document`, a venue also `location`: the first that is there counts."""


def event_of(update: telegram.Update) -> Event | None:  # noqa: PLR0911 - one line a kind reads best
    """Raises nothing for any update that the library could parse."""
    if update.message:
        return _message(update.message)
    if update.edited_message:
        return _edited(update.edited_message)
    if update.callback_query:
        return _pressed(update.callback_query)
    if update.chat_member:
        return member_changed(update.chat_member)
    if update.my_chat_member:
        return bot_changed(update.my_chat_member)
    if update.chat_join_request:
        return _join_requested(update.chat_join_request)
    if update.message_reaction:
        return _reacted(update.message_reaction)
    return None


def moment_of(update: telegram.Update) -> datetime | None:
    """When it happened, UTC; None where Telegram does not say: for a pressed button."""
    if update.message:
        return update.message.date
    told = (
        update.edited_message
        or update.chat_member
        or update.my_chat_member
        or update.chat_join_request
        or update.message_reaction
    )
    return (getattr(told, "edit_date", None) or told.date) if told else None


def _message(message: telegram.Message) -> Event | None:
    if message.chat.type in GROUPS:
        return _in_group(message)
    sender = message.from_user
    if message.chat.type != "private" or sender is None or sender.is_bot:
        return None
    words = legible(message.text or message.caption or "")
    if message.document and not message.animation:
        return _file(message, sender, words)
    if message.forward_origin:
        return PrivateWordless(user_of(sender), Wordless.FORWARDED, words)
    if message.text is not None:
        return PrivateText(user_of(sender), words, message_id(message.chat.id, message.message_id))
    kind = _kind(message)
    return PrivateWordless(user_of(sender), kind, words) if kind else None


def _file(message: telegram.Message, sender: telegram.User, caption: str) -> Event:
    """Also one that was forwarded: whoever sends a file on means what is in it."""
    document = message.document
    assert document is not None, "asked before"
    file = SentFile(
        where=legible(document.file_id),
        name=legible_name(document.file_name or ""),
        kind=legible(document.mime_type or ""),
        size=document.file_size,
    )
    return PrivateFile(user_of(sender), file, caption)


def _in_group(message: telegram.Message) -> Event | None:
    """An anonymous admin and a channel speak through accounts that are bots; every other bot is left alone."""
    if message.migrate_to_chat_id:
        return _moved(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return _moved(message.migrate_from_chat_id, message.chat.id)
    text = message.text or message.caption or ""
    if not text and _kind(message) is None:
        return None
    sender = _somebody(message)
    if sender and sender.is_bot:
        return None
    by = user_of(sender) if sender else None
    return GroupMessage(chat_of(message.chat), by, legible(text), message_id(message.chat.id, message.message_id))


def _somebody(message: telegram.Message) -> telegram.User | None:
    return None if message.sender_chat or is_nobody(message.from_user) else message.from_user


def _moved(old: int, new: int) -> GroupMoved:
    """Said once in the old chat and once in the new one: taking it in twice does no harm."""
    return GroupMoved(PlatformName.TELEGRAM, NativeId(str(old)), NativeId(str(new)))


def _kind(message: telegram.Message) -> Wordless | None:
    """What it is that has no words. None for a service message ("pinned a message"): nobody sent anything."""
    for field, kind in _KINDS.items():
        if getattr(message, field):
            return kind
    return Wordless.OTHER if message.effective_attachment or message.api_kwargs else None


def _edited(message: telegram.Message) -> Event | None:
    """Live locations arrive as edits too, and say nothing."""
    sender = message.from_user
    words, number = message.text or message.caption, message_id(message.chat.id, message.message_id)
    if words is None:
        return None
    if message.chat.type in GROUPS:
        return _edited_in_group(message, legible(words), number)
    if message.chat.type != "private" or sender is None or sender.is_bot:
        return None
    return PrivateTextEdited(user_of(sender), number, legible(words))


def _edited_in_group(message: telegram.Message, words: str, number: NativeId) -> Event | None:
    sender = _somebody(message)
    if sender and sender.is_bot:
        return None
    return GroupMessageEdited(chat_of(message.chat), user_of(sender) if sender else None, words, number)


def _pressed(query: telegram.CallbackQuery) -> Event | None:
    """The message is named only in private, where its number is enough to find it, and while it is to be had."""
    if query.data is None or query.from_user.is_bot:
        return None
    message = query.message
    at_hand = message is not None and message.is_accessible and message.chat.type == "private"
    bearing = NativeId(str(message.message_id)) if message is not None and at_hand else None
    return ChoicePressed(user_of(query.from_user), Token(legible(query.data)), NativeId(query.id), bearing)


def _join_requested(request: telegram.ChatJoinRequest) -> Event:
    """Where to write to them, `user_chat_id`, is the id of their private chat: the same number as the user's own."""
    return JoinRequested(user_of(request.from_user), chat_of(request.chat))


def _reacted(reaction: telegram.MessageReactionUpdated) -> Event | None:
    """A channel or an anonymous admin reacts as `actor_chat`, without a user."""
    if reaction.user is None or reaction.user.is_bot or reaction.chat.type not in GROUPS:
        return None
    return MemberSeen(user_of(reaction.user), chat_of(reaction.chat))
