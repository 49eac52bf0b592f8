"""A press of a button, until it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account, Bot
    from bot.sandbox.bot_api.world import BotApiWorld

ANSWER_WITHIN = 15
"""Seconds for which a bot can answer (measured; the documentation only says "as soon as possible")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressAnswer:
    text: str
    show_alert: bool
    url: str | None


@dataclass(slots=True, kw_only=True, eq=False)
class CallbackQuery:
    """`answer` is what the person's client shows: a toast, an alert or an address; None until the bot answers.

    `pressed_at` is a unix second.
    """

    world: BotApiWorld
    id: str
    bot: Bot
    person: Account
    data: str
    pressed_at: float
    answer: PressAnswer | None = None

    @property
    def too_old(self) -> bool:
        return self.world.clock.now() > self.pressed_at + ANSWER_WITHIN

    async def answered(self, seconds: float = 5.0) -> PressAnswer:
        """Waits for the answer; raises TimeoutError after so many real seconds."""
        await self.world.until(lambda: self.answer is not None, seconds)
        assert self.answer
        return self.answer
