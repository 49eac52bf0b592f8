"""What follows when rules are broken (`[enforcement]`)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, Self

from bot.core.durations import format_duration, parse_duration
from bot.core.team.settings import Role


class Sanction(StrEnum):
    """From the mildest to the hardest."""

    WORD = "word"
    WARNING = "warning"
    MUTE = "mute"
    SUSPEND = "suspend"
    REMOVE = "remove"
    BAR = "bar"


TIMED: Final = frozenset({Sanction.MUTE, Sanction.SUSPEND})


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder; a mute or a suspension lasts for `lasts`, the others have no end."""

    sanction: Sanction
    lasts: timedelta | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """A step as it is written: `word`, or `mute 24h`.

        Raises:
            ValueError: no such step, or one whose length of time is missing, superfluous or not one.
        """
        name, _, length = text.strip().partition(" ")
        if name not in set(Sanction):
            raise ValueError(f'there is no step "{text[:40]}"')
        sanction = Sanction(name)
        if sanction in TIMED and not length:
            raise ValueError(f'"{name}" needs how long it lasts')
        if sanction not in TIMED and length:
            raise ValueError(f'"{name}" has no length of time')
        return cls(sanction, parse_duration(length) if length else None)

    def __str__(self) -> str:
        return f"{self.sanction} {format_duration(self.lasts)}" if self.lasts else str(self.sanction)


def rungs(*written: str) -> tuple[Rung, ...]:
    return tuple(Rung.parse(text) for text in written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforcement:
    """The ladder and who decides.

    A breach counts for `forget_after`. `remove_needs`: the role without which nobody is removed for good.
    `bar_needs`: how many trustees agree to a bar. `delete_within`: the author's time after "ask to delete".
    `appeal_within`: how long a volunteer's decision can be put before staff.
    """

    ladder: tuple[Rung, ...] = rungs("word", "warning", "mute 24h", "suspend 7d", "remove")
    forget_after: timedelta = timedelta(days=180)
    remove_needs: Role = Role.STAFF
    bar_needs: int = 2
    delete_within: timedelta = timedelta(hours=2)
    appeal_within: timedelta = timedelta(days=14)
