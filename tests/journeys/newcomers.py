"""People at the door of a group, each of whom does what they have in mind however often the bot falls over."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from bot.sandbox.bot_api.callbacks import CallbackQuery
from bot.sandbox.bot_api.messages import Message
from tests.journeys.manners import ALL_RIGHT, BACK, GREETING, NO, SORRY, STOP, WAY_IN, YES, Asked, Manner, Oddity, Wish
from tests.journeys.telegram_hall import Visitor

_MOST = 60.0  # seconds that people wait for the bot before they lose patience


@dataclass
class Newcomer:
    """`begun`: how often they have asked to join; `said` and `pressed`: what they have done in their chat."""

    visitor: Visitor
    manner: Manner
    begun: int = 0
    said: list[Message] = field(default_factory=list)
    pressed: list[CallbackQuery] = field(default_factory=list)
    _replies: dict[frozenset[str], str | None] = field(default_factory=dict)
    _oldest: tuple[Message, str] | None = None
    _mumbled: bool = False
    _went_back: bool = False
    _acts: int = 0

    @property
    def wants_in(self) -> bool:
        return self.manner.wish in {Wish.GETS_IN, Wish.THINKS_AGAIN}

    async def go(self) -> None:
        """From the first knock until nothing more is to be expected."""
        try:
            await self._go()
        except TimeoutError:
            raise AssertionError(f"{self.manner} waited in vain after {self.visitor.heard}") from None

    async def _go(self) -> None:
        await asyncio.sleep(self.manner.arrives_after)
        await self._knock()
        while not self._content():
            if message := await self._next_message():
                await self._pause()
                await self._react(message)
        if self.manner.oddity is Oddity.SAYS_THANKS:
            self._write("Thank you, you were kind.")
        async with asyncio.timeout(_MOST):
            while not self.is_answered():
                await asyncio.sleep(0.02)

    def is_answered(self) -> bool:
        """Whether the bot has said something after their last words, and let go of every button while it could."""
        last = max((message.id for message in self.said), default=0)
        heard = any(message.id > last for message in self.visitor.chat.messages if self._is_from_bot(message))
        return heard and all(press.answer is not None or press.too_old for press in self.pressed)

    def heard(self, words: str) -> int:
        """How many messages of the bot have these words."""
        return sum(words in text for text in self.visitor.heard)

    def repeated(self) -> int:
        """How many messages came more often than they were meant to: one question's buttons, or the same words."""
        calls = self.visitor.hall.world.calls_to("sendMessage", chat=self.visitor.chat)
        sent = Counter((call.params["text"], call.params.get("reply_markup")) for call in calls if call.ok)
        return sum(count - (self.begun if text.startswith(GREETING) else 1) for (text, _), count in sent.items())

    def _content(self) -> bool:
        match self.manner.wish:
            case Wish.DOES_NOT_FIT:
                return self.heard(SORRY) > 0
            case Wish.DECLINES:
                return self.heard(ALL_RIGHT) > 0
            case _:
                return self.visitor.is_in()

    async def _knock(self) -> None:
        self.begun += 1
        hall, person = self.visitor.hall, self.visitor.person
        if self.manner.by_request:
            await hall.world.until(lambda: person.id not in hall.evening.requests, _MOST)
            self.visitor.asks_to_join()
        else:
            self.said.append(person.start(hall.bot, "join-evening"))

    async def _next_message(self) -> Message | None:
        """What comes next in their chat, if it is the bot's; None too if nothing more is to be waited for."""
        world, chat = self.visitor.hall.world, self.visitor.chat
        await world.until(lambda: len(chat.all_messages) > self.visitor.read or self._content(), _MOST)
        if self.visitor.read == len(chat.all_messages):
            return None
        message = chat.messages[self.visitor.read]
        self.visitor.read += 1
        return message if self._is_from_bot(message) else None

    async def _react(self, message: Message) -> None:
        if WAY_IN in message.text:
            self._follow(message.buttons[0]["url"])
        elif ALL_RIGHT in message.text and self.manner.wish is Wish.THINKS_AGAIN and self.begun == 1:
            await self._knock()
        elif "Question " in message.text:
            self._answer(message, next(asked for asked in Asked if asked in message.text))

    def _follow(self, link: str) -> None:
        person = self.visitor.person
        if not self.visitor.is_in() and person.id not in self.visitor.hall.evening.requests:
            person.join(link)

    def _answer(self, message: Message, asked: Asked) -> None:
        """The same buttons once more are pressed once more; what was answered by typing is not typed again."""
        buttons = {button["text"]: button["callback_data"] for button in message.buttons}
        bearing = frozenset(buttons.values())
        if bearing in self._replies:
            if again := self._replies[bearing]:
                self._press(message, again)
            return
        if self.manner.oddity is Oddity.MUMBLES and not self._mumbled:
            self._mumbled = True
            self._replies[bearing] = None
            self._write("Hm, what do you mean?")
            return
        label, words = self._choose(asked)
        self._replies[bearing] = None if self.manner.types[asked] else buttons[label]
        self._reply(message, asked, words, buttons[label])
        self._oldest = self._oldest or (message, next(iter(buttons.values())))

    def _reply(self, message: Message, asked: Asked, words: str, data: str) -> None:
        if self.manner.types[asked]:
            self._write(words)
        else:
            for _ in range(2 if asked in self.manner.doubles else 1):
                self._press(message, data)
        if asked in self.manner.presses_old and self._oldest:
            self._press(*self._oldest)

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

    def _press(self, message: Message, data: str) -> None:
        self.pressed.append(self.visitor.person.forge_press(message, data))

    def _write(self, words: str) -> None:
        self.said.append(self.visitor.writes(words))

    async def _pause(self) -> None:
        self._acts += 1
        await asyncio.sleep(self.manner.pauses[self._acts % len(self.manner.pauses)])

    def _is_from_bot(self, message: Message) -> bool:
        return message.sender is self.visitor.hall.bot
