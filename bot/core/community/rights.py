"""What the bot has to be allowed in a group, in the community's words, and what does not work without each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.messages import Line, line


class Right(StrEnum):
    """Every platform's own names for them are its own affair; these are kept in records and shown by `check`."""

    BE_THERE = "be-there"
    INVITE = "invite"
    DELETE = "delete"
    REMOVE = "remove"
    BAR = "bar"
    MUTE = "mute"
    CLOSE = "close"
    WRITE = "write"
    READ = "read"
    DOOR = "door"
    INFO = "info"
    PIN = "pin"
    PROMOTE = "promote"
    TAG = "tag"
    TOPICS = "topics"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`name` says what one may do who has the right, `without` what does not work while it is missing."""

    name: Line
    without: Line


MEANINGS: Mapping[Right, Meaning] = {
    Right.BE_THERE: Meaning(line("Be in the group"), line("Nothing of the policy is kept there.")),
    Right.INVITE: Meaning(line("Invite people"), line("Nobody can be let in.")),
    Right.DELETE: Meaning(line("Delete messages"), line("What does not belong in the group stays there.")),
    Right.REMOVE: Meaning(line("Remove people"), line("Nobody can be turned away or removed.")),
    Right.BAR: Meaning(line("Ban people"), line("Whoever was removed can come back at once.")),
    Right.MUTE: Meaning(line("Say who may write"), line("Nobody can be muted.")),
    Right.CLOSE: Meaning(line("Close the group"), line("It stays open in quiet hours and when it should be over.")),
    Right.WRITE: Meaning(line("Write in the group"), line("The group hears nothing from me.")),
    Right.READ: Meaning(line("Read the group"), line("I don't see what is written there.")),
    Right.DOOR: Meaning(line("Say who may knock"), line("The door stays as it is, and members may see who knocks.")),
    Right.INFO: Meaning(line("Change the description"), line("Title and description stay as they are.")),
    Right.PIN: Meaning(line("Pin messages"), line("Nothing can be pinned.")),
    Right.PROMOTE: Meaning(line("Make people admins"), line("Nobody can be made an admin, or stop being one.")),
    Right.TAG: Meaning(line("Give people tags"), line("Nobody's role shows beside their name.")),
    Right.TOPICS: Meaning(line("Manage topics"), line("Topics cannot be opened or closed.")),
    Right.MOVE: Meaning(line("Move the group"), line("The group cannot be replaced by a new one.")),
}


@dataclass(frozen=True, slots=True)
class Power:
    """One right as it can be had in a group of this kind. `called`: the platform's own name for what gives it.

    `needs`: the level that it takes, where a platform has levels.
    """

    right: Right
    held: bool
    called: str
    needs: int | None = None


class WayIn(StrEnum):
    """How people come in from outside, where a platform tells. Of `KNOCKING` all members see who asks."""

    ANYBODY = "anybody"
    KNOCKING = "knocking"
    INVITED = "invited"
    FROM_ELSEWHERE = "from-elsewhere"


@dataclass(frozen=True, slots=True)
class GroupSight:
    """A group as the bot sees it at this moment; nothing but `present` is known where it is not in it.

    `kind` is the platform's word: "supergroup", "room version 12". `level`: the bot's own, where there are levels and
    it has an end. `open`: whether ordinary members can post anything at all; None where that was not told.
    `permissions`: what they may do as people have set it, in the platform's own words, for `OpenGroup` to go back to.
    """

    present: bool
    powers: tuple[Power, ...] = ()
    kind: str = ""
    level: int | None = None
    way_in: WayIn | None = None
    open: bool | None = None
    permissions: str = ""

    def may(self, right: Right) -> bool:
        return any(power.held for power in self.powers if power.right is right)

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset(power.right for power in self.powers if power.held)


NOT_THERE = GroupSight(present=False)


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A right that is missing in a group. `called`: the platform's own name for what gives it."""

    right: Right
    called: str
