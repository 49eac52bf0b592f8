"""The people in charge (`[[team]]`) and what is expected of them (`[moderators]`)."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from bot.core.quiet_hours.settings import EVERY_DAY, Weekday
from bot.core.words import Words


class Role(StrEnum):
    OWNER = "owner"
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    TUTOR = "tutor"
    SAFEGUARDING = "safeguarding"
    TRUSTEE = "trustee"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """Somebody in charge; in all groups where `groups` is left out. Ids may be linked later, in chat.

    `key` is how a chain or a rota can name one person; `title` is what members read, such as "Chair".
    """

    name: str
    role: Role
    key: str | None = None
    title: Words | None = None
    telegram: int | None = None
    matrix: str | None = None
    email: str | None = None
    groups: tuple[str, ...] | None = None

    def looks_after(self, group: str) -> bool:
        """Whether the group with this key is among theirs."""
        return self.groups is None or group in self.groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who is on call, on which days and when (community time; past midnight if `to` is not after `from`)."""

    who: str
    days: tuple[Weekday, ...] = EVERY_DAY
    from_: time = time(9)
    to: time = time(17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderators:
    """What the policy expects of those who moderate.

    `confirm_every`: how often they are asked whether they are able and willing. `read_within`: the days of
    grace for reading a new version. `members_each`: above so many members to a moderator staff are told.
    `groups_each`: above so many groups to one person, too. `admins_at_least` and `admins_at_most`: people
    with admin rights.
    """

    confirm_every: timedelta = timedelta(days=90)
    read_within: timedelta = timedelta(days=14)
    members_each: int = 50
    groups_each: int = 5
    admins_at_least: int = 2
    admins_at_most: int = 3
    rota: tuple[Turn, ...] = ()
