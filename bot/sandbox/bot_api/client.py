"""What every act of a person's client has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.accounts import Account, Bot
from bot.sandbox.bot_api.chats import Group, PrivateChat
from bot.sandbox.bot_api.refusals import ClientTold

if TYPE_CHECKING:
    from bot.sandbox.bot_api.chats import Chat
    from bot.sandbox.bot_api.world import BotApiWorld


class Client(Account):
    """A person's account, seen from their own device. What Telegram refuses raises ClientTold."""

    def __init__(
        self, world: BotApiWorld, account_id: int, first_name: str, last_name: str | None, username: str | None
    ) -> None:
        super().__init__(account_id, first_name, last_name, username)
        self.world = world

    def chat_with(self, bot: Bot) -> PrivateChat:
        return self.world.private_chat(bot, self)

    def _chat(self, target: Chat | Bot) -> Chat:
        return self.chat_with(target) if isinstance(target, Bot) else target

    def _must_look_into(self, chat: Chat) -> None:
        if isinstance(chat, Group) and not self._can_look_into(chat):
            raise ClientTold("CHANNEL_PRIVATE")
        if isinstance(chat, PrivateChat) and chat.blocked:
            raise ClientTold("YOU_BLOCKED_USER")

    def _can_look_into(self, group: Group) -> bool:
        standing = group.standing(self)
        return standing.inside or (group.username is not None and not standing.barred)

    def _must_have(self, group: Group, right: str) -> None:
        if not group.is_member(self):
            raise ClientTold("CHANNEL_PRIVATE")
        if not group.may(self, right):
            raise ClientTold("CHAT_ADMIN_REQUIRED")

    def _must_be_in_charge(self, group: Group, right: str) -> None:
        self._must_have(group, right)
        if not group.standing(self).in_charge:
            raise ClientTold("CHAT_ADMIN_REQUIRED")
