"""How a report is taken and who is called (`[reports]`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self

from bot.core.durations import format_duration, parse_duration
from bot.core.words import Words

ON_CALL: Final = "on-call"
KNOWN_CATEGORIES: Final = (
    "unwanted-message",
    "harassment",
    "worried",
    "rules",
    "privacy",
    "unofficial-group",
    "other",
)


@dataclass(frozen=True, slots=True)
class ChainLink:
    """Somebody to call: `on-call`, a role, or the key of a team member; `waits` replaces the usual time."""

    who: str
    waits: timedelta | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """A link as it is written: `staff`, or `chair 15m`.

        Raises:
            ValueError: nobody is named, or the time is not a length of time.
        """
        who, _, waits = text.strip().partition(" ")
        if not who:
            raise ValueError("nobody is named")
        return cls(who, parse_duration(waits) if waits else None)

    def __str__(self) -> str:
        return f"{self.who} {format_duration(self.waits)}" if self.waits else self.who


def links(*written: str) -> tuple[ChainLink, ...]:
    return tuple(ChainLink.parse(text) for text in written)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedWords:
    """Words that moderators can send in two taps."""

    key: str
    title: Words
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """What can be reported and who hears of it.

    A category that is not one of `KNOWN_CATEGORIES` has its label in `labels`. A report in one of `urgent`
    starts the `chain` at once: whoever is called has `take_up_within`, then it is the next one's turn. One in
    `risk` also brings the crisis contacts and goes to the safeguarding lead. `complaints` is the chain for
    complaints. At most `reopenings` times does a closed case open again at the member's word.
    """

    categories: tuple[str, ...] = KNOWN_CATEGORIES
    labels: Mapping[str, Words] = field(default_factory=dict)
    urgent: tuple[str, ...] = ("worried",)
    risk: tuple[str, ...] = ("worried",)
    take_up_within: timedelta = timedelta(minutes=30)
    chain: tuple[ChainLink, ...] = links(ON_CALL, "staff", "safeguarding")
    complaints: tuple[ChainLink, ...] = links("staff")
    reopenings: int = 3
    out_of_hours: Words | None = None
    prepared: tuple[PreparedWords, ...] = ()
    outcomes: tuple[Words, ...] = ()
