"""What somebody is offered in their private chat outside of the quiz: buttons, each of which says a command for them.

So there is one way of doing a thing and one place that asks whether this person may: a button is a command that need
not be typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.ids import AccountId, OfferId, Token

UNMADE = OfferId(0)


@dataclass(frozen=True, slots=True)
class Button:
    """`says`: the command, as it would be typed, without prefix. `label`: as its reader saw it."""

    token: Token
    says: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Made in one message. `awaits`: the command that the next words complete; empty where none are waited for.

    The newest `open` one of an account is what is meant by a number, a label or plain words that are typed. One
    that is not `open` answers to its own buttons alone: a card, say, of which there may be several.
    """

    id: OfferId = UNMADE
    account: AccountId
    buttons: tuple[Button, ...] = ()
    awaits: str = ""
    open: bool = True
    made_at: datetime

    def says(self, token: Token) -> str | None:
        return next((button.says for button in self.buttons if button.token == token), None)
