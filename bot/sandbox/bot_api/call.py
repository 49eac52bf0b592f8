"""One call of a method, and the chats it may reach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.chats import Chat, Group, PrivateChat
from bot.sandbox.bot_api.parameters import integer
from bot.sandbox.bot_api.refusals import Refusal, bad_request, forbidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.parameters import Parameters
    from bot.sandbox.bot_api.world import BotApiWorld

    Handler = Callable[["Call"], Any]
    """Answers the result, an awaitable of it, or raises Refusal."""


class Access(Enum):
    READ = "read"
    MEMBER_LIST = "member list"
    EDIT = "edit"
    WRITE = "write"


_CHANGING = {Access.EDIT, Access.WRITE}
_IN_OLD_GROUP = {Access.WRITE, Access.MEMBER_LIST}


@dataclass(frozen=True, slots=True)
class RawResult:
    """A result that is JSON already."""

    json: bytes


@dataclass(frozen=True, slots=True)
class Described:
    """A result with a description beside it, as setWebhook has."""

    result: Any
    description: str


@dataclass(frozen=True, slots=True)
class Call:
    """`method` is spelt as in Telegram's documentation."""

    world: BotApiWorld
    bot: Bot
    method: str
    params: Parameters

    def chat(self, access: Access, name: str = "chat_id") -> Chat:
        """The chat that is meant, if the bot may reach it so; raises the Refusal that Telegram answers otherwise."""
        text = self.params.text(name)
        if not text:
            raise bad_request("chat_id is empty")
        number = integer(text)
        if text.startswith("@"):
            group = self.world.public_chat(text[1:])
        elif number < 0:
            group = self._group_met(number)
        else:
            return self._private_chat(number, access)
        if group is None:
            raise bad_request("chat not found")
        self._check_group(group, access)
        return group

    def group(self, access: Access, otherwise: str) -> Group:
        """As `chat`, and with these words where it is a private chat."""
        chat = self.chat(access)
        if not isinstance(chat, Group):
            raise bad_request(otherwise)
        return chat

    def user(self, group: Group | None = None) -> Account:
        """The account in `user_id`: somebody the bot has met, or who has been in the group."""
        user_id = self.params.integer("user_id")
        if user_id <= 0:
            raise bad_request("invalid user_id specified")
        known = user_id in self.bot.met or (group is not None and user_id in group.standings)
        account = self.world.accounts.get(user_id)
        if account is None or not known:
            raise bad_request("PARTICIPANT_ID_INVALID")
        return account

    def _private_chat(self, user_id: int, access: Access) -> PrivateChat:
        account = self.world.accounts.get(user_id)
        if account is None or user_id not in self.bot.met:
            raise bad_request("chat not found")
        if isinstance(account, Bot) and access in _CHANGING:
            raise forbidden("the bot can't send messages to the bot")
        if account.deleted and access in _CHANGING:
            raise forbidden("user is deactivated")
        return self.world.private_chat(self.bot, account)

    def _group_met(self, number: int) -> Group | None:
        group = self.world.groups.get(number)
        return group if group and (group.username or self.bot.id in group.standings) else None

    def _check_group(self, group: Group, access: Access) -> None:
        if group.upgraded_to and access in _IN_OLD_GROUP:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=group.upgraded_to.id,
            )
        standing = group.standing(self.bot)
        if standing.inside:
            return
        kind = f"{group.kind} chat"
        if group.kind == "group":
            if access in _CHANGING:
                removed = self.bot.id in group.removed_bots
                raise forbidden(_kicked(kind) if removed else _outside(kind))
            return
        if standing.barred:
            raise forbidden(_kicked(kind))
        if group.username is None or access in _CHANGING:
            raise forbidden(_outside(kind))


def _kicked(kind: str) -> str:
    return f"bot was kicked from the {kind}"


def _outside(kind: str) -> str:
    return f"bot is not a member of the {kind}"
