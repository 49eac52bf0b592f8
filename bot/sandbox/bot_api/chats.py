"""Private chats, basic groups, supergroups and channels."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from bot.sandbox.bot_api.invite_links import InviteLink, JoinRequest
from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.bot_api.rights import ALL_PERMISSIONS, NOBODY_MAY, ChatKind, Rights
from bot.sandbox.bot_api.standing import LEFT, Standing, Status

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account, Bot
    from bot.sandbox.bot_api.messages import Message, Topic
    from bot.sandbox.bot_api.people import Person
    from bot.sandbox.bot_api.world import BotApiWorld


class Chat(ABC):
    kind: ChatKind

    def __init__(self, world: BotApiWorld, chat_id: int) -> None:
        self.world = world
        self.id = chat_id
        self.all_messages: dict[int, Message] = {}
        self.pinned: list[Message] = []

    def next_message_id(self) -> int:
        """Private chats and basic groups share one counter, as they do in a real account."""
        return self.world.take_mailbox_id()

    @abstractmethod
    def bots(self) -> list[Bot]:
        """Those to whom something of what happens here is told."""

    @property
    def messages(self) -> list[Message]:
        """Every message ever, oldest first; service messages too, and deleted ones with `deleted` set."""
        return list(self.all_messages.values())

    def transcript(self) -> list[Message]:
        """What somebody looking at the chat now sees, oldest first."""
        return [message for message in self.all_messages.values() if not message.deleted]


class PrivateChat(Chat):
    """One bot and one person; for the bot its id is the person's."""

    kind = "private"

    def __init__(self, world: BotApiWorld, bot: Bot, person: Account) -> None:
        super().__init__(world, person.id)
        self.bot = bot
        self.person = person
        self.opened = False
        self.blocked = False
        self.requests: list[JoinRequest] = []

    def bots(self) -> list[Bot]:
        return [] if self.blocked else [self.bot]

    def request_in_force(self) -> JoinRequest | None:
        """The request to join that gives the bot the right to write at this moment, if there is one."""
        now = self.world.clock.now()
        self.requests = [request for request in self.requests if request.lets_write(self.bot.id, now)]
        return self.requests[-1] if self.requests else None

    def contacted(self) -> None:
        """The bot writes; with that other bots lose the right to write that the person's requests gave them."""
        for group in self.world.groups.values():
            request = group.requests.get(self.person.id)
            if request and request.contacted_by is None and group.may(self.bot, "can_invite_users"):
                request.contacted_by = self.bot.id


class Group(Chat):
    """A basic group or a supergroup (and, as a subclass, a channel)."""

    def __init__(self, world: BotApiWorld, chat_id: int, kind: ChatKind, title: str, owner: Person) -> None:
        super().__init__(world, chat_id)
        self.kind = kind
        self.title = title
        self.owner = owner
        self.username: str | None = None
        self.description = ""
        self.permissions: Rights = ALL_PERMISSIONS - {"can_change_info", "can_pin_messages", "can_manage_topics"}
        self.standings: dict[int, Standing] = {owner.id: Standing(status=Status.CREATOR, inside=True)}
        self.links: dict[str, InviteLink] = {}
        self.requests: dict[int, JoinRequest] = {}
        self.banned_channels: set[int] = set()
        self.removed_bots: set[int] = set()
        self.topics: dict[int, Topic] = {}
        self.is_forum = False
        self.hidden_members = False
        self.protected = False
        self.join_by_request = False
        self.tells_of_joins = True
        self.slow_mode_seconds = 0
        self.last_posts: dict[int, float] = {}
        self.last_speaking_bot: int | None = None
        self.upgraded_to: Group | None = None
        self._last_message_id = 0

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.title}>"

    @property
    def is_supergroup(self) -> bool:
        return self.kind == "supergroup"

    def next_message_id(self) -> int:
        if self.kind == "group":
            return super().next_message_id()
        self._last_message_id += 1
        return self._last_message_id

    def standing(self, account: Account) -> Standing:
        """Where they stand now; bans and restrictions whose date has passed are no more."""
        return self.standings.get(account.id, LEFT).at(self.world.clock.now())

    def is_member(self, account: Account) -> bool:
        return self.standing(account).inside

    def members(self) -> list[Account]:
        """Everybody inside, bots too."""
        everybody = (self.world.accounts[account_id] for account_id in self.standings)
        return [account for account in everybody if self.is_member(account)]

    def bots(self) -> list[Bot]:
        return [bot for bot in self.world.bots.values() if self.is_member(bot)]

    def may(self, account: Account, right: str) -> bool:
        """Whether they have a right, by rank or, for people, because everybody has it.

        A bot that administers a basic group can do everything there but make administrators.
        """
        standing = self.standing(account)
        if standing.status is Status.CREATOR or right in standing.rights:
            return True
        if standing.in_charge and self.kind == "group" and account.is_bot:
            return right != "can_promote_members"
        if account.is_bot or not standing.inside:
            return False
        return right in self.permissions & standing.own_permissions

    @property
    def primary_link(self) -> str:
        """The owner's primary link, by which everybody may come straight in."""
        return self.primary_link_of(self.owner).url

    def primary_link_of(self, admin: Account) -> InviteLink:
        for link in self.links.values():
            if link.creator is admin and link.primary and not link.revoked:
                return link
        return self.add_link(admin, primary=True)

    def create_link(self, by: Account, *, asks: bool = True, name: str | None = None, expires: int = 0) -> str:
        """Makes a further link, as an administrator's client does, and answers its address."""
        if not (self.standing(by).in_charge and self.may(by, "can_invite_users")):
            raise ClientTold("CHAT_ADMIN_REQUIRED")
        return self.add_link(by, asks=asks, name=name, expires=expires).url

    def add_link(
        self,
        creator: Account,
        *,
        asks: bool = False,
        primary: bool = False,
        name: str | None = None,
        expires: int = 0,
        limit: int = 0,
    ) -> InviteLink:
        link = InviteLink(
            url=f"https://t.me/+{self.world.random_word(16)}",
            group=self,
            creator=creator,
            asks=asks,
            primary=primary,
            name=name,
            expires=expires,
            limit=limit,
        )
        self.links[link.url] = link
        return link


class Channel(Group):
    """A channel; bots can only be administrators in it."""

    def __init__(self, world: BotApiWorld, chat_id: int, title: str, owner: Person) -> None:
        super().__init__(world, chat_id, "channel", title, owner)
        self.permissions = NOBODY_MAY
        self.discussion: Group | None = None
