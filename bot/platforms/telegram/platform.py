"""Telegram as a platform of the house: receiving, carrying out, and what there is to do before and after."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from telegram.error import BadRequest, EndPointNotFound, InvalidToken, TelegramError

from bot.core.errors import PlatformRefuses
from bot.core.ids import PlatformName
from bot.core.ports import Abilities
from bot.platforms.patience import Patience
from bot.platforms.telegram.inbound import ASKED_FOR
from bot.platforms.telegram.limits import Pace
from bot.platforms.telegram.outbound import Outbound
from bot.platforms.telegram.receive import Polling
from bot.platforms.telegram.refusals import UNKNOWN_TOKEN, trouble, words_of
from bot.platforms.telegram.sending import Sending
from bot.platforms.telegram.webhook import Webhook, WebhookDeliveries
from bot.platforms.telegram.wire import AskedToWait, wire_to

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.effects import Outcome
    from bot.core.ports import Order, Take

T = TypeVar("T")


class TelegramPlatform:
    """`api_url`: a Bot API server of one's own as scheme://host:port; None: the public one. `now` answers in UTC.

    With a `webhook` Telegram tells by itself, without one it is asked. `sleep` takes seconds.
    """

    def __init__(
        self,
        token: str,
        *,
        api_url: str | None,
        webhook: Webhook | None,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pace: Pace | None = None,
    ) -> None:
        self._wire, self._connections = wire_to(token, api_url)
        self._deliveries = WebhookDeliveries(token, webhook, now) if webhook else None
        self._webhook_secret = webhook.secret if webhook else None
        self._polling = Polling(self._wire, now, sleep)
        self._outbound = Outbound(self._wire, Sending(self._wire, pace or Pace(), sleep), now, self._token_rejected)
        self._patience = Patience(sleep)
        self._username = ""

    @property
    def name(self) -> PlatformName:
        return PlatformName.TELEGRAM

    @property
    def called(self) -> str:
        return self._username

    @property
    def webhook_path(self) -> str | None:
        return self._deliveries.path if self._deliveries else None

    async def start(self) -> None:
        """Returns once Telegram has answered and knows how to deliver. Raises PlatformRefuses for what it won't accept.

        A webhook that was set earlier would make every fetch fail, so it is taken off where there is to be none; what
        waits for delivery is kept either way.
        """
        for connections in self._connections:
            await connections.initialize()
        me = await self._patiently(self._wire.get_me)
        self._username = me.username or ""
        await self._patiently(self._set_webhook if self._deliveries else self._wire.delete_webhook)
        self._patience.rewarded("Telegram answers.")

    async def stop(self) -> None:
        """Closes the connections. A webhook stays: Telegram keeps what it could not deliver, for 24 hours."""
        for connections in self._connections:
            await connections.shutdown()

    @property
    def abilities(self) -> Abilities:
        """A bot may not write to anybody who has not written to it."""
        return Abilities(writes_first=False, writes_to_requesters=True, makes_links=True)

    async def receive(self, take: Take, since: str = "") -> None:
        """As `Platform` promises it; Telegram remembers by itself how far it has told."""
        del since
        await (self._deliveries or self._polling).for_ever(take)

    async def carry_out(self, order: Order) -> Outcome:
        """As `Platform` promises it; waits about a second at most for Telegram's overall pace."""
        return await self._outbound.carry_out(order)

    async def webhook(self, body: bytes, secret_header: str | None) -> int:
        """Take in one delivery; the HTTP status to answer with."""
        return await self._deliveries.deliver(body, secret_header) if self._deliveries else 404

    def start_address(self, payload: str) -> str:
        """The address that opens a private chat with the bot and sends it `/start payload`.

        `payload`: up to 64 of A-Z a-z 0-9 _ - (https://core.telegram.org/bots/features#deep-linking).
        """
        assert self._username, "the bot's name is known after start()"
        return f"https://t.me/{self._username}?start={payload}"

    async def _set_webhook(self) -> bool:
        assert self._deliveries, "only with a webhook"
        try:
            return await self._wire.set_webhook(
                self._deliveries.address, secret_token=self._webhook_secret, allowed_updates=ASKED_FOR
            )
        except BadRequest as refusal:
            words = words_of(refusal)
        raise PlatformRefuses(f"Telegram does not accept WEBHOOK_URL or WEBHOOK_SECRET: {words}.")

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await call()
            except (InvalidToken, EndPointNotFound):
                break
            except TelegramError as error:
                why, asked = trouble(error), error.seconds if isinstance(error, AskedToWait) else 0
            await self._patience.bear(why, asked=asked)
        raise PlatformRefuses(UNKNOWN_TOKEN)

    def _token_rejected(self) -> None:
        """Where Telegram is asked for updates, that notices it too."""
        if self._deliveries:
            self._deliveries.give_up(PlatformRefuses(UNKNOWN_TOKEN))
