"""Telegram's users and chats in the core's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.events import Chat, User
from bot.core.ids import NativeId, PlatformName
from bot.platforms.legible import legible_name

if TYPE_CHECKING:
    import telegram

GROUPS = frozenset({"group", "supergroup"})
_SPEAKS_FOR_OTHERS = frozenset({1087968824, 136817688, 777000})
"""GroupAnonymousBot, Channel_Bot and Telegram's own account for linked channels: nobody in particular."""


def user_of(person: telegram.User) -> User:
    """`name` is empty for a deleted account; `language` is what their client is set to, often missing."""
    name = f"{person.first_name} {person.last_name}" if person.last_name else person.first_name or ""
    return User(
        PlatformName.TELEGRAM,
        NativeId(str(person.id)),
        legible_name(name),
        person.username or "",
        person.language_code or "",
    )


def chat_of(chat: telegram.Chat) -> Chat:
    return Chat(PlatformName.TELEGRAM, NativeId(str(chat.id)))


def is_nobody(person: telegram.User | None) -> bool:
    """Whether a message from this account is a channel's or an anonymous admin's: nobody is named there."""
    return person is None or person.id in _SPEAKS_FOR_OTHERS
