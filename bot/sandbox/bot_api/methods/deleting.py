"""deleteMessage, deleteMessages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.chats import Channel, Group, PrivateChat
from bot.sandbox.bot_api.outgoing import find_message
from bot.sandbox.bot_api.parameters import as_text, integer
from bot.sandbox.bot_api.posting import sees
from bot.sandbox.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Chat
    from bot.sandbox.bot_api.messages import Message

DELETABLE_FOR = 48 * 3600
DICE_STAYS_FOR = 24 * 3600
MOST_AT_ONCE = 100
_FOR_EVER = {"supergroup_chat_created", "channel_chat_created", "forum_topic_created", "migrate_from_chat_id"}


def delete_message(call: Call) -> bool:
    message_id = call.params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    chat = call.chat(Access.WRITE)
    message = find_message(call, chat, message_id, "to delete")
    _must_be_deletable(call, message)
    message.deleted = True
    return True


def delete_messages(call: Call) -> bool:
    """Missing ones are passed over; one that cannot be deleted keeps them all."""
    wanted = _message_ids(call.params.array("message_ids", called="message identifiers"))
    chat = call.chat(Access.WRITE)
    found = [chat.all_messages[number] for number in wanted if number in chat.all_messages]
    messages = [message for message in found if sees(call.bot, message)]
    for message in messages:
        _must_be_deletable(call, message)
    for message in messages:
        message.deleted = True
    return True


def _message_ids(wanted: list[Any] | None) -> list[int]:
    if not wanted:
        raise bad_request("message identifiers are not specified")
    if len(wanted) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    return [integer(as_text(number)) for number in wanted]


def _must_be_deletable(call: Call, message: Message) -> None:
    chat = message.chat
    age = call.world.clock.now() - message.date
    if age < DELETABLE_FOR and _may_delete(call, chat, message) and not _stays(message, age):
        return
    newer = isinstance(chat, Group) and chat.kind != "group"
    raise bad_request("message can't be deleted" if newer else "message can't be deleted for everyone")


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    if isinstance(chat, PrivateChat):
        return True
    assert isinstance(chat, Group)
    own = message.sender is call.bot and not message.service
    if isinstance(chat, Channel) and own:
        return chat.may(call.bot, "can_post_messages")
    return own or chat.may(call.bot, "can_delete_messages")


def _stays(message: Message, age: float) -> bool:
    if isinstance(message.chat, PrivateChat):
        return message.kind == "dice" and age < DICE_STAYS_FOR
    first = message.chat.kind == "supergroup" and message.id == 1
    return first or message.kind in _FOR_EVER


METHODS = {"deleteMessage": delete_message, "deleteMessages": delete_messages}
