"""Somebody's conversation with the bot, written down as it went: what each side said, and what was pressed."""

from __future__ import annotations

import asyncio
import re

from tests.journeys.both.hall import Heard, Somebody

_PASSED_ON = re.compile(r"https://t\.me/\+\w+")
_ROOM = re.compile(r"!\w+:[\w.:]+")
_MATRIX_ID = re.compile(r"@(\w+?)\d+:[\w.]+(:\d+)?")
_START = re.compile(r"https://t\.me/(\w+)\?start=(\w+)")


class Scribe:
    """Only what one person sees; others may talk with the bot meanwhile."""

    def __init__(self, who: Somebody, called: str = "") -> None:
        self.who = who
        self.called = called or who.name
        self.lines: list[str] = []
        self._written = 0

    async def comes_to(self, group: str, title: str) -> None:
        self._tells(f"{self.called} asks to join {title}.")
        await self.who.comes_to(group)

    async def says(self, words: str) -> None:
        self.lines.append(f"**{self.called}:** {words}")
        await self.who.says(words)

    async def chooses(self, label: str) -> None:
        self.lines.append(f"**{self.called}** presses *{label}*.")
        await self.who.chooses(label)

    async def hears(self, *words: str) -> Heard:
        """Everything up to and including the next message with these words is written down."""
        heard = await self.who.hears(*words)
        everything = await self.who.everything_heard()
        upto = max(number for number, each in enumerate(everything) if each.id == heard.id)
        for each in everything[self._written : upto + 1]:
            self._writes(each)
        self._written = upto + 1
        return heard

    async def presses(self, *answers: tuple[str, str]) -> None:
        for question, label in answers:
            await self.hears(question)
            await self.chooses(label)

    async def types(self, *answers: tuple[str, str]) -> None:
        for question, words in answers:
            await self.hears(question)
            await self.says(words)

    async def hears_the_rest(self) -> None:
        """What still comes, until it has been quiet for a moment."""
        before = -1
        while before != len(everything := await self.who.everything_heard()):
            before = len(everything)
            await asyncio.sleep(0.6)
        for each in everything[self._written :]:
            self._writes(each)
        self._written = len(everything)

    def time_passes(self, words: str) -> None:
        self._tells(words)

    def _tells(self, words: str) -> None:
        self.lines.append(f"*{words}*")

    def _writes(self, heard: Heard) -> None:
        self.lines.append("**Bot:** " + _in_general(heard.text))
        offered = [*heard.labels, *(f"{door} (a link)" for door in heard.doors)]
        marks = (f"{number}." if heard.numbered else "-" for number in range(1, len(offered) + 1))
        if offered:
            self.lines.append("\n".join(f"{mark} {label}" for mark, label in zip(marks, offered, strict=True)))


def _in_general(text: str) -> str:
    """Without what is another every time: invitation links, the ids of the homeserver of the day."""
    text = _PASSED_ON.sub("https://t.me/+…", text)
    text = _ROOM.sub("!room:example.org", text)
    text = _MATRIX_ID.sub(r"@\1:example.org", text)
    return _START.sub(r"https://t.me/\1?start=\2", text)
