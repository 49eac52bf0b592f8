"""How a group on Telegram is, and what the bot may do there (https://core.telegram.org/bots/api#chatmemberadministrator)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import telegram
from telegram.error import BadRequest, Forbidden

from bot.core.community.rights import NOT_THERE, GroupSight, Power, Right
from bot.platforms.telegram import closing, refusals

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.ids import NativeId
    from bot.platforms.telegram.wire import Wire

_GIVEN_BY = {
    Right.INVITE: "can_invite_users",
    Right.DELETE: "can_delete_messages",
    Right.REMOVE: "can_restrict_members",
    Right.BAR: "can_restrict_members",
    Right.MUTE: "can_restrict_members",
    Right.CLOSE: "can_restrict_members",
    Right.INFO: "can_change_info",
    Right.PIN: "can_pin_messages",
    Right.PROMOTE: "can_promote_members",
    Right.TAG: "can_manage_tags",
}
_IN_FORUMS = {Right.TOPICS: "can_manage_topics"}
_NOT_IN_BASIC_GROUPS = frozenset({Right.BAR, Right.MUTE, Right.TAG})
"""`restrictChatMember` is refused there, and whoever was banned is merely out."""
_SUPERGROUP = "supergroup"
_ADMINISTRATOR = "administrator"


class Looking:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def at(self, chat: NativeId) -> GroupSight:
        """Raises TelegramError, but for what says that the bot is not there."""
        me = int(self._wire.token.partition(":")[0])  # which is how every token begins
        try:
            member = await self._wire.standing(chat, me)
            found = await self._wire.about(chat)
        except (Forbidden, BadRequest) as refusal:
            if isinstance(refusal, Forbidden) or refusals.says(refusal, refusals.NEVER_MET):
                return NOT_THERE
            raise
        granted = {name for name, value in member.items() if value is True}
        kind, forum = str(found.get("type")), found.get("is_forum") is True
        seen = sight_of(str(member.get("status")), granted, kind=kind, forum=forum)
        return replace(seen, **_posting(found)) if seen.present else seen


def sight_of(status: str, granted: Collection[str], *, kind: str, forum: bool) -> GroupSight:
    """`granted`: the names of the rights that are true. Only an administrator's count."""
    if status in {"left", "kicked"}:
        return NOT_THERE
    in_charge = status in {_ADMINISTRATOR, "creator"}
    given_by = _GIVEN_BY | (_IN_FORUMS if forum else {})
    powers = tuple(
        Power(right, in_charge and name in granted, name)
        if kind == _SUPERGROUP or right not in _NOT_IN_BASIC_GROUPS
        else Power(right, held=False, called=_SUPERGROUP)
        for right, name in given_by.items()
    )
    return GroupSight(present=True, powers=powers, kind=kind)


def _posting(found: dict[str, Any]) -> dict[str, Any]:
    allowed = closing.permissions_in(found)
    return {"open": closing.is_open(allowed), "permissions": json.dumps(allowed)} if allowed else {}


def granted_to(member: telegram.ChatMember) -> frozenset[str]:
    """Also those that are newer than the library: it keeps them in `api_kwargs`."""
    everything: dict[str, Any] = {name: getattr(member, name, None) for name in member.__slots__}
    return frozenset(name for name, value in (everything | dict(member.api_kwargs)).items() if value is True)
