"""What people send who have made a mistake, are curious, or mean harm; and the kind words that it deserves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.bot_api.callbacks import CallbackQuery
from bot.sandbox.bot_api.messages import Message
from tests.journeys.telegram_hall import Visitor

Send = Callable[[Visitor, Message], object]
Press = Callable[[Visitor, Message], CallbackQuery]

ONLY_WORDS = "I can only read typed words and buttons."
UNKNOWN = "I don't know that word."
CHANGED = "You have changed a message."
NOT_YOURS = "This button is not for you, or it is too old. Nothing has happened."
CLOSED = "That question is closed. Nothing has happened."
NOBODY_READS = "nobody reads what you write here"

SQL = "'; DROP TABLE applications; --"
TEXTS = {
    "sql": SQL,
    "4000 emoji": "\N{SNOWMAN}" * 2000 + "\N{SLICE OF PIZZA}" * 2000,
    "4096 characters": "x" * 4096,
    "zero width": "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}\N{WORD JOINER}",
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}sey",
    "markup": "<b>yes</b> *yes* [yes](tg://user?id=1)",
    "nothing but dots": ". . .",
    "a template": "{number} {group.__class__} %s ${IFS}",
}
UNKNOWN_COMMANDS = {"unknown": "/frobnicate", "unknown with junk": f"/frobnicate {SQL}", "shouted": "!NOSUCH thing"}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is sent, and words of the answer to it while a question is open, and while none is."""

    send: Send
    at_a_question: str
    otherwise: str = NOBODY_READS


def _media(kind: str) -> Send:
    return lambda visitor, _: visitor.person.send_media(visitor.hall.bot, kind, f"caption {SQL}")


def _forwards(visitor: Visitor, _: Message) -> None:
    visitor.person.forward(visitor.hall.sam.writes("yes"), visitor.chat)


def _edits(visitor: Visitor, _: Message) -> None:
    mine = next(message for message in visitor.chat.messages if message.sender is visitor.person)
    visitor.person.edit(mine, f"{mine.text} {len(visitor.chat.messages)}")


def _types(text: str) -> Send:
    return lambda visitor, _: visitor.writes(text)


WORDLESS = {
    kind: Thing(_media(kind), ONLY_WORDS) for kind in ("photo", "document", "voice", "video", "audio", "animation")
} | {
    "sticker": Thing(lambda visitor, _: visitor.person.send_sticker(visitor.hall.bot), ONLY_WORDS),
    "forwarded": Thing(_forwards, ONLY_WORDS),
    "edited": Thing(_edits, CHANGED),
}
COMMANDS = {name: Thing(_types(text), UNKNOWN, UNKNOWN) for name, text in UNKNOWN_COMMANDS.items()} | {
    "join with junk": Thing(_types(f"/join {SQL}"), "Which group would you like", "Which group would you like"),
    "rules with junk": Thing(_types("/rules ../../etc"), "The rules of which group", "The rules of which group"),
    "start with junk": Thing(_types(f"/start {SQL}"), "go on where you stopped", "looks after groups"),
}
TYPED = {name: Thing(_types(text), "", NOBODY_READS) for name, text in TEXTS.items()}
EVERYTHING = TYPED | WORDLESS | COMMANDS


def _token(message: Message) -> str:
    return str(message.buttons[0]["callback_data"])


def _by_somebody_else(visitor: Visitor, message: Message) -> CallbackQuery:
    return visitor.hall.visitor("Mallory").person.forge_press(message, _token(message))


PRESSES: dict[str, Press] = {
    "random data": lambda visitor, message: visitor.person.forge_press(message, "cancel"),
    "64 bytes": lambda visitor, message: visitor.person.forge_press(message, "A" * 64),
    "sql": lambda visitor, message: visitor.person.forge_press(message, SQL),
    "nearly right": lambda visitor, message: visitor.person.forge_press(message, _token(message)[:-1]),
    "not even text": lambda visitor, message: visitor.person.forge_press(message, "\N{NULL}\N{SNOWMAN}"),
    "by somebody else": _by_somebody_else,
}
