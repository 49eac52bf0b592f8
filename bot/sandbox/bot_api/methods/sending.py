"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.attachments import read_attachment
from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.keyboards import read_markup
from bot.sandbox.bot_api.message_view import message_view
from bot.sandbox.bot_api.outgoing import destination, must_be_let_write, send
from bot.sandbox.bot_api.refusals import bad_request
from bot.sandbox.bot_api.texts import read_caption, read_text

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call

Json = dict[str, Any]

_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "record_audio",
    "upload_audio",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
}


def send_message(call: Call) -> Json:
    words = read_text(call)
    markup = read_markup(call.params)
    to = destination(call, "text")
    message = send(call, to, text=words.text, entities=words.entities, reply_markup=markup)
    return message_view(message, call.bot)


def send_photo(call: Call) -> Json:
    return _send_file(call, "photo")


def send_document(call: Call) -> Json:
    return _send_file(call, "document")


def send_chat_action(call: Call) -> bool:
    if call.params.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    must_be_let_write(call, call.chat(Access.WRITE), "text")
    return True


def _send_file(call: Call, kind: str) -> Json:
    media = read_attachment(call, kind)
    words = read_caption(call)
    markup = read_markup(call.params)
    to = destination(call, kind)
    message = send(call, to, media=media, text=words.text, entities=words.entities, reply_markup=markup)
    return message_view(message, call.bot)


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
}
