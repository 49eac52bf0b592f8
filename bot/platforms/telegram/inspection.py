"""Telegram as `check` asks it: by calls that take no updates from a bot that runs, and leave its webhook alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.core.errors import NotYet, PlatformRefuses
from bot.core.ids import NativeId, PlatformName
from bot.core.ports import Reach
from bot.platforms.telegram.looking import Looking
from bot.platforms.telegram.refusals import UNKNOWN_TOKEN, cannot_write, trouble, words_of
from bot.platforms.telegram.wire import AskedToWait, wire_to

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.community.rights import GroupSight

T = TypeVar("T")
_TRIES = 3


class TelegramInspection:
    """`sleep` takes seconds."""

    def __init__(
        self, token: str, api_url: str | None, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._sleep = sleep
        self._wire, self._connections = wire_to(token, api_url)
        self._looking = Looking(self._wire)

    @property
    def name(self) -> PlatformName:
        return PlatformName.TELEGRAM

    async def who(self) -> str:
        for connections in self._connections:
            await connections.initialize()
        me = await self._asked(self._wire.get_me)
        return f"@{me.username}"

    async def inspect(self, chat: NativeId) -> GroupSight:
        """A group that has become a supergroup is looked at where it is now."""
        try:
            try:
                return await self._asked(lambda: self._looking.at(chat))
            except ChatMigrated as move:
                moved = NativeId(str(move.new_chat_id))
            return await self._asked(lambda: self._looking.at(moved))
        except (BadRequest, Forbidden) as refusal:
            raise NotYet(f"Telegram refuses to tell: {words_of(refusal)}.") from None

    async def can_write_to(self, person: NativeId) -> Reach:
        """By "typing…", which shows for a moment in their chat, if at all.

        https://core.telegram.org/bots/api#sendchataction
        """
        try:
            await self._asked(lambda: self._wire.send_chat_action(int(person), ChatAction.TYPING))
        except (Forbidden, BadRequest) as refusal:
            return Reach.CLOSED if cannot_write(refusal) else Reach.UNTRIED
        return Reach.OPEN

    async def close(self) -> None:
        for connections in self._connections:
            await connections.shutdown()

    async def _asked(self, call: Callable[[], Awaitable[T]]) -> T:
        """Raises what Telegram refuses, `PlatformRefuses` for an unknown token, and `NotYet` for anything else."""
        for _ in range(_TRIES):
            try:
                return await call()
            except AskedToWait as request:
                why, wait = trouble(request), request.seconds
            except (Forbidden, ChatMigrated):
                raise
            except (InvalidToken, EndPointNotFound):
                raise PlatformRefuses(UNKNOWN_TOKEN) from None
            except BadRequest:
                raise
            except TelegramError as error:
                raise NotYet(trouble(error)) from None
            await self._sleep(wait)
        raise NotYet(why)
