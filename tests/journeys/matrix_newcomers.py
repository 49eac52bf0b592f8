"""People at the door of a room, each of whom does what they have in mind however often the bot falls over."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

from tests.journeys.at_matrix import Client, Letter
from tests.journeys.manners import (
    ALL_RIGHT,
    BACK,
    GREETING,
    LAST,
    NO,
    SORRY,
    STOP,
    WELCOME,
    YES,
    Asked,
    Manner,
    Oddity,
    Wish,
)

INVITED = "I have invited you to"
NOBODY_READS = "nobody reads what you write here"
SEND_AGAIN = "Please send it once more"
CLOSED = "That question is closed"
ABOUT = "It has no end date"
MARKS = (GREETING, ABOUT, *Asked, SORRY, ALL_RIGHT, LAST, INVITED, WELCOME, NOBODY_READS)
THUMBS = ("👍", "👎")
_SHADES = dict(zip(Asked, "🏻🏼🏿", strict=True))
_ANOTHER_SHADE = "🏽"
_MOST = 240.0  # seconds after which people lose patience with the bot


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody answers where they type or react: by number or in words, before or after the bot shows its signs."""

    by_number: dict[Asked, bool]
    eager: bool

    @classmethod
    def of(cls, chance: random.Random) -> Hand:
        return cls({asked: chance.random() < 0.5 for asked in Asked}, chance.random() < 0.4)


@dataclass
class MatrixNewcomer:
    """`begun`: how often they have asked to join. `expected`: how often the bot should have said what, by its words.

    `again`: what they reacted though they had answered, message and key.
    """

    client: Client
    manner: Manner
    hand: Hand
    bot: str
    evening: str
    chat: str = ""
    begun: int = 0
    expected: Counter[str] = field(default_factory=Counter)
    letters: list[Letter] = field(default_factory=list)
    again: set[tuple[str, str]] = field(default_factory=set)
    _said: str = ""
    _words: str = ""
    _read: set[str] = field(default_factory=set)
    _first_question: str = ""
    _mumbled: bool = False
    _went_back: bool = False
    _acts: int = 0

    @property
    def wants_in(self) -> bool:
        return self.manner.wish in {Wish.GETS_IN, Wish.THINKS_AGAIN}

    @property
    def heard(self) -> list[Letter]:
        """What the bot has said, as it was there when they looked last."""
        return [letter for letter in self.letters if letter.sender == self.bot]

    def times(self, words: str) -> int:
        """How many messages of the bot have these words."""
        return sum(words in letter.text for letter in self.heard)

    def heard_marks(self) -> Counter[str]:
        """How often the bot has said what is counted."""
        return +Counter({words: self.times(words) for words in MARKS})

    def is_marked(self, letter: Letter) -> bool:
        return any(words in letter.text for words in MARKS)

    async def go(self) -> None:
        """From the first knock until nothing more is to be expected."""
        try:
            async with asyncio.timeout(_MOST):
                await self._go()
        except TimeoutError:
            said = [f"{letter.text!r} {letter.warning}" for letter in self.letters]
            raise AssertionError(f"{self.client.id}, {self.manner}, {self.hand}, waited in vain after {said}") from None

    async def look(self) -> None:
        self.letters = await self.client.letters(self.chat) if self.chat else []

    async def _go(self) -> None:
        await asyncio.sleep(self.manner.arrives_after)
        await self._come_to_the_door()
        while not self._content():
            for letter in await self._new_letters():
                await self._pause()
                await self._act_on(letter)
        if self.wants_in:
            await self.client.write(self.evening, "Good evening.")
        if self.manner.oddity is Oddity.SAYS_THANKS:
            self.expected[NOBODY_READS] += 1
            await self._write("Thank you, you were kind.")
        while not self.is_answered():
            await self.client.news()
            await self.look()

    def is_answered(self) -> bool:
        """Whether the bot has said something after their last words."""
        places = [number for number, letter in enumerate(self.letters) if letter.id == self._said]
        after = self.letters[places[0] + 1 :] if places else self.letters if not self._said else []
        return any(letter.sender == self.bot for letter in after)

    def _content(self) -> bool:
        match self.manner.wish:
            case Wish.DOES_NOT_FIT:
                return self.times(SORRY) > 0
            case Wish.DECLINES:
                return self.times(ALL_RIGHT) > 0
            case _:
                return self.times(WELCOME) > 0

    async def _come_to_the_door(self) -> None:
        """Whoever cannot read what is encrypted opens the chat themselves, and the bot goes on in it."""
        self.begun += 1
        self.expected.update([GREETING, ABOUT, Asked.VISIBLE])
        if not self.manner.by_request:
            self.chat = self.chat or await self.client.open_chat(self.bot)
            await self._write("join evening")
            return
        if not self.client.encrypted and not self.chat:
            self.chat = await self.client.open_chat(self.bot)
            await self.client.sees_join(self.chat, self.bot)
        while await self.client.membership(self.evening) == "knock":  # not turned away yet
            await self.client.news()
        await self.client.knock(self.evening)

    async def _new_letters(self) -> list[Letter]:
        """What is new in their chat, if it is the bot's; the chat may be one to which the bot asks them in."""
        await self.client.news()
        if not self.chat:
            asked = [room for room in await self.client.invitations() if room != self.evening]
            if not asked:
                return []
            await self.client.join(asked[0])
            self.chat = asked[0]
        await self.look()
        new = [letter for letter in self.heard if letter.id not in self._read and letter.text]
        self._read.update(letter.id for letter in new)
        return new

    async def _act_on(self, letter: Letter) -> None:
        if SEND_AGAIN in letter.text:
            await self._write(self._words)
        elif INVITED in letter.text:
            await self.client.join(self.evening)
        elif ALL_RIGHT in letter.text and self.manner.wish is Wish.THINKS_AGAIN and self.begun == 1:
            await self._come_to_the_door()
        elif "Question " in letter.text:
            await self._answer(letter, next(asked for asked in Asked if asked in letter.text))

    async def _answer(self, letter: Letter, asked: Asked) -> None:
        if self.manner.oddity is Oddity.MUMBLES and not self._mumbled:
            self._mumbled = True
            self.expected[asked] += 1
            await self._write("Hm, what do you mean?")
            return
        answer = self._choose(asked)
        self.expected.update(_follows(asked, answer))
        await self._reply(letter, asked, answer)
        if asked in self.manner.presses_old and self._first_question:
            await self._react_again(self._first_question, THUMBS[0] + _SHADES[asked])
        self._first_question = self._first_question or letter.id

    async def _reply(self, letter: Letter, asked: Asked, answer: tuple[str, str]) -> None:
        thumb = dict(zip((YES[asked], NO[asked]), THUMBS, strict=True)).get(answer)
        if thumb is not None and not self.manner.types[asked]:
            await self._react(letter, asked, thumb)
        elif self.hand.by_number[asked]:
            await self._write(_number_of(answer[0], letter.text))
        else:
            await self._write(answer[1])

    async def _react(self, letter: Letter, asked: Asked, thumb: str) -> None:
        while not self.hand.eager and thumb not in await self.client.signs(self.chat, letter.id):
            await self.client.news()
        await self.client.react(self.chat, letter.id, thumb)
        if asked in self.manner.doubles:
            await self._react_again(letter.id, thumb + _ANOTHER_SHADE)

    async def _react_again(self, message: str, key: str) -> None:
        """One key of one person under one message is all that a homeserver takes."""
        if (message, key) not in self.again:
            self.again.add((message, key))
            await self.client.react(self.chat, message, key)

    def _choose(self, asked: Asked) -> tuple[str, str]:
        match asked, self.manner.wish:
            case (Asked.CONDITION, Wish.DOES_NOT_FIT) | (Asked.CLOSING, Wish.DECLINES):
                return NO[asked]
            case Asked.CONDITION, Wish.THINKS_AGAIN if self.begun == 1:
                return STOP
            case Asked.CLOSING, _ if self.manner.oddity is Oddity.GOES_BACK and not self._went_back:
                self._went_back = True
                return BACK
            case _:
                return YES[asked]

    async def _write(self, words: str) -> None:
        self._words = words
        self._said = await self.client.write(self.chat, words)

    async def _pause(self) -> None:
        self._acts += 1
        await asyncio.sleep(self.manner.pauses[self._acts % len(self.manner.pauses)])


def _follows(asked: Asked, answer: tuple[str, str]) -> tuple[str, ...]:
    """What the bot should say because of this answer."""
    if answer == BACK:
        return (Asked.CONDITION,)
    if answer == STOP or answer == NO[Asked.CLOSING]:
        return (ALL_RIGHT,)
    if answer == NO[Asked.CONDITION]:
        return (SORRY,)
    return {Asked.VISIBLE: (Asked.CONDITION,), Asked.CONDITION: (Asked.CLOSING,)}.get(
        asked, (LAST, INVITED, WELCOME, ABOUT)
    )


def _number_of(label: str, question: str) -> str:
    """By which this choice stands in a list that begins `1. Yes`."""
    [line] = [line for line in question.splitlines() if line.partition(". ")[2] == label]
    return line.partition(". ")[0]
