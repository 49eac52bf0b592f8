"""How long somebody waits for the next question after they have answered one.

From the moment when the server has the answer to the moment when the call arrives there that says the next thing: with
the program as deployed and its own pace, which is never near its limits here. The floor is a loop on
python-telegram-bot that says the same words back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.messages import Message
from bot.sandbox.bot_api.people import Person
from tests.benchmarks.children import child
from tests.benchmarks.figures import Figure, figure
from tests.benchmarks.neighbourhood import environment
from tests.benchmarks.policy_text import policy_text
from tests.journeys.telegram_hall import EVENING, TOKEN, Hall, telegram_hall

TITLE = "From an answer to the next question"
_GOAL = 1000.0  # milliseconds, of CONTRACT 6: for 95 %
_PATIENCE = 30.0

Answer = Callable[["Talk"], None]


@dataclass(frozen=True, slots=True)
class Size:
    """`rounds`: how often each of the people answers, in each of the ways. `rest`: seconds between two of one person,
    since a private chat gets no more than four messages in four seconds.
    """

    people: int = 20
    rounds: int = 5
    rest: float = 1.2
    ways: tuple[str, ...] = ("typed", "button")


@dataclass(frozen=True, slots=True)
class Talk:
    """One person's private chat with the bot."""

    person: Person
    bot: Bot

    def heard(self) -> list[Message]:
        return [message for message in self.person.chat_with(self.bot).messages if message.sender is self.bot]

    def type_yes(self) -> None:
        self.person.write(self.bot, "yes")

    def press_yes(self) -> None:
        question = self.heard()[-1]
        label = next(button["text"] for button in question.buttons if button["text"].startswith("Yes"))
        self.person.press(question, label)


_WAYS: dict[str, Answer] = {"typed": Talk.type_yes, "button": Talk.press_yes}


async def measure(size: Size, folder: Path) -> list[Figure]:
    async with telegram_hall(folder) as hall, child("tests.benchmarks.bare_echo", hall.server.url, TOKEN):
        floor = await _alone_and_together(
            "python-telegram-bot echo", hall, await _begun(hall, size), size, Talk.type_yes
        )
    policy = folder / "policy.toml"
    policy.write_text(policy_text({"evening": EVENING}, questions=4 * size.rounds + 1))
    async with telegram_hall(folder) as hall, child("bot", "run", environment=environment(hall, policy)):
        talks = await _begun(hall, size, hear=2)
        answered = [await _alone_and_together(way, hall, talks, size, _WAYS[way], goal=_GOAL) for way in size.ways]
    return [*floor, *(each for figures in answered for each in figures)]


async def _begun(hall: Hall, size: Size, *, hear: int = 1) -> list[Talk]:
    """Everybody is at the door and has been written to so many times; then they rest."""
    hall.bot.inbox.drop_all()
    talks = [Talk(hall.world.add_person(f"Visitor {number}"), hall.bot) for number in range(size.people)]
    for talk in talks:
        talk.person.start(hall.bot, "join-evening")
    await hall.world.until(lambda: all(len(talk.heard()) >= hear for talk in talks), _PATIENCE)
    await asyncio.sleep(2 * size.rest)
    return talks


async def _alone_and_together(
    name: str, hall: Hall, talks: Sequence[Talk], size: Size, answer: Answer, *, goal: float | None = None
) -> list[Figure]:
    """One after the other, then all at once."""
    alone: list[float] = []
    together: list[float] = []
    for _ in range(size.rounds):
        for talk in talks:
            alone += await _waits(hall, [talk], answer)
            await asyncio.sleep(size.rest / len(talks))
    await asyncio.sleep(size.rest)
    for _ in range(size.rounds):
        together += await _waits(hall, talks, answer)
        await asyncio.sleep(size.rest)
    return [
        figure(f"{name}, one at a time", "ms", alone, goal=goal, of_95th=True),
        figure(f"{name}, {len(talks)} at once", "ms", together, goal=goal, of_95th=True),
    ]


async def _waits(hall: Hall, talks: Sequence[Talk], answer: Answer) -> list[float]:
    """Milliseconds until the server was called to write to each of them."""
    heard = {talk.person.id: len(talk.heard()) for talk in talks}
    answered: dict[int, float] = {}
    for talk in talks:
        answered[talk.person.id] = hall.world.clock.now()
        answer(talk)
    await hall.world.until(lambda: all(len(talk.heard()) > heard[talk.person.id] for talk in talks), _PATIENCE)
    first = {person: _first_call(hall, person, since) for person, since in answered.items()}
    return [1000 * (first[person] - since) for person, since in answered.items()]


def _first_call(hall: Hall, person: int, since: float) -> float:
    chat = str(person)
    return next(
        call.at for call in hall.world.calls_to("sendMessage") if call.at >= since and call.params["chat_id"] == chat
    )
