"""Orders as the outbox gives them."""

from __future__ import annotations

from bot.core.effects import Say
from bot.core.ids import AccountId, EffectId, NativeId
from bot.core.messages import Speech, message
from bot.core.ports import Order


def say_to(user: str, speech: Speech, *, number: int) -> Order:
    return Order(EffectId(number), Say(to=AccountId(1), message=message()), NativeId(user), None, speech)
