"""forwardMessage, copyMessage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.keyboards import read_markup
from bot.sandbox.bot_api.message_view import message_view
from bot.sandbox.bot_api.outgoing import destination, find_message, send
from bot.sandbox.bot_api.refusals import bad_request
from bot.sandbox.bot_api.texts import read_caption

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.messages import Message

Json = dict[str, Any]


def forward_message(call: Call) -> Json:
    original = _original(call, "forward", "forwarded")
    to = destination(call, original.kind)
    message = send(
        call,
        to,
        text=original.text,
        entities=original.entities,
        media=original.media,
        forward_of=original,
    )
    return message_view(message, call.bot)


def copy_message(call: Call) -> Json:
    markup = read_markup(call.params)
    original = _original(call, "copy", "copied")
    to = destination(call, original.kind)
    text, entities = original.text, original.entities
    if original.media and "caption" in call.params.texts:
        words = read_caption(call)
        text, entities = words.text, words.entities
    message = send(call, to, text=text, entities=entities, media=original.media, reply_markup=markup)
    return {"message_id": message.id}


def _original(call: Call, to: str, done: str) -> Message:
    message_id = call.params.integer("message_id")
    source = call.chat(Access.READ, "from_chat_id")
    message = find_message(call, source, message_id, f"to {to}")
    protected = message.protected or (isinstance(source, Group) and source.protected)
    if protected and message.sender is not call.bot:
        raise bad_request(f"message has protected content and can't be {done}")
    if message.service or protected:
        raise bad_request(f"the message can't be {done}")
    return message


METHODS = {"forwardMessage": forward_message, "copyMessage": copy_message}
