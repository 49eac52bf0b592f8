"""What waits for a bot: updates with their ids, their life, and which kinds it asked for."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.bell import Bell

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

    from bot.sandbox.bot_api.clock import MovableClock

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BY_DEFAULT = frozenset(KINDS) - ONLY_WHEN_ASKED

DAY = 24 * 3600
CALLBACK_QUERY_LIFE = 150
WEEK = 7 * DAY
LARGEST_ID = 2**31 - 1
TOO_FAR_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """One update, ready to be sent; `order` names the queue within which a webhook gets them one by one."""

    update_id: int
    body: bytes
    expires: float
    order: tuple[str, int]


class Inbox:
    """A bot's updates. Ids rise by one; after a week of silence they go on at random (Bot API, `update_id`)."""

    def __init__(self, clock: MovableClock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self._waiting: OrderedDict[int, Waiting] = OrderedDict()
        self._next_id = self._random_id()
        self._last_event = clock.now()
        self._first_expiry = float("inf")
        self.allowed = BY_DEFAULT
        self.arrived = Bell()
        self.on_delivery: Callable[[Waiting], None] | None = None

    def deliver(self, kind: str, content: dict[str, Any], order: tuple[str, int]) -> None:
        """Keeps an update for the bot, unless it is of a kind that it did not ask for."""
        if kind not in self.allowed:
            return
        now = self._clock.now()
        if now - self._last_event >= WEEK and not self.pending():
            self._next_id = self._random_id()
        self._last_event = now
        update_id = self._next_id
        self._next_id += 1
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        expires = now + (CALLBACK_QUERY_LIFE if kind == "callback_query" else DAY)
        self._first_expiry = min(self._first_expiry, expires)
        body = f'{{"update_id":{update_id},"{kind}":{text}}}'.encode()
        update = self._waiting[update_id] = Waiting(update_id, body, expires, order)
        self.arrived.ring()
        if self.on_delivery:
            self.on_delivery(update)

    def read(self, offset: int, limit: int) -> list[bytes]:
        """Confirms what lies below `offset` and answers the oldest of the rest (getUpdates)."""
        self._forget_expired()
        if offset < 0:
            offset = self._next_id + offset
        if 0 < offset <= self._next_id + TOO_FAR_AHEAD:
            self._confirm_below(offset)
        return [waiting.body for waiting in islice(self._waiting.values(), limit)]

    def confirm(self, update_id: int) -> None:
        self._waiting.pop(update_id, None)

    def waiting(self) -> list[Waiting]:
        self._forget_expired()
        return list(self._waiting.values())

    def still_waits(self, update: Waiting) -> bool:
        return update.update_id in self._waiting and self._clock.now() < update.expires

    def pending(self) -> int:
        self._forget_expired()
        return len(self._waiting)

    def drop_all(self) -> None:
        self._waiting.clear()

    def _confirm_below(self, offset: int) -> None:
        while self._waiting and next(iter(self._waiting)) < offset:
            self._waiting.popitem(last=False)

    def _forget_expired(self) -> None:
        now = self._clock.now()
        if now < self._first_expiry:
            return
        living = [waiting for waiting in self._waiting.values() if now < waiting.expires]
        self._waiting = OrderedDict((waiting.update_id, waiting) for waiting in living)
        self._first_expiry = min((waiting.expires for waiting in living), default=float("inf"))

    def _random_id(self) -> int:
        return self._chance.randint(1, LARGEST_ID // 2)


def allowed_kinds(wanted: Iterable[str]) -> frozenset[str]:
    """What a list in `allowed_updates` means: nothing known in it is the default, unknown names are passed over."""
    return frozenset(wanted) & frozenset(KINDS) or BY_DEFAULT
