"""Somebody in a group: taken out of it, silenced, and let speak again (getChatMember, restrictChatMember).

An answer may be lost after the thing was done. So how somebody stands is looked at first, and what is done already
counts as done. A group's default permissions stay out of it: who is let speak again may do what all may.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest

from bot.core.effects import Done, Outcome, Refused
from bot.platforms.telegram import refusals
from bot.platforms.telegram.members import is_inside

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.platforms.telegram.wire import Wire

IN_CHARGE = "This person is an admin there, and bots cannot remove or silence admins."
_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
"""All of ChatPermissions: what is left out counts as forbidden."""
_POSTING = tuple(name for name in _PERMISSIONS if name.startswith("can_send_"))


class Restricting:
    """Every method raises TelegramError. `now` answers in UTC."""

    def __init__(self, wire: Wire, now: Callable[[], datetime]) -> None:
        self._wire = wire
        self._now = now

    async def remove(self, chat: str, user: int) -> Outcome:
        """Who is barred stays so: lifting that would be the same call. A basic group bars nobody."""
        member = await self.standing(chat, user)
        if _is_in_charge(member):
            return Refused(IN_CHARGE)
        if not _is_there(member):
            return Done()
        try:
            await self._wire.unban_chat_member(chat, user, only_if_banned=False)
        except BadRequest as refusal:
            if not refusals.says(refusal, refusals.BASIC_GROUP):
                raise
            await self._wire.ban_chat_member(chat, user)
        return Done()

    async def look(self, chat: str, user: int) -> Outcome:
        """The receipt is empty where nothing was set for them alone."""
        member = await self.standing(chat, user)
        if member.get("status") != "restricted":
            return Done()
        allowed = {name: bool(member.get(name)) for name in _names(member)}
        return Done(json.dumps({"allowed": allowed, "until": _until(member)}))

    async def mute(self, chat: str, user: int) -> Outcome:
        """To restrict somebody who is barred would lift the bar, and who has left need not be silenced."""
        member = await self.standing(chat, user)
        if _is_in_charge(member):
            return Refused(IN_CHARGE)
        if _is_there(member) and not _is_muted(member):
            await self._wire.restrict(chat, user, dict.fromkeys(_names(member), False), 0)
        return Done()

    async def unmute(self, chat: str, user: int, had: str) -> Outcome:
        """Also of somebody who has left: Telegram keeps it for their return."""
        member = await self.standing(chat, user)
        if not _is_muted(member):
            return Done()
        allowed, until = _understood(had)
        if not allowed or 0 < until <= self._now().timestamp():
            allowed, until = dict.fromkeys(_names(member), True), 0
        await self._wire.restrict(chat, user, allowed, until)
        return Done()

    async def standing(self, chat: str, user: int) -> dict[str, Any]:
        """ChatMember, unparsed; of somebody whom Telegram does not know there, as if they had left."""
        try:
            return await self._wire.standing(chat, user)
        except BadRequest as refusal:
            if refusals.says(refusal, refusals.UNKNOWN_PERSON):
                return {"status": "left"}
            raise

    async def is_inside(self, chat: str, user: int) -> bool:
        return _is_there(await self.standing(chat, user))


def _is_there(member: dict[str, Any]) -> bool:
    return is_inside(str(member.get("status")), is_member=bool(member.get("is_member")))


def _is_in_charge(member: dict[str, Any]) -> bool:
    return member.get("status") in {"creator", "administrator"}


def _is_muted(member: dict[str, Any]) -> bool:
    return member.get("status") == "restricted" and not any(member.get(name) for name in _POSTING)


def _names(member: dict[str, Any]) -> list[str]:
    """Also those that are newer than this program, where Telegram names them."""
    return [*_PERMISSIONS, *(name for name in member if name.startswith("can_") and name not in _PERMISSIONS)]


def _until(member: dict[str, Any]) -> int:
    until = member.get("until_date")
    return until if isinstance(until, int) else 0


def _understood(had: str) -> tuple[dict[str, bool], int]:
    if not had:
        return {}, 0
    told = json.loads(had)
    return {name: allowed is True for name, allowed in told["allowed"].items()}, int(told["until"])
