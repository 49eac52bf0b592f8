"""Accounts: what people and bots have in common, and bots."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.bot_api.chats import PrivateChat
    from bot.sandbox.bot_api.commands import CommandLists
    from bot.sandbox.bot_api.flood import FloodLimits
    from bot.sandbox.bot_api.polling import Polling
    from bot.sandbox.bot_api.updates import Inbox
    from bot.sandbox.bot_api.webhook_settings import Webhook

ANONYMOUS_ADMIN = 1087968824
CHANNEL_SENDER = 136817688
TELEGRAM_ITSELF = 777000


class Account:
    """Somebody who can be in a chat."""

    is_bot = False

    def __init__(self, account_id: int, first_name: str, last_name: str | None, username: str | None) -> None:
        self.id = account_id
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.language_code: str | None = None
        self.bio: str | None = None
        self.deleted = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.first_name}>"


class Bot(Account):
    """A bot account, with everything that Telegram remembers for it."""

    is_bot = True

    def __init__(self, account_id: int, name: str, username: str, token: str, *, hears_all: bool) -> None:
        super().__init__(account_id, name, None, username)
        self.token = token
        self.can_read_all_group_messages = hears_all
        self.met: set[int] = {account_id}
        self.private_chats: dict[int, PrivateChat] = {}
        self.inbox: Inbox
        self.polling: Polling
        self.webhook: Webhook
        self.flood: FloodLimits
        self.commands: CommandLists
