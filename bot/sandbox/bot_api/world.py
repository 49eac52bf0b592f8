"""Everything that exists: people, bots, chats; and what was called. No HTTP here."""

from __future__ import annotations

import asyncio
import random
import string
from typing import TYPE_CHECKING

from bot.sandbox.bot_api.accounts import Account, Bot
from bot.sandbox.bot_api.bell import Bell
from bot.sandbox.bot_api.call_record import CallRecord
from bot.sandbox.bot_api.chats import Channel, Group, PrivateChat
from bot.sandbox.bot_api.clock import MovableClock
from bot.sandbox.bot_api.commands import CommandLists
from bot.sandbox.bot_api.faults import Faults
from bot.sandbox.bot_api.files import Files
from bot.sandbox.bot_api.flood import FloodLimits
from bot.sandbox.bot_api.people import Person
from bot.sandbox.bot_api.polling import Polling
from bot.sandbox.bot_api.posting import post_service
from bot.sandbox.bot_api.updates import Inbox
from bot.sandbox.bot_api.webhook_settings import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.bot_api.call_record import BotCall
    from bot.sandbox.bot_api.callbacks import CallbackQuery
    from bot.sandbox.bot_api.chats import Chat
    from bot.sandbox.bot_api.invite_links import InviteLink, JoinRequest


class BotApiWorld:
    """One Telegram. Everything in it is synchronous, seeded, and belongs to one event loop.

    `limits` false switches flood limits off. `public_server` true accepts only such webhook addresses as
    api.telegram.org does; a self-hosted server takes any.
    """

    def __init__(
        self,
        clock: MovableClock | None = None,
        *,
        limits: bool = True,
        seed: int = 0,
        public_server: bool = False,
    ) -> None:
        self.clock = clock or MovableClock()
        self.chance = random.Random(seed)  # noqa: S311 - repeatable worlds, nothing secret
        self.limits = limits
        self.public_server = public_server
        self.accounts: dict[int, Account] = {}
        self.bots: dict[str, Bot] = {}
        self.groups: dict[int, Group] = {}
        self.callback_queries: dict[str, CallbackQuery] = {}
        self.files = Files(self)
        self.faults = Faults()
        self.record = CallRecord()
        self.changed_bell = Bell()
        self.webhook_bell = Bell()
        self._mailbox_ids = 0
        self._next_person = 700_000_001
        self._next_group = 1

    # --- who there is

    def add_bot(
        self,
        token: str,
        username: str,
        name: str | None = None,
        *,
        can_read_all_group_messages: bool = False,
    ) -> Bot:
        """Makes a bot; its id is the number before the token's colon."""
        bot_id = int(token.partition(":")[0])
        bot = Bot(bot_id, name or username, username, token, hears_all=can_read_all_group_messages)
        bot.inbox = Inbox(self.clock, self.chance)
        bot.polling = Polling(bot.inbox, self.clock)
        bot.webhook = Webhook()
        bot.flood = FloodLimits(self.clock)
        bot.commands = CommandLists()
        self.bots[token] = bot
        self._register(bot)
        return bot

    def add_person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str = "en",
        id: int | None = None,  # noqa: A002 - Telegram's own word
        bio: str | None = None,
    ) -> Person:
        if id is None:
            id = self._next_person  # noqa: A001
            self._next_person += 1
        person = Person(self, id, first_name, last_name, username)
        person.language_code = language_code
        person.bio = bio
        self._register(person)
        return person

    def add_supergroup(
        self,
        title: str,
        owner: Person,
        *,
        id: int | None = None,  # noqa: A002
        username: str | None = None,
        hidden_members: bool = False,
        forum: bool = False,
    ) -> Group:
        """A supergroup; its first message, as always, is the note that it was made."""
        group = Group(self, id or -1_000_000_000_000 - self.next_group_number(), "supergroup", title, owner)
        group.username = username
        group.hidden_members = hidden_members
        group.is_forum = forum
        return self._open(group, "supergroup_chat_created")

    def add_basic_group(self, title: str, owner: Person, *, id: int | None = None) -> Group:  # noqa: A002
        group = Group(self, id or -self.next_group_number(), "group", title, owner)
        return self._open(group, "group_chat_created")

    def add_channel(
        self,
        title: str,
        owner: Person,
        *,
        id: int | None = None,  # noqa: A002
        username: str | None = None,
        discussion: Group | None = None,
    ) -> Channel:
        """A channel; what is posted in it is forwarded to the discussion group, if it has one."""
        channel = Channel(self, id or -1_000_000_000_000 - self.next_group_number(), title, owner)
        channel.username = username
        channel.discussion = discussion
        self._open(channel, "channel_chat_created")
        return channel

    def private_chat(self, bot: Bot, person: Account) -> PrivateChat:
        if person.id not in bot.private_chats:
            bot.private_chats[person.id] = PrivateChat(self, bot, person)
        return bot.private_chats[person.id]

    # --- looking

    def public_chat(self, username: str) -> Group | None:
        return next((g for g in self.groups.values() if (g.username or "").lower() == username.lower()), None)

    def link(self, url: str) -> InviteLink | None:
        return next((group.links[url] for group in self.groups.values() if url in group.links), None)

    def pending_requests(self, group: Group) -> list[JoinRequest]:
        return list(group.requests.values())

    @property
    def calls(self) -> list[BotCall]:
        """What bots have called, oldest first; getUpdates only under its own name, and the last few thousand."""
        return list(self.record.calls)

    def calls_to(self, method: str, *, chat: Chat | None = None) -> list[BotCall]:
        return self.record.to(method, None if chat is None else chat.id)

    async def changed(self) -> None:
        """Waits until something has changed."""
        await self.changed_bell.heard()

    async def until(self, holds: Callable[[], object], seconds: float = 5.0) -> None:
        """Waits until the condition holds; raises TimeoutError after so many real seconds."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self.changed()

    # --- for the parts of the world

    def take_mailbox_id(self) -> int:
        self._mailbox_ids += 1
        return self._mailbox_ids

    def random_word(self, length: int) -> str:
        return "".join(self.chance.choices(string.ascii_letters + string.digits, k=length))

    def in_either_order(self, *deeds: Callable[[], object]) -> None:
        """Does both, in an order that nobody may rely on."""
        for deed in self.chance.sample(deeds, len(deeds)):
            deed()

    def next_group_number(self) -> int:
        self._next_group += 1
        return 1_900_000_000 + self._next_group

    def _register(self, account: Account) -> None:
        if account.id in self.accounts:
            raise ValueError(f"there is an account {account.id} already")
        self.accounts[account.id] = account

    def _open(self, group: Group, note: str) -> Group:
        if group.id in self.groups:
            raise ValueError(f"there is a chat {group.id} already")
        self.groups[group.id] = group
        post_service(group, group.owner, note, content=True)
        return group
