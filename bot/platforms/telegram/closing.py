"""A whole group closed and opened: what all its members may do (https://core.telegram.org/bots/api#setchatpermissions).

Administrators and their own permissions stay out of it. All permissions are set at once, so those that are not about
posting are read first and given back as they are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.core.effects import Done, Outcome

if TYPE_CHECKING:
    from bot.platforms.telegram.wire import Wire

_POSTING = "can_send_"


class Closing:
    """Every method raises TelegramError."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def close(self, chat: str) -> Outcome:
        present = permissions_in(await self._wire.about(chat))
        if is_open(present):
            await self._wire.allow_all(chat, {name: may and not _posts(name) for name, may in present.items()})
        return Done()

    async def open(self, chat: str, had: str) -> Outcome:
        """A kind of message that Telegram knew nothing of when the group was closed is allowed."""
        present, before = permissions_in(await self._wire.about(chat)), _understood(had)
        wanted = {name: before.get(name, True) if _posts(name) else may for name, may in present.items()}
        if wanted != present:
            await self._wire.allow_all(chat, wanted)
        return Done()


def permissions_in(found: dict[str, Any]) -> dict[str, bool]:
    """Of a ChatFullInfo. Also those that are newer than this program: what is left out counts as forbidden."""
    told = found.get("permissions")
    return {name: may is True for name, may in told.items()} if isinstance(told, dict) else {}


def is_open(permissions: dict[str, bool]) -> bool:
    return any(may and _posts(name) for name, may in permissions.items())


def _posts(name: str) -> bool:
    return name.startswith(_POSTING)


def _understood(had: str) -> dict[str, bool]:
    return permissions_in({"permissions": json.loads(had)}) if had else {}
