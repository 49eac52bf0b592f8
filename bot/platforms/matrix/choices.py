"""Yes and no by reaction: the bot puts both under its question, and whoever adds to one has pressed it.

What a reaction stands for is in the bot's own reaction: it is found again after a restart, and in encrypted rooms too,
where reactions are not encrypted. It is a random token, of use to nobody else.
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
TOKEN = "example.hallkeeper.token"  # noqa: S105 - the name of a field
_SHADES = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_MOST = 2000


class Choices:
    """Remembers what it has put lately; asks the homeserver for the rest."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._known: OrderedDict[str, dict[str, Token]] = OrderedDict()

    async def offer(self, room: str, message: str, speech: Speech, transaction: str) -> None:
        """Raises MatrixTrouble; may be repeated."""
        meant = {key: token for key, token in ((YES, speech.yes), (NO, speech.no)) if token is not None}
        for number, (key, token) in enumerate(meant.items()):
            relation = {"rel_type": "m.annotation", "event_id": message, "key": key}
            content = {"m.relates_to": relation, TOKEN: token}
            await self._wire.send(room, "m.reaction", content, f"{transaction}.{number}")
        if meant:
            self._remember(message, meant)

    async def meaning(self, room: str, message: str, key: str) -> Token | None:
        """What a reaction to this message stands for; None where it is just a kind sign. Raises MatrixTrouble."""
        if message not in self._known:
            mine = await self._mine(room, message)
            self._remember(message, {key_of(each): Token(text(mapping(each, "content"), TOKEN)) for each in mine})
        return self._known[message].get(_SHADES.sub("", key))

    async def withdraw(self, room: str, message: str, transaction: str) -> None:
        """Nothing happens where none are left. Raises MatrixTrouble; may be repeated."""
        for number, reaction in enumerate(await self._mine(room, message)):
            await self._wire.redact(room, text(reaction, "event_id"), f"{transaction}.{number}")
        self._remember(message, {})

    async def _mine(self, room: str, message: str) -> list[dict[str, Any]]:
        address = f"/_matrix/client/v1/rooms{escaped(room)}/relations{escaped(message)}/m.annotation/m.reaction"
        try:
            answer = await self._wire.call("GET", address, query={"limit": "100"})
        except MatrixRefusal:
            return []  # the message is gone, or the bot is
        return [
            event
            for event in mappings(answer, "chunk")
            if text(event, "sender") == self._wire.me and text(mapping(event, "content"), TOKEN)
        ]

    def _remember(self, message: str, meant: dict[str, Token]) -> None:
        self._known[message] = meant
        self._known.move_to_end(message)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)


def key_of(reaction: dict[str, Any]) -> str:
    return text(mapping(mapping(reaction, "content"), "m.relates_to"), "key")
