"""One journey on either platform: what people do and see, in words that hold on both.

A test takes the fixture `open_hall` (tests/journeys/conftest.py) and is run once on each:

    async with open_hall(policy=TEXT) as hall, hall.at_work():
        ada = await hall.somebody("Ada")
        await ada.comes_to("evening")
        await ada.answers(("How old are you", "25"), ("Do you agree", "Yes, I agree"))
        await ada.comes_in("evening")
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.app.house import House
from bot.core.events import User
from bot.core.ids import PlatformName


@dataclass(frozen=True)
class Heard:
    """A message of the bot: its words without the list of choices, and the labels of these.

    `numbered`: they are shown with the numbers by which they can be answered.
    """

    text: str
    labels: tuple[str, ...]
    id: str
    doors: tuple[str, ...] = ()
    numbered: bool = False


class Somebody(ABC):
    """A person with a client on one platform, and their private chat with the bot."""

    name: str
    user: User
    last: Heard

    @abstractmethod
    async def opens_chat(self, words: str = "start") -> None:
        """Write to the bot first."""

    @abstractmethod
    async def comes_to(self, group: str) -> None:
        """Ask to join: a join request on Telegram, the bot's own door on Matrix."""

    @abstractmethod
    async def says(self, words: str) -> None:
        """Type words into the private chat."""

    @abstractmethod
    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Into the private chat."""

    @property
    @abstractmethod
    def handle(self) -> str:
        """As a roster names them: a number on Telegram, a user id on Matrix."""

    @abstractmethod
    async def hears(self, *words: str) -> Heard:
        """The next message of the bot with all these words; what came before it counts as read."""

    @abstractmethod
    async def heard(self) -> list[str]:
        """Everything that the bot has said to them in private."""

    @abstractmethod
    async def everything_heard(self) -> list[Heard]:
        """The same, with what there was to choose from."""

    @abstractmethod
    async def chooses(self, label: str) -> None:
        """One of the choices of the message heard last: by its button, its number, or a reaction for yes and no."""

    @abstractmethod
    async def comes_in(self, group: str) -> None:
        """Waits until the way in is open, and takes it: accepts the invitation, or uses the link."""

    @abstractmethod
    async def follows_way_in_of(self, other: Somebody) -> None:
        """Try the way in that was made for somebody else."""

    @abstractmethod
    async def is_in(self, group: str) -> bool: ...

    @abstractmethod
    async def leaves(self, group: str) -> None:
        """By hand, as one leaves a group on the platform."""

    @abstractmethod
    async def posts(self, group: str, words: str) -> None:
        """Write in the group. Raises what the server says if it lets nobody write."""

    @abstractmethod
    async def adds(self, other: Somebody, group: str) -> None:
        """Bring somebody in by hand, as one with the right to do so."""

    async def answers(self, *answers: tuple[str, str]) -> None:
        """Each time the bot says the first words, choose the second; type it where it is not among the choices."""
        for question, answer in answers:
            heard = await self.hears(question)
            await (self.chooses(answer) if answer in heard.labels else self.says(answer))

    async def types(self, *answers: tuple[str, str]) -> None:
        """The same by typing alone."""
        for question, answer in answers:
            await self.hears(question)
            await self.says(answer)


class Hall(ABC):
    """A community at work on one platform, on a real database."""

    platform: PlatformName
    policy_text: str
    database_url: str

    @abstractmethod
    async def somebody(self, name: str = "Ada") -> Somebody: ...

    @abstractmethod
    async def one_of_the_team(self, name: str) -> Somebody:
        """The person whom the policy's team calls so; a member of all groups, and in charge of them there."""

    @abstractmethod
    async def posts_in(self, group: str) -> list[str]:
        """What stands in the group, of the bot's."""

    @abstractmethod
    async def bans(self, somebody: Somebody, group: str) -> None:
        """By hand, by whoever made the group."""

    @abstractmethod
    async def unbans(self, somebody: Somebody, group: str) -> None: ...

    @abstractmethod
    def at_work(self) -> AbstractAsyncContextManager[House]:
        """The bot at work, until it is told to stop."""

    @abstractmethod
    def passes(self, time: timedelta) -> None:
        """Move the clock on."""


class OpenHall(Protocol):
    def __call__(
        self, *, policy: str | None = None, kind: str = "sqlite", limits: bool = False
    ) -> AbstractAsyncContextManager[Hall]:
        """The community of that policy text (the example's if it is left out); nobody at work yet.

        `limits`: with those that the platform has for a bot that nobody has given any privilege.
        """
        ...
