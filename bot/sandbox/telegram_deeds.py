"""What somebody can do on Telegram from the page. A new deed is a function here and a line in the table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.asked import Asked, NotDone
from bot.sandbox.bot_api.chats import Group, PrivateChat
from bot.sandbox.bot_api.messages import Message
from bot.sandbox.bot_api.people import Person
from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.message_view import full_name
from bot.sandbox.telegram_scene import PRIVATE, TelegramScene
from bot.sandbox.told import in_words

Json = dict[str, Any]
PATIENCE = 10.0
"""Real seconds for which a pressed button waits for the bot's answer."""


@dataclass(frozen=True, slots=True)
class Act:
    """One person about to do one thing."""

    scene: TelegramScene
    person: Person
    asked: Asked

    @property
    def chat(self) -> PrivateChat | Group:
        return self.scene.chat(self.person, self.asked.text("chat"))

    @property
    def group(self) -> Group:
        return self.scene.venue(self.asked.text("chat")).group

    @property
    def message(self) -> Message:
        message = self.chat.all_messages[self.asked.number("message")]
        if message.deleted:
            raise LookupError(message.id)
        return message

    @property
    def other(self) -> Person:
        return self.scene.player(self.asked.number("other")).person


Deed = Callable[[Act], Awaitable[Json]]


async def carry_out(scene: TelegramScene, name: str, asked: Asked) -> Json:
    """Does it and answers what the page needs to know: `told` is for the person to read, `chat` is where to go on.

    Raises NotDone with the sentence for the page: also for everything that Telegram refuses.
    """
    deed = DEEDS.get(name)
    if deed is None:
        raise NotDone("There is no such thing to do here.", status=404)
    try:
        return await deed(Act(scene, scene.player(asked.number("person")).person, asked))
    except ClientTold as refusal:
        raise NotDone(in_words(refusal.code), status=409) from None
    except LookupError:
        raise NotDone("There is no such person, chat, message or button any more.", status=404) from None


async def start(act: Act) -> Json:
    act.person.start(act.scene.bot)
    return {"chat": PRIVATE}


async def say(act: Act) -> Json:
    act.person.write(act.chat, act.asked.text("text"))
    return {}


async def send(act: Act) -> Json:
    kind = act.asked.text("kind")
    if kind not in {"photo", "sticker"}:
        raise NotDone("Only a photo or a sticker can be sent here.")
    act.person.send_media(act.chat, kind)
    return {}


async def edit(act: Act) -> Json:
    act.person.edit(act.message, act.asked.text("text"))
    return {}


async def press(act: Act) -> Json:
    """Waits for what the bot answers, as a client does with its little clock on the button."""
    query = act.person.press(act.message, act.asked.text("data"))
    try:
        answer = await query.answered(PATIENCE)
    except TimeoutError:
        return {"told": "The bot has not answered this button yet."}
    return {"told": answer.text or None, "url": answer.url}


async def follow(act: Act) -> Json:
    """Opens an address that stands in a message or on a button."""
    url = act.asked.text("url")
    if url in {link for venue in act.scene.venues for link in venue.group.links}:
        return _come_by(act, url)
    try:
        address = urlsplit(url)
    except ValueError:
        raise NotDone(f"This is not an address that leads anywhere: {url}") from None
    if address.netloc != "t.me":
        raise NotDone(f"This leads out of Telegram, and is not opened here: {url}")
    if address.path.strip("/").lower() != (act.scene.bot.username or "").lower():
        raise NotDone("This link does not lead anywhere on Telegram.")
    act.person.start(act.scene.bot, parse_qs(address.query).get("start", [""])[0])
    return {"chat": PRIVATE}


async def ask(act: Act) -> Json:
    return _come_by(act, act.scene.venue(act.asked.text("chat")).asking_link)


async def withdraw(act: Act) -> Json:
    act.person.withdraw_request(act.group)
    return {"told": "You have taken back your request to join. No bot is told of that."}


async def leave(act: Act) -> Json:
    act.person.leave(act.group)
    return {"told": f"You have left {act.group.title}."}


async def block(act: Act) -> Json:
    act.person.block(act.scene.bot)
    return {"told": "You have blocked the bot."}


async def unblock(act: Act) -> Json:
    act.person.unblock(act.scene.bot)
    return {"told": "You have unblocked the bot."}


async def approve(act: Act) -> Json:
    act.person.approve(act.group, act.other)
    return {"told": f"{full_name(act.other)} is in."}


async def decline(act: Act) -> Json:
    act.person.decline(act.group, act.other)
    return {"told": f"The request of {full_name(act.other)} is declined. No bot is told of that."}


DEEDS: dict[str, Deed] = {
    "start": start,
    "say": say,
    "send": send,
    "edit": edit,
    "press": press,
    "follow": follow,
    "ask": ask,
    "withdraw": withdraw,
    "leave": leave,
    "block": block,
    "unblock": unblock,
    "approve": approve,
    "decline": decline,
}


def _come_by(act: Act, link: str) -> Json:
    how = act.person.join(link)
    found = act.scene.world.link(link)
    assert found
    if how == "joined":
        return {"chat": str(found.group.id), "told": f"You have joined {found.group.title}."}
    return {"chat": PRIVATE, "told": f"You have asked to join {found.group.title}."}
