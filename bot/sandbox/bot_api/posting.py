"""A message appears in a chat, and the bots that hear it are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.chats import Channel, Group
from bot.sandbox.bot_api.message_view import message_view
from bot.sandbox.bot_api.messages import Message, Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.chats import Chat
    from bot.sandbox.bot_api.messages import Topic


def new_message(chat: Chat, sender: Account | None, **content: Any) -> Message:
    """A message that has its number and its date, but is not in the chat yet."""
    return Message(chat=chat, id=chat.next_message_id(), date=int(chat.world.clock.now()), sender=sender, **content)


def post(message: Message, *, to: Iterable[Bot] | None = None) -> Message:
    """Puts the message into its chat and tells the bots that hear it (those in the chat, unless given)."""
    chat = message.chat
    chat.all_messages[message.id] = message
    for bot in chat.bots() if to is None else to:
        if hears(bot, message):
            message.heard_by.add(bot.id)
            _tell(bot, message, "channel_post" if isinstance(chat, Channel) else "message")
    if isinstance(chat, Group) and isinstance(message.sender, Bot) and not message.service:
        chat.last_speaking_bot = message.sender.id
    chat.world.changed_bell.ring()
    return message


def post_service(
    chat: Chat,
    sender: Account | None,
    name: str,
    content: Any,
    *,
    to: Iterable[Bot] | None = None,
    topic: Topic | None = None,
) -> Message:
    """Puts a service message into the chat; every bot there hears those, the one that caused it too."""
    sender_chat = chat if isinstance(chat, Channel) else None
    service = Service(name=name, content=content)
    return post(new_message(chat, sender, service=service, sender_chat=sender_chat, topic=topic), to=to)


def tell_of_edit(message: Message) -> None:
    kind = "edited_channel_post" if isinstance(message.chat, Channel) else "edited_message"
    for bot in message.chat.bots():
        if bot.id in message.heard_by:
            _tell(bot, message, kind)
    message.chat.world.changed_bell.ring()


def sees(bot: Bot, message: Message) -> bool:
    """Whether the bot can refer to the message; for anything else it is "not found"."""
    if message.deleted:
        return False
    if message.sender is bot or bot.id in message.heard_by:
        return True
    chat = message.chat
    return isinstance(chat, Group) and chat.kind != "group" and chat.standing(bot).in_charge


def hears(bot: Bot, message: Message) -> bool:
    """Whether the message comes to the bot as an update (privacy mode, other bots, its own deeds)."""
    if message.service:
        return True
    if isinstance(message.sender, Bot):
        return False
    group = message.chat
    if not isinstance(group, Group) or isinstance(group, Channel):
        return True
    if bot.can_read_all_group_messages or group.standing(bot).in_charge:
        return True
    return _is_for(bot, message, group)


def _is_for(bot: Bot, message: Message, group: Group) -> bool:
    if message.reply_to and message.reply_to.sender is bot:
        return True
    text = message.text.lower()
    if re.search(rf"@{re.escape((bot.username or '').lower())}\b", text):
        return True
    bare = re.match(r"/[a-z0-9_]+(?![\w@/])", text)
    return bare is not None and group.last_speaking_bot in {None, bot.id}


def _tell(bot: Bot, message: Message, kind: str) -> None:
    bot.inbox.deliver(kind, message_view(message, bot), ("message", message.chat.id))
