"""What a homeserver refuses, in words for the people in charge: what is missing is named, and nobody is.

The codes are those of https://spec.matrix.org/latest/client-server-api/#common-error-codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.effects import (
    AcknowledgePress,
    Admit,
    AllowKnocking,
    CannotWrite,
    Done,
    Effect,
    InvitationBlocked,
    Look,
    MakeLink,
    Mute,
    Outcome,
    Post,
    Refused,
    Remove,
    RemoveChoices,
    RevokeLink,
    Say,
    TakeOut,
    TurnAway,
    Unmute,
)
from bot.platforms.matrix.wire import AskedToWait, MatrixRefusal, MatrixTrouble

if TYPE_CHECKING:
    from bot.core.ports import Order

UNKNOWN_TOKEN = (
    "The homeserver does not know this login of MATRIX_USER any more: its device was signed out. Set MATRIX_PASSWORD, "  # noqa: S105
    "or MATRIX_TOKEN and MATRIX_DEVICE of a new login, and start again."
)
CHANCES_FOR_A_TOKEN = 3
NOT_THERE = "The bot is not in this room: somebody who is there has to invite it."
_BLOCKED = frozenset({"M_INVITE_BLOCKED", "ORG.MATRIX.MSC4155.M_INVITE_BLOCKED"})
_WITHOUT_A_RIGHT: dict[type[Effect], str] = {
    Admit: "invite people (“invite”)",
    MakeLink: "invite people (“invite”)",
    TurnAway: "turn people away (“kick”)",
    RevokeLink: "withdraw an invitation (“kick”)",
    Remove: "send people away (“kick”)",
    Look: "see who may do what",
    Mute: "silence people (“m.room.power_levels”)",
    Unmute: "let people speak again (“m.room.power_levels”)",
    TakeOut: "take messages out (“redact”)",
    AllowKnocking: "say who may knock (“m.room.join_rules”)",
    Post: "write (“events_default”)",
}
_GONE_IS_DONE = (RemoveChoices, AcknowledgePress, TakeOut)


def is_unknown_token(refusal: MatrixTrouble) -> bool:
    return isinstance(refusal, MatrixRefusal) and refusal.code in {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"}


def outcome_of(order: Order, refusal: MatrixRefusal, *, present: bool) -> Outcome:
    """`present`: whether the bot is in the room that the order is about."""
    effect = order.effect
    if refusal.code == "M_NOT_FOUND" and isinstance(effect, _GONE_IS_DONE):
        return Done()
    if isinstance(effect, RemoveChoices | AcknowledgePress):
        return Done()
    if isinstance(effect, Say) and refusal.status == 403:  # noqa: PLR2004 - HTTP's own number
        return CannotWrite()
    if refusal.code in _BLOCKED:
        return InvitationBlocked()
    if refusal.code == "M_FORBIDDEN" and type(effect) in _WITHOUT_A_RIGHT:
        missing = f"The bot's power level in this room is too low to {_WITHOUT_A_RIGHT[type(effect)]}."
        return Refused(missing if present else NOT_THERE)
    return Refused(f"The homeserver refuses this with {refusal.code or refusal.status}.")


def trouble(problem: MatrixTrouble) -> str:
    """Why nothing can be fetched at the moment, in one sentence for an operator."""
    if isinstance(problem, AskedToWait):
        return "The homeserver asks for patience before anything more is fetched."
    if is_unknown_token(problem):
        return "The homeserver does not accept the bot's login at the moment."
    if isinstance(problem, MatrixRefusal):
        return f"The homeserver refuses to hand anything out, with {problem.code or problem.status}."
    return "The homeserver cannot be reached, or answers with an error of its own."
