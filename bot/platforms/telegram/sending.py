"""Messages, at a pace that Telegram allows."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.effects import Done, Later, Outcome, Refused
from bot.platforms.telegram.limits import SENT_AT_ONCE
from bot.platforms.telegram.message_ids import message_id
from bot.platforms.telegram.render import NO_PREVIEW, keyboard_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.ids import EffectId
    from bot.core.ports import Order
    from bot.platforms.telegram.limits import Pace
    from bot.platforms.telegram.wire import Wire


class Sending:
    def __init__(self, wire: Wire, pace: Pace, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._wire = wire
        self._pace = pace
        self._sleep = sleep
        self._begun: dict[EffectId, int] = {}
        self._under_way = asyncio.Semaphore(SENT_AT_ONCE)

    async def send(self, order: Order) -> Outcome:
        """Raises TelegramError. What takes several messages goes on where it had come to when it is tried again."""
        assert order.speech is not None, "what is said comes as speech"
        texts = texts_of(order.speech)
        if not texts:
            return Refused("There is nothing to say in this message.")
        sent = None
        for number in range(self._begun.get(order.id, 0), len(texts)):
            last = number == len(texts) - 1
            async with self._under_way:
                if delay := await self._delay(order):
                    return delay
                sent = await self._wire.send_message(
                    order.chat,
                    texts[number],
                    reply_markup=keyboard_of(order.speech) if last else None,
                    link_preview_options=NO_PREVIEW,
                )
            if not last:
                self._begun[order.id] = number + 1
        self._begun.pop(order.id, None)
        return Done(message_id(sent.chat.id, sent.message_id)) if sent else Done()

    async def _delay(self, order: Order) -> Later | None:
        """A chat's own pace holds up its own queue alone; for that of all together, some second at most, this waits."""
        while not (wait := self._pace.wait_for(order.chat)) and (shared := self._pace.wait_for_all()):
            await self._sleep(shared)
        if wait:
            return Later(timedelta(seconds=wait))
        self._pace.count(order.chat)
        return None
