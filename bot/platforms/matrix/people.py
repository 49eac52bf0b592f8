"""Matrix's users and rooms in the core's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.events import Chat, User
from bot.core.ids import NativeId, PlatformName

if TYPE_CHECKING:
    from bot.platforms.matrix.rooms import Room


def user_in(room: Room, user: str) -> User:
    """As the room knows them. `name` is empty where it does not say; Matrix tells nothing of languages."""
    return User(PlatformName.MATRIX, NativeId(user), room.name_of(user))


def chat_of(room: Room) -> Chat:
    return Chat(PlatformName.MATRIX, room.id)
