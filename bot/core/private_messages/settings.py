"""Private contact between members (`[private_messages]`)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class PrivateMode(StrEnum):
    """How members are put in touch.

    `ask`: after a yes. `never`: not at all, and staff copy in a second person. `free`: there is no rule.
    """

    ASK = "ask"
    NEVER = "never"
    FREE = "free"


class Solicitations(StrEnum):
    """What happens to "message me privately" in a group."""

    OFF = "off"
    REMIND = "remind"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateMessages:
    """How members come into contact.

    Nobody of `adult_age` years or more is put in touch with somebody younger. After a no, the same person can
    ask again once `ask_again_after` has passed. When two people alone have written the last `nudge_after`
    messages, both get a private nudge; 0: never.
    """

    mode: PrivateMode = PrivateMode.ASK
    solicitations: Solicitations = Solicitations.REMIND
    adult_age: int = 18
    ask_again_after: timedelta = timedelta(days=30)
    nudge_after: int = 0
