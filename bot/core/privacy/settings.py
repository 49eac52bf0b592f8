"""How long what is kept (`[retention]`), and what may leave the admin side (`[privacy]`)."""

from dataclasses import dataclass
from datetime import timedelta

from bot.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long records live; an `archive` of conversations is kept only where the policy gives it a time.

    `applications` counts from the last word of the applicant, `cases` from the day the case is closed,
    `inactive` (people who belong to no group any more) from the day they left the last one.
    """

    applications: timedelta = timedelta(days=30)
    cases: timedelta = timedelta(days=730)
    inactive: timedelta = timedelta(days=90)
    held_messages: timedelta = timedelta(days=30)
    archive: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What leaves the admin side, and when at the latest.

    No figure under `smallest_count` does; a request for access is answered within `requests_within`.
    """

    smallest_count: int = 5
    requests_within: timedelta = timedelta(days=30)
    who_can_read: Words | None = None
