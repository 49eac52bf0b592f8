"""How courses come to their end (`[courses]`), and groups that nobody uses any more."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.core.words import Words


class AfterCourse(StrEnum):
    """What becomes of an emptied course group on Matrix; on Telegram the bot leaves."""

    LEAVE = "leave"
    TOMBSTONE = "tombstone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Courses:
    """The life of course groups.

    `remind`: how long before the end those who are not in the successor yet are invited to it.
    `clear_after`: how long after the end members are removed and what was kept is deleted.
    `absent_after`: without attendance for so long, somebody is listed for an admin to decide on.
    `invitation_note`: what the invitation carries besides purpose and end.
    """

    remind: tuple[timedelta, ...] = (timedelta(days=14), timedelta(days=3))
    clear_after: timedelta = timedelta(days=30)
    afterwards: AfterCourse = AfterCourse.LEAVE
    absent_after: timedelta = timedelta(days=28)
    farewell: Words | None = None
    invitation_note: Words | None = None
