"""What somebody can do on Matrix from the page. A new deed is a function here and a line in the table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.asked import Asked, NotDone
from bot.sandbox.matrix_http import HomeserverTold
from bot.sandbox.matrix_scene import PRIVATE, MatrixPlayer, MatrixScene
from bot.sandbox.matrix_watch import Happened, RoomSeen, Watch
from bot.sandbox.resident import Resident

Json = dict[str, Any]
_SENTENCES = {
    "M_FORBIDDEN": "You may not do that here now.",
    "M_INVITE_BLOCKED": "That person wants no invitations.",
    "M_LIMIT_EXCEEDED": "That was too much at once. Try again in a moment.",
    "M_TOO_LARGE": "This is too long for Matrix.",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One person about to do one thing."""

    scene: MatrixScene
    player: MatrixPlayer
    asked: Asked

    @property
    def resident(self) -> Resident:
        return self.player.resident

    @property
    def watch(self) -> Watch:
        return self.player.watch

    @property
    def room(self) -> RoomSeen:
        chat = self.asked.text("chat")
        room = self.scene.room(self.player, chat)
        if room is None:
            raise LookupError(chat)
        return room

    @property
    def message(self) -> Happened:
        return self.room.happened[self.asked.text("message")]


Deed = Callable[[Act], Awaitable[Json]]


async def carry_out(scene: MatrixScene, name: str, asked: Asked) -> Json:
    """Does it and answers what the page needs to know: `told` is for the person to read, `chat` is where to go on.

    Raises NotDone with the sentence for the page: also for everything that the homeserver refuses.
    """
    deed = DEEDS.get(name)
    if deed is None:
        raise NotDone("There is no such thing to do here.", status=404)
    try:
        return await deed(Act(scene, scene.player(asked.number("person")), asked))
    except HomeserverTold as refusal:
        raise NotDone(in_words(refusal.code), status=409) from None
    except (aiohttp.ClientError, TimeoutError):
        raise NotDone("Matrix does not answer.", status=503) from None
    except LookupError:
        raise NotDone("There is no such person, chat or message any more.", status=404) from None


def in_words(code: str) -> str:
    """A sentence for a code of the homeserver's; one that is not known is named in it."""
    return _SENTENCES.get(code, f"Matrix refuses this ({code}).")


async def open_chat(act: Act) -> Json:
    """Waits for the bot, so that nothing is written before it is there."""
    if act.scene.private(act.player) is None:
        room = await act.resident.private_chat(act.scene.bot)
        await _wait_for_bot(act, room)
    return {"chat": PRIVATE}


async def door(act: Act) -> Json:
    """Asks the bot, in private, to be let into the group."""
    await open_chat(act)
    room = act.scene.private(act.player)
    assert room
    if room.membership == "invite":
        await act.resident.join(room.id)
        await _wait_for_bot(act, room.id)
    await act.resident.write(room.id, f"join {act.scene.venue.key}")
    return {"chat": PRIVATE}


async def say(act: Act) -> Json:
    await act.resident.write(act.room.id, _words(act))
    return {}


async def send(act: Act) -> Json:
    match act.asked.text("kind"):
        case "photo":
            await act.resident.show_picture(act.room.id)
        case "sticker":
            await act.resident.show_sticker(act.room.id)
        case _:
            raise NotDone("Only a photo or a sticker can be sent here.")
    return {}


async def edit(act: Act) -> Json:
    if act.message.event["sender"] != act.player.id:
        raise NotDone("Only the writer of a message can change it.", status=409)
    await act.resident.edit(act.room.id, act.message.event["event_id"], _words(act))
    return {}


async def react(act: Act) -> Json:
    """Puts a sign under a message, or takes one's own away again."""
    key, message = act.asked.text("key"), act.message.event["event_id"]
    for number, happened in act.room.happened.items():
        relation = happened.relation
        same = (relation.get("event_id"), relation.get("key")) == (message, key)
        if same and happened.event["type"] == "m.reaction" and happened.event["sender"] == act.player.id:
            await act.resident.take_back(act.room.id, number)
            return {}
    await act.resident.react(act.room.id, message, key)
    return {}


async def accept(act: Act) -> Json:
    room = act.room
    await act.resident.join(room.id)
    await act.watch.until(lambda: room.membership == "join")
    return {"chat": act.scene.name_of(act.player, room), "told": "You have accepted the invitation."}


async def decline(act: Act) -> Json:
    await act.resident.leave(act.room.id)
    return {"told": "You have declined the invitation."}


async def leave(act: Act) -> Json:
    await act.resident.leave(act.room.id)
    return {"told": "You have left."}


DEEDS: dict[str, Deed] = {
    "open": open_chat,
    "door": door,
    "say": say,
    "send": send,
    "edit": edit,
    "react": react,
    "accept": accept,
    "decline": decline,
    "leave": leave,
}


def _words(act: Act) -> str:
    text = act.asked.text("text")
    if not text.strip():
        raise NotDone("There is nothing to send. Write something first.")
    return text


async def _wait_for_bot(act: Act, room: str) -> None:
    try:
        await act.watch.until(
            lambda: (
                act.watch.membership_in(room) == "join" and act.watch.rooms[room].membership_of(act.scene.bot) == "join"
            )
        )
    except TimeoutError:
        raise NotDone("The bot has not come into the chat yet.", status=409) from None
