"""The desk at which one event is decided: what is known, what time it is, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.effects import Effect, Say, Urgency
from bot.core.events import User
from bot.core.ids import GroupId, PlatformName
from bot.core.messages import Message, Speak
from bot.core.people import Account
from bot.core.policy import GroupPolicy, Policy
from bot.core.records import Records


class Policies:
    """The policies in force, by group, and the owners of this bot, who are told whatever staff are told.

    `platforms`: those that the bot is on; nobody can be reached on another.
    """

    def __init__(
        self,
        groups: dict[GroupId, GroupPolicy],
        owners: tuple[User, ...] = (),
        platforms: frozenset[PlatformName] = frozenset({PlatformName.TELEGRAM}),
    ) -> None:
        self._groups = groups
        self.owners = owners
        self.platforms = platforms

    def of(self, group: GroupId) -> GroupPolicy | None:
        return self._groups.get(group)

    def groups(self) -> tuple[GroupId, ...]:
        return tuple(self._groups)

    def communities(self) -> tuple[Policy, ...]:
        """Each community's policy once, in the order in which they were read."""
        return tuple({each.policy.community.key: each.policy for each in self._groups.values()}.values())


@dataclass(slots=True)
class Desk:
    """`speak` is for comparing what somebody typed with what they were shown; what is said goes out as effects.

    `called` is the bot's own name on this platform, as commands may be addressed to it (`/rules@name`). `languages`: in
    which its own sentences are there.
    """

    now: datetime
    policies: Policies
    records: Records
    speak: Speak
    called: str = ""
    languages: tuple[str, ...] = ("en",)
    effects: list[Effect] = field(default_factory=list)

    def do(self, effect: Effect) -> None:
        self.effects.append(effect)

    def say(self, to: Account, *messages: Message, urgency: Urgency = Urgency.ANSWER) -> None:
        for each in messages:
            self.do(Say(to=to.id, message=each, urgency=urgency))

    def today(self, policy: Policy) -> date:
        """The community's day."""
        return self.now.astimezone(ZoneInfo(policy.community.timezone)).date()


Handle = Callable[[Any, Desk], Awaitable[None]]
"""What a handler is: an event, or an effect with its outcome, decided at a desk."""
