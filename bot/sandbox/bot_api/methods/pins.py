"""pinChatMessage, unpinChatMessage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.outgoing import find_message
from bot.sandbox.bot_api.posting import post_service
from bot.sandbox.bot_api.refusals import bad_request, not_enough_rights

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Chat


def pin_chat_message(call: Call) -> bool:
    chat = call.chat(Access.WRITE)
    message = find_message(call, chat, call.params.integer("message_id"), "to pin")
    _must_be_let_pin(call, chat)
    if message.service:
        raise bad_request("service messages can't be pinned")
    if message in chat.pinned:
        chat.pinned.remove(message)
    chat.pinned.append(message)
    post_service(chat, call.bot, "pinned_message", message)
    return True


def unpin_chat_message(call: Call) -> bool:
    """Without an id the newest; nobody is told."""
    chat = call.chat(Access.WRITE)
    message_id = call.params.integer("message_id")
    if message_id:
        message = find_message(call, chat, message_id, "to unpin")
    elif chat.pinned:
        message = chat.pinned[-1]
    else:
        raise bad_request("message to unpin not found")
    _must_be_let_pin(call, chat)
    if message in chat.pinned:
        chat.pinned.remove(message)
    return True


def _must_be_let_pin(call: Call, chat: Chat) -> None:
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    if isinstance(chat, Group) and not chat.may(call.bot, right):
        raise not_enough_rights("manage pinned messages in the chat")


METHODS = {"pinChatMessage": pin_chat_message, "unpinChatMessage": unpin_chat_message}
