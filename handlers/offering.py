"""Offering somebody a choice of things to do, in private: each button says a command for them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.desk import Desk
from bot.core.effects import About, Say, Urgency
from bot.core.ids import Token
from bot.core.messages import Choice, Door, Line, Message, message
from bot.core.offers import Button, Offer
from bot.core.people import Account
from bot.core.words import Words
from handlers.typed import plain


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do: what its button says to the reader, and what it says to the bot, as a command without prefix.

    `yes`: whether it is the yes or the no of a question that has both.
    """

    label: Line | Words
    says: str
    yes: bool | None = None


async def offer(
    desk: Desk,
    account: Account,
    *lines: Line | Words,
    ways: Sequence[Way] = (),
    awaits: str = "",
    doors: tuple[Door, ...] = (),
    urgency: Urgency = Urgency.ANSWER,
) -> None:
    """From now on a number, a label or, with `awaits`, any plain words that they type answer this message."""
    made = Offer(account=account.id, buttons=_buttons(desk, account, ways), awaits=awaits, made_at=desk.now)
    await desk.records.offers.make(made)
    words = Message(lines, _choices(ways, made), doors, numbered=not awaits)
    desk.do(Say(to=account.id, message=words, urgency=urgency))


async def card(
    desk: Desk,
    account: Account,
    *lines: Line | Words,
    ways: Sequence[Way] = (),
    urgency: Urgency = Urgency.NOTICE,
    about: About | None = None,
) -> None:
    """Buttons beside what is going on: nothing that they type is taken for an answer to this message.

    So its words have to say what to type instead of pressing. Of cards there may be several at once.
    """
    made = Offer(account=account.id, buttons=_buttons(desk, account, ways), open=False, made_at=desk.now)
    await desk.records.offers.make(made)
    words = Message(lines, _choices(ways, made), numbered=False)
    desk.do(Say(to=account.id, message=words, urgency=urgency, about=about))


def answered(made: Offer, text: str) -> str | None:
    """The command that these words are, as an answer to this offer; None if they are none.

    Where words are awaited a number is one of them, and picks no button.
    """
    said = plain(text)
    for number, button in enumerate(made.buttons, start=1):
        if said and (said == plain(button.label) or (not made.awaits and said == str(number))):
            return button.says
    return f"{made.awaits} {text.strip()}" if made.awaits and text.strip() else None


def _buttons(desk: Desk, account: Account, ways: Sequence[Way]) -> tuple[Button, ...]:
    return tuple(
        Button(Token(secrets.token_urlsafe(16)), way.says, desk.speak(message(way.label), account.language).text)
        for way in ways
    )


def _choices(ways: Sequence[Way], made: Offer) -> tuple[Choice, ...]:
    return tuple(
        Choice(label=way.label, token=button.token, yes=way.yes) for way, button in zip(ways, made.buttons, strict=True)
    )
