"""A Message in JSON, as one bot sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.accounts import Account
from bot.sandbox.bot_api.chats import Channel, Group
from bot.sandbox.bot_api.messages import Message
from bot.sandbox.bot_api.views import (
    ANONYMOUS_USER,
    CHANNEL_USER,
    TELEGRAM_USER,
    chat_view,
    user_view,
)

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Bot
    from bot.sandbox.bot_api.chats import Chat

Json = dict[str, Any]


def message_view(message: Message, bot: Bot, *, with_reply: bool = True) -> Json:
    """What the bot gets to see; `with_reply` false leaves out the message that it answers."""
    view: Json = {"message_id": message.id}
    view |= _thread(message)
    view |= sender_view(message, bot)
    view |= {"chat": chat_view(message.chat, bot), "date": message.date}
    if message.edit_date:
        view["edit_date"] = message.edit_date
    if message.forward_of:
        view["forward_origin"] = _origin(message.original, bot)
    if message.automatic_forward:
        view["is_automatic_forward"] = True
    if message.protected:
        view["has_protected_content"] = True
    answered = answered_message(message)
    if with_reply and answered:
        view["reply_to_message"] = message_view(answered, bot, with_reply=False)
    view |= _content(message, bot)
    if message.reply_markup and "inline_keyboard" in message.reply_markup:
        view["reply_markup"] = message.reply_markup
    return view


def inaccessible_view(chat: Chat, message_id: int, bot: Bot) -> Json:
    """An InaccessibleMessage: deleted, or never there."""
    return {"chat": chat_view(chat, bot), "message_id": message_id, "date": 0}


def sender_view(message: Message, bot: Bot) -> Json:
    """`from` and `sender_chat`: anonymous administrators and channels hide behind accounts of Telegram's own."""
    view: Json = {}
    if message.sender_chat is None:
        if message.sender:
            view["from"] = user_view(message.sender, bot)
    elif isinstance(message.chat, Channel):
        view["sender_chat"] = chat_view(message.sender_chat, bot)
    else:
        view["from"] = _stand_in(message)
        view["sender_chat"] = chat_view(message.sender_chat, bot)
    if message.author_signature:
        view["author_signature"] = message.author_signature
    tag = _tag(message)
    if tag:
        view["sender_tag"] = tag
    return view


def answered_message(message: Message) -> Message | None:
    """What it replies to; a message in a topic that replies to nothing bears the topic's first message."""
    if message.reply_to:
        return None if message.reply_to.deleted else message.reply_to
    if message.topic and message.id != message.topic.id:
        return message.chat.all_messages.get(message.topic.id)
    return None


def _origin(message: Message, bot: Bot) -> Json:
    origin: Json = {"date": message.date}
    if isinstance(message.chat, Channel):
        return origin | {"type": "channel", "chat": chat_view(message.chat, bot), "message_id": message.id}
    if message.sender_chat:
        return origin | {"type": "chat", "sender_chat": chat_view(message.sender_chat, bot)}
    assert message.sender
    return origin | {"type": "user", "sender_user": user_view(message.sender, bot)}


def _stand_in(message: Message) -> Json:
    if message.automatic_forward:
        return TELEGRAM_USER
    return ANONYMOUS_USER if message.sender_chat is message.chat else CHANNEL_USER


def _tag(message: Message) -> str | None:
    group = message.chat
    if message.sender is None or message.sender_chat or not isinstance(group, Group):
        return None
    return group.standing(message.sender).tag


def _thread(message: Message) -> Json:
    if message.topic:
        return {"message_thread_id": message.topic.id, "is_topic_message": True}
    if message.chat.kind == "supergroup" and message.reply_to:
        return {"message_thread_id": _first_of_replies(message.reply_to).id}
    return {}


def _first_of_replies(message: Message) -> Message:
    while message.reply_to:
        message = message.reply_to
    return message


def _content(message: Message, bot: Bot) -> Json:
    if message.service:
        return {message.service.name: _told(message.service.content, bot)}
    if message.media is None:
        words: Json = {"text": message.text}
        entities_name = "entities"
    else:
        words = {message.media.kind: message.media.body}
        if message.text:
            words["caption"] = message.text
        entities_name = "caption_entities"
    if message.entities:
        words[entities_name] = message.entities
    return words


def _told(content: Any, bot: Bot) -> Any:
    if isinstance(content, Account):
        return user_view(content, bot)
    if isinstance(content, Message):
        return message_view(content, bot, with_reply=False)
    if isinstance(content, list):
        return [_told(item, bot) for item in content]
    return content
