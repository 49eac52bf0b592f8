"""A bot's line to the Bot API server's methods, without HTTP, and a small community to call about."""

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.answers import carry_out
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.clock import MovableClock
from bot.sandbox.bot_api.parameters import from_json
from bot.sandbox.bot_api.people import Person
from bot.sandbox.bot_api.updates import KINDS, allowed_kinds
from bot.sandbox.bot_api.world import BotApiWorld

MORNING = 1_790_000_000.0
Json = dict[str, Any]


def standing_clock() -> MovableClock:
    """A clock that moves only when it is told to."""
    return MovableClock(real=lambda: MORNING)


class Line:
    def __init__(self, world: BotApiWorld, bot: Bot) -> None:
        self.world = world
        self.bot = bot

    async def answer(self, method: str, **params: Any) -> Json:
        """The whole envelope."""
        response = await carry_out(self.world, self.bot, method, from_json(params))
        assert isinstance(response.body, bytes)
        envelope: Json = json.loads(response.body)
        return envelope

    async def call(self, method: str, **params: Any) -> Any:
        """The result; a refusal fails the test."""
        envelope = await self.answer(method, **params)
        assert envelope["ok"], envelope["description"]
        return envelope["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """The words of the refusal with its prefix; that it was not refused fails the test."""
        envelope = await self.answer(method, **params)
        assert not envelope["ok"], envelope["result"]
        return str(envelope["description"])

    def updates(self, kind: str | None = None) -> list[Json]:
        """Takes what waits out of the inbox, or of one kind what it says."""
        waiting = [json.loads(update.body) for update in self.bot.inbox.waiting()]
        self.bot.inbox.drop_all()
        return waiting if kind is None else [update[kind] for update in waiting if kind in update]

    def kinds(self) -> list[str]:
        return [next(name for name in update if name != "update_id") for update in self.updates()]


@dataclass(frozen=True, slots=True)
class Hall:
    """A world with Ann, who owns a supergroup, Ben, who is in it, Cy, who is not, and a bot that may do everything."""

    world: BotApiWorld
    bot: Bot
    line: Line
    ann: Person
    ben: Person
    cy: Person
    group: Group

    @property
    def clock(self) -> MovableClock:
        return self.world.clock


def a_hall(*rights: str, limits: bool = False, member_only: bool = False, hears_all: bool = False) -> Hall:
    """Rights: those of the bot; all of them if none are named."""
    world = BotApiWorld(standing_clock(), limits=limits)
    bot = world.add_bot("123456:AAAA", "hall_bot", "Hall", can_read_all_group_messages=hears_all)
    bot.inbox.allowed = allowed_kinds(KINDS)
    ann, ben, cy = (world.add_person(name) for name in ("Ann", "Ben", "Cy"))
    group = world.add_supergroup("Evening", ann)
    ann.add_bot(group, bot, as_admin=None if member_only else rights or ("all",))
    ben.join(group.primary_link)
    bot.met |= {ann.id, ben.id}
    bot.inbox.drop_all()
    return Hall(world, bot, Line(world, bot), ann, ben, cy, group)
