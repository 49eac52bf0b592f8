"""Telegram's message ids, as the rest of the house keeps them.

A supergroup counts its own messages, and its id stays. A basic group shares one count with all private chats and may
become a supergroup, where the count starts over: its messages bear their chat's id, so that none is ever taken for
another (https://core.telegram.org/api/channel#migration).
"""

from __future__ import annotations

from bot.core.ids import NativeId

_BASIC_GROUPS = range(-999_999_999_999, 0)


def message_id(chat: int, message: int) -> NativeId:
    return NativeId(f"{chat}/{message}" if chat in _BASIC_GROUPS else str(message))


def place_of(message: NativeId, chat: NativeId) -> tuple[str, int]:
    """The chat that a message is in, and its number there; `chat` is where it is if it does not say so itself."""
    own_chat, _, number = message.rpartition("/")
    return own_chat or chat, int(number)
