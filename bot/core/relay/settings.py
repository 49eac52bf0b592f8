"""How messages cross between the two platforms of one group (`[relay]`)."""

from dataclasses import dataclass
from enum import StrEnum


class RelayNames(StrEnum):
    """What the other side sees of a writer: the display name, initials, or a steady pseudonym."""

    FULL = "full"
    INITIALS = "initials"
    PSEUDONYM = "pseudonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    names: RelayNames = RelayNames.FULL
    media: bool = True
