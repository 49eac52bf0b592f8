"""editMessageText, editMessageCaption, editMessageReplyMarkup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.chats import Channel
from bot.sandbox.bot_api.keyboards import read_markup
from bot.sandbox.bot_api.message_view import message_view
from bot.sandbox.bot_api.outgoing import find_message
from bot.sandbox.bot_api.refusals import bad_request
from bot.sandbox.bot_api.texts import read_caption, read_text

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.entities import Formatted
    from bot.sandbox.bot_api.messages import Message

Json = dict[str, Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(call: Call) -> Json:
    words = read_text(call)
    markup = read_markup(call.params, inline_only=True)
    message = _own_message(call)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return _changed(call, message, words, markup)


def edit_message_caption(call: Call) -> Json:
    words = read_caption(call)
    markup = read_markup(call.params, inline_only=True)
    message = _own_message(call)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return _changed(call, message, words, markup)


def edit_message_reply_markup(call: Call) -> Json:
    markup = read_markup(call.params, inline_only=True)
    message = _own_message(call)
    return _changed(call, message, None, markup)


def _own_message(call: Call) -> Message:
    message_id = call.params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    chat = call.chat(Access.EDIT)
    message = find_message(call, chat, message_id, "to edit")
    own = message.sender is call.bot or (isinstance(chat, Channel) and chat.may(call.bot, "can_edit_messages"))
    keyboard = message.reply_markup is not None and "inline_keyboard" not in message.reply_markup
    if not own or message.forward_of or message.service or keyboard:
        raise bad_request("message can't be edited")
    return message


def _changed(call: Call, message: Message, words: Formatted | None, markup: Json | None) -> Json:
    text = message.text if words is None else words.text
    entities = message.entities if words is None else words.entities
    if (text, entities, markup) == (message.text, message.entities, message.reply_markup):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.reply_markup = text, entities, markup
    message.edit_date = int(call.world.clock.now())
    return message_view(message, call.bot, with_reply=False)


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
