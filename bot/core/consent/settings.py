"""What the policy says about consent (`[[gate.consent]]`, `[gate.reconfirm]`)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStatement:
    """One statement that is put to a person alone, answered with yes or no and stored as it was read.

    Without a yes to a `required` one nobody is let in; any other may be declined and withdrawn freely.
    """

    key: str
    statement: Words
    required: bool = True


class Silence(StrEnum):
    """What becomes of those who do not answer a reconfirmation."""

    LIST = "list"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconfirmation:
    """How existing members are asked again: how long they have, how long before the end they are reminded."""

    within: timedelta = timedelta(days=14)
    remind: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=2))
    silent: Silence = Silence.LIST
