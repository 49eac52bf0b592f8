"""Where somebody stands in a group: one value, as ChatMember has it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.sandbox.bot_api.rights import ALL_PERMISSIONS, NOBODY_MAY, Rights

FOR_EVER = 0
SHORTEST_TERM = 30
LONGEST_TERM = 366 * 24 * 3600


class Status(StrEnum):
    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`until` is a unix second or FOR_EVER; `inside` says whether they are in the group at present.

    `own_permissions` narrows what the group allows; `promoted_by` is the user id of whoever made them administrator.
    """

    status: Status
    inside: bool
    rights: Rights = NOBODY_MAY
    own_permissions: Rights = ALL_PERMISSIONS
    until: int = FOR_EVER
    promoted_by: int | None = None
    anonymous: bool = False
    custom_title: str | None = None
    tag: str | None = None

    @property
    def in_charge(self) -> bool:
        return self.status in {Status.CREATOR, Status.ADMINISTRATOR}

    @property
    def barred(self) -> bool:
        return self.status is Status.KICKED

    def at(self, now: float) -> "Standing":
        """The standing once its date has passed: Telegram ends bans and restrictions without telling anybody."""
        if self.until == FOR_EVER or now < self.until:
            return self
        if self.status is Status.RESTRICTED and self.inside:
            return replace(MEMBER, tag=self.tag)
        return LEFT


MEMBER = Standing(status=Status.MEMBER, inside=True)
LEFT = Standing(status=Status.LEFT, inside=False)


def administrator(rights: Rights, promoted_by: int, *, anonymous: bool = False, title: str | None = None) -> Standing:
    return Standing(
        status=Status.ADMINISTRATOR,
        inside=True,
        rights=rights | {"can_manage_chat"},
        promoted_by=promoted_by,
        anonymous=anonymous,
        custom_title=title,
    )


def restricted(permissions: Rights, until: int, *, inside: bool, tag: str | None = None) -> Standing:
    """A restriction; with every permission allowed there is none left."""
    if permissions == ALL_PERMISSIONS:
        return replace(MEMBER, tag=tag) if inside else LEFT
    return Standing(
        status=Status.RESTRICTED, inside=inside, own_permissions=permissions, until=until, tag=tag if inside else None
    )


def kicked(until: int) -> Standing:
    return Standing(status=Status.KICKED, inside=False, until=until)


def term(until_date: int, now: float) -> int:
    """`until_date` as Telegram takes it: under 30 seconds or over 366 days ahead is for ever."""
    ahead = until_date - now
    return until_date if SHORTEST_TERM <= ahead <= LONGEST_TERM else FOR_EVER
