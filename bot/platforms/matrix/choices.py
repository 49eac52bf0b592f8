"""Yes and no by reaction: the bot puts both under its question, and whoever adds to one has pressed it.

What a reaction stands for is said in the question itself, beside its words: it is there before the bot's own signs are,
which may have to wait for their turn while somebody answers already, and it is found again after a restart. In
encrypted rooms it stands outside of the encryption, as reactions do. It is a random token, of use to nobody else.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from bot.core.ids import Token
from bot.platforms.matrix.readable import mapping, mappings, text
from bot.platforms.matrix.wire import MatrixRefusal, Wire, escaped

if TYPE_CHECKING:
    from bot.core.messages import Speech

YES, NO = "👍", "👎"
MEANT = "example.hallkeeper.choices"
_SHADES = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_MOST = 2000


class Choices:
    """Remembers what it has put lately; asks the homeserver for the rest."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._known: OrderedDict[str, dict[str, Token]] = OrderedDict()

    async def offer(self, room: str, message: str, speech: Speech, transaction: str) -> None:
        """Raises MatrixTrouble; may be repeated."""
        meant = _meant(speech)
        if meant:
            self._remember(message, meant)
        for number, key in enumerate(meant):
            relation = {"rel_type": "m.annotation", "event_id": message, "key": key}
            await self._wire.send(room, "m.reaction", {"m.relates_to": relation}, f"{transaction}.{number}")

    async def meaning(self, room: str, message: str, key: str) -> Token | None:
        """What a reaction to this message stands for; None where it is just a kind sign. Raises MatrixTrouble."""
        if message not in self._known:
            self._remember(message, await self._said_in(room, message))
        return self._known[message].get(_SHADES.sub("", key))

    async def withdraw(self, room: str, message: str, transaction: str) -> None:
        """Nothing happens where none are left. Raises MatrixTrouble; may be repeated."""
        for number, reaction in enumerate(await self._mine(room, message)):
            await self._wire.redact(room, text(reaction, "event_id"), f"{transaction}.{number}")
        self._remember(message, {})

    async def _said_in(self, room: str, message: str) -> dict[str, Token]:
        try:
            event = await self._wire.call("GET", f"/rooms{escaped(room)}/event{escaped(message)}")
        except MatrixRefusal:
            return {}  # the message is gone, or the bot is
        if text(event, "sender") != self._wire.me:
            return {}
        told = mapping(mapping(event, "content"), MEANT)
        return {key: Token(text(told, key)) for key in (YES, NO) if text(told, key)}

    async def _mine(self, room: str, message: str) -> list[dict[str, Any]]:
        address = f"/_matrix/client/v1/rooms{escaped(room)}/relations{escaped(message)}/m.annotation/m.reaction"
        try:
            answer = await self._wire.call("GET", address, query={"limit": "100"})
        except MatrixRefusal:
            return []
        return [event for event in mappings(answer, "chunk") if text(event, "sender") == self._wire.me]

    def _remember(self, message: str, meant: dict[str, Token]) -> None:
        self._known[message] = meant
        self._known.move_to_end(message)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)


def with_choices(content: dict[str, Any], speech: Speech) -> dict[str, Any]:
    """A message's content as it is sent, together with what reactions to it stand for."""
    meant = _meant(speech)
    return {**content, MEANT: meant} if meant else content


def _meant(speech: Speech) -> dict[str, Token]:
    return {key: token for key, token in ((YES, speech.yes), (NO, speech.no)) if token is not None}
