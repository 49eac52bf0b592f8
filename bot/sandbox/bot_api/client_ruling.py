"""What people in charge of a group do with it, each in so far as they may."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.chats import Group, PrivateChat
from bot.sandbox.bot_api.client import Client
from bot.sandbox.bot_api.membership import change_standing, come_in, put_out, settle_request
from bot.sandbox.bot_api.migration import upgrade
from bot.sandbox.bot_api.posting import post_service
from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.bot_api.rights import admin_rights
from bot.sandbox.bot_api.standing import (
    FOR_EVER,
    LEFT,
    MEMBER,
    Standing,
    Status,
    administrator,
    restricted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.messages import Message


class Ruling(Client):
    def add(self, group: Group, other: Account) -> None:
        """Adds somebody as a member; a ban ends with it. In channels bots can only be administrators."""
        self._must_have(group, "can_invite_users")
        if group.kind == "channel" and isinstance(other, Bot):
            raise ClientTold("USER_BOT")
        if group.is_member(other):
            raise ClientTold("USER_ALREADY_PARTICIPANT")
        come_in(group, other, by=self)

    def add_bot(self, group: Group, bot: Bot, *, as_admin: Iterable[str] | None = None) -> None:
        """Adds a bot as a member, or at once as an administrator with these rights (("all",): every right)."""
        if as_admin is None:
            self.add(group, bot)
            return
        self._must_have(group, "can_promote_members")
        is_new = not group.is_member(bot)
        self._promote(group, bot, frozenset(as_admin))
        if is_new and group.kind != "channel":
            post_service(group, self, "new_chat_members", [bot])

    def remove(self, group: Group, other: Account) -> None:
        """Puts somebody out; from a supergroup that is a ban, as in Telegram's own clients."""
        self.ban(group, other)

    def ban(self, group: Group, other: Account, *, until: int = FOR_EVER) -> None:
        self._must_have(group, "can_restrict_members")
        self._must_rank_above(group, other)
        put_out(group, other, by=self, until=until)

    def unban(self, group: Group, other: Account) -> None:
        self._must_have(group, "can_restrict_members")
        if group.standing(other).barred:
            change_standing(group, other, LEFT, by=self)

    def restrict(self, group: Group, other: Account, *allowed: str, until: int = FOR_EVER) -> None:
        """Leaves somebody only these permissions."""
        self._must_have(group, "can_restrict_members")
        self._must_rank_above(group, other)
        new = restricted(frozenset(allowed), until, inside=group.is_member(other))
        change_standing(group, other, new, by=self)

    def promote(
        self, group: Group, who: Account, *, anonymous: bool = False, title: str | None = None, **rights: bool
    ) -> None:
        """Makes somebody an administrator with exactly these rights."""
        self._must_have(group, "can_promote_members")
        self._must_rank_above(group, who)
        if not group.is_member(who):
            raise ClientTold("USER_NOT_PARTICIPANT")
        given = frozenset(name for name, value in rights.items() if value)
        self._promote(group, who, given, anonymous=anonymous, title=title)

    def demote(self, group: Group, who: Account) -> None:
        self._must_have(group, "can_promote_members")
        self._must_rank_above(group, who)
        change_standing(group, who, MEMBER, by=self)

    def hide_behind_group(self, group: Group, *, anonymous: bool = True) -> None:
        """Switches one's own anonymity as an administrator."""
        self._must_be_in_charge(group, "can_manage_chat")
        standing = group.standing(self)
        change_standing(group, self, replace(standing, anonymous=anonymous), by=self)

    def approve(self, group: Group, other: Account) -> None:
        self._must_be_in_charge(group, "can_invite_users")
        request = settle_request(group, other)
        if request is None:
            raise ClientTold("HIDE_REQUESTER_MISSING")
        come_in(group, other, by=self, link=request.link, by_request=True)

    def decline(self, group: Group, other: Account) -> None:
        """No bot is told."""
        self._must_be_in_charge(group, "can_invite_users")
        if settle_request(group, other) is None:
            raise ClientTold("HIDE_REQUESTER_MISSING")

    def set_permissions(self, group: Group, *allowed: str) -> None:
        """Leaves everybody only these permissions; no bot is told."""
        self._must_have(group, "can_restrict_members")
        group.permissions = frozenset(allowed)
        self.world.changed_bell.ring()

    def set_slow_mode(self, group: Group, seconds: int) -> None:
        self._must_have(group, "can_restrict_members")
        group.slow_mode_seconds = seconds

    def set_title(self, group: Group, title: str) -> None:
        self._must_have(group, "can_change_info")
        group.title = title
        post_service(group, self, "new_chat_title", title)

    def set_description(self, group: Group, description: str) -> None:
        """No bot is told."""
        self._must_have(group, "can_change_info")
        group.description = description
        self.world.changed_bell.ring()

    def pin(self, message: Message) -> None:
        chat = message.chat
        if isinstance(chat, Group):
            self._must_have(chat, "can_pin_messages")
        chat.pinned.append(message)
        post_service(chat, self, "pinned_message", message)

    def unpin(self, message: Message) -> None:
        """No bot is told."""
        if not isinstance(message.chat, PrivateChat):
            assert isinstance(message.chat, Group)
            self._must_have(message.chat, "can_pin_messages")
        message.chat.pinned.remove(message)

    def upgrade(self, group: Group) -> Group:
        """Makes a supergroup of a basic group, with a new id; both bear a note of it."""
        if group.owner is not self or group.kind != "group":
            raise ClientTold("CHAT_ADMIN_REQUIRED")
        return upgrade(group)

    def _promote(
        self, group: Group, who: Account, rights: frozenset[str], *, anonymous: bool = False, title: str | None = None
    ) -> None:
        possible = frozenset(admin_rights(group.kind))
        wrong = rights - possible - {"all"}
        if wrong:
            raise ValueError(f"a {group.kind} has no rights {sorted(wrong)}")
        given = possible if "all" in rights else rights
        if any(not group.may(self, right) for right in given):
            raise ClientTold("RIGHT_FORBIDDEN")
        new = administrator(given, self.id, anonymous=anonymous, title=title)
        change_standing(group, who, new, by=self)

    def _must_rank_above(self, group: Group, other: Account) -> None:
        theirs: Standing = group.standing(other)
        mine = group.standing(self)
        if theirs.status is Status.CREATOR:
            raise ClientTold("USER_CREATOR")
        if theirs.in_charge and mine.status is not Status.CREATOR and theirs.promoted_by != self.id:
            raise ClientTold("USER_ADMIN_INVALID")
