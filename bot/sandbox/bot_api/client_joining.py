"""How people come into groups and leave them, and stop bots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.sandbox.bot_api.blocking import set_blocked
from bot.sandbox.bot_api.client import Client
from bot.sandbox.bot_api.membership import ask_to_join, come_in, leave, settle_request
from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.bot_api.standing import Status

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Bot
    from bot.sandbox.bot_api.chats import Group
    from bot.sandbox.bot_api.invite_links import InviteLink

Joined = Literal["joined", "asked"]
PUBLIC = "https://t.me/"


class Joining(Client):
    def join(self, url: str) -> Joined:
        """Opens an invite link or a public group's address: comes straight in, or asks to be let in.

        Raises ClientTold INVITE_HASH_EXPIRED, USERS_TOO_MUCH, USER_ALREADY_PARTICIPANT, or INVITE_REQUEST_SENT when
        the same question is still open.
        """
        link = self.world.link(url)
        group = link.group if link else self.world.public_chat(url.removeprefix(PUBLIC))
        now = self.world.clock.now()
        if group is None or group.standing(self).barred or group.upgraded_to or (link and link.dead(now)):
            raise ClientTold("INVITE_HASH_EXPIRED")
        if group.is_member(self):
            raise ClientTold("USER_ALREADY_PARTICIPANT")
        if link and link.full:
            raise ClientTold("USERS_TOO_MUCH")
        if link.asks if link else group.join_by_request:
            return self._ask(group, link)
        come_in(group, self, by=self, link=link)
        return "joined"

    def withdraw_request(self, group: Group) -> None:
        """No bot is told."""
        if settle_request(group, self) is None:
            raise ClientTold("HIDE_REQUESTER_MISSING")

    def leave(self, group: Group) -> None:
        if not group.is_member(self):
            raise ClientTold("USER_NOT_PARTICIPANT")
        leave(group, self)

    def block(self, bot: Bot) -> None:
        set_blocked(self.chat_with(bot), blocked=True)

    def unblock(self, bot: Bot) -> None:
        set_blocked(self.chat_with(bot), blocked=False)

    def delete_account(self) -> None:
        """The account is no more; bots that write to it are told that it is deactivated."""
        self.deleted = True
        self.first_name, self.last_name, self.username = "", None, None
        for group in self.world.groups.values():
            standing = group.standing(self)
            if standing.inside and standing.status is not Status.CREATOR:
                leave(group, self)
        self.world.changed_bell.ring()

    def _ask(self, group: Group, link: InviteLink | None) -> Joined:
        if self.id in group.requests:
            raise ClientTold("INVITE_REQUEST_SENT")
        ask_to_join(group, self, link)
        return "asked"
