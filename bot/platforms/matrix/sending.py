"""Messages, each under a transaction id of its own, so that repeating one costs nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.core.effects import CannotWrite, Done, Outcome, Refused
from bot.platforms.matrix.choices import with_choices
from bot.platforms.matrix.render import contents_of
from bot.platforms.matrix.rooms import Room

if TYPE_CHECKING:
    from bot.core.ports import Order
    from bot.platforms.matrix.choices import Choices
    from bot.platforms.matrix.private_chats import PrivateChats
    from bot.platforms.matrix.rooms import Rooms
    from bot.platforms.matrix.seals import Seals
    from bot.platforms.matrix.wire import Wire


class Sending:
    """Every method raises MatrixTrouble and what `Seals.send_as` raises."""

    def __init__(self, wire: Wire, rooms: Rooms, chats: PrivateChats, choices: Choices, seals: Seals) -> None:
        self._wire = wire
        self._rooms = rooms
        self._chats = chats
        self._choices = choices
        self._seals = seals

    async def say(self, order: Order) -> Outcome:
        """In their private chat. Raises ChatClosed.

        While they have only been invited to it, too, unless it is encrypted: clients get the keys to what is said from
        then on, and some never those to what was said before.
        """
        room = await self._chats.with_person(order.chat)
        if self._seals.able and room.encrypted and room.membership_of(order.chat) == "invite":
            return CannotWrite(invited=True)
        return await self._send(order, room)

    async def post(self, order: Order) -> Outcome:
        return await self._send(order, self._rooms.get(order.chat) or Room(order.chat))

    async def _send(self, order: Order, room: Room) -> Outcome:
        """The receipt is the id of the last message, which bears the choices."""
        assert order.speech is not None, "what is said comes as speech"
        sent = ""
        for number, content in enumerate(contents_of(order.speech)):
            kind, sealed = await self._seals.send_as(room.id, "m.room.message", content)
            transaction = transaction_of(order, room.id, str(number), content["body"])
            sent = await self._wire.send(room.id, kind, with_choices(sealed, order.speech), transaction)
        if not sent:
            return Refused("There is nothing to say in this message.")
        await self._choices.offer(room.id, sent, order.speech, transaction_of(order, sent))
        return Done(sent)


def transaction_of(order: Order, *particulars: str) -> str:
    """The same at every repetition of an order.

    Of another database, whose orders are numbered anew, the particulars tell it apart: a homeserver remembers
    transactions for a day, whatever they were for.
    """
    told_apart_by = "\0".join((type(order.effect).__name__, *particulars))
    digest = hashlib.sha256(told_apart_by.encode("utf-8", "replace")).hexdigest()
    return f"hall{order.id}.{digest[:16]}"
