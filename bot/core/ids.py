"""Names for the things that are spoken of everywhere.

A person, an account and a group have ids of our own; what a platform calls them is an attribute that may change
(a Telegram group that becomes a supergroup gets a new number).
"""

from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", int)
"""A human being, however many accounts they have."""

AccountId = NewType("AccountId", int)
"""One person on one platform: what a private chat is held with."""

CommunityKey = NewType("CommunityKey", str)

GroupId = NewType("GroupId", str)
"""`community/group`, both keys as the policy file spells them."""

RosterKey = NewType("RosterKey", str)
"""`community/group` for the roster of one group, `community/` for that of the whole community."""

ApplicationId = NewType("ApplicationId", int)
PromptId = NewType("PromptId", int)
OfferId = NewType("OfferId", int)
SuggestionId = NewType("SuggestionId", int)
EffectId = NewType("EffectId", int)
EntryId = NewType("EntryId", int)
DraftId = NewType("DraftId", int)

Token = NewType("Token", str)
"""What a button carries: random, meaningless to whoever forges one."""

NativeId = NewType("NativeId", str)
"""What a platform calls a user, a chat or a message; personal, never logged, encrypted at rest."""


class PlatformName(StrEnum):
    TELEGRAM = "telegram"
    MATRIX = "matrix"


def group_id(community: str, group: str) -> GroupId:
    return GroupId(f"{community}/{group}")


def roster_of(group: GroupId) -> RosterKey:
    return RosterKey(group)


def roster_of_all(community: str) -> RosterKey:
    return RosterKey(f"{community}/")


def community_of(group: GroupId) -> CommunityKey:
    return CommunityKey(group.partition("/")[0])


def key_of(group: GroupId) -> str:
    return group.partition("/")[2]
