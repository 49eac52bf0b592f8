from __future__ import annotations

import pytest

from bot.core.events import (
    BotStanding,
    Chat,
    Event,
    MemberJoined,
    MemberLeft,
    MemberSeen,
    PrivateChatBlocked,
    PrivateChatUnblocked,
    User,
)
from bot.core.ids import NativeId, PlatformName
from tests.platforms.telegram.updates import (
    ANNS_CHAT,
    ANOTHER_BOT,
    BARRED,
    CHANNEL,
    LEFT,
    MEMBER,
    OWNER,
    THE_BOT,
    Json,
    administrator,
    arrives,
    membership,
    restricted,
    update,
)

ann = User(PlatformName.TELEGRAM, NativeId("1001"), "Ann Archer", "ann", "cy")
evening = Chat(PlatformName.TELEGRAM, NativeId("-1001234567890"))

INSIDE = {
    "member": MEMBER,
    "admin": administrator(),
    "owner": OWNER,
    "muted": restricted(is_member=True),
}
OUTSIDE = {"gone": LEFT, "barred": BARRED, "gone while muted": restricted(is_member=False)}


@pytest.mark.parametrize("before", OUTSIDE)
@pytest.mark.parametrize("after", INSIDE)
def test_from_outside_to_inside_is_joining(before: str, after: str) -> None:
    change = membership(OUTSIDE[before], INSIDE[after])
    assert arrives(update("chat_member", change)).event == MemberJoined(ann, evening)


@pytest.mark.parametrize("before", INSIDE)
@pytest.mark.parametrize("after", OUTSIDE)
def test_from_inside_to_outside_is_leaving(before: str, after: str) -> None:
    change = membership(INSIDE[before], OUTSIDE[after])
    assert arrives(update("chat_member", change)).event == MemberLeft(ann, evening)


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        (MEMBER, administrator(), MemberSeen(ann, evening)),
        (restricted(is_member=True), MEMBER, MemberSeen(ann, evening)),
        (LEFT, BARRED, None),
        (restricted(is_member=False), LEFT, None),
    ],
)
def test_other_changes_move_nobody(before: Json, after: Json, event: Event | None) -> None:
    assert arrives(update("chat_member", membership(before, after))).event == event


def test_other_bots_are_no_members() -> None:
    assert arrives(update("chat_member", membership(LEFT, MEMBER, user=ANOTHER_BOT))).event is None


def test_people_of_a_channel_are_no_members() -> None:
    assert arrives(update("chat_member", membership(LEFT, MEMBER, chat=CHANNEL))).event is None


def test_the_bot_is_blocked_and_unblocked_in_private() -> None:
    blocked = membership(MEMBER, BARRED, chat=ANNS_CHAT, user=THE_BOT)
    unblocked = membership(BARRED, MEMBER, chat=ANNS_CHAT, user=THE_BOT)
    assert arrives(update("my_chat_member", blocked)).event == PrivateChatBlocked(ann)
    assert arrives(update("my_chat_member", unblocked)).event == PrivateChatUnblocked(ann)


def test_the_bots_rights_in_a_group_are_named_as_telegram_names_them() -> None:
    rights = administrator(
        can_be_edited=True, is_anonymous=True, can_manage_chat=True, can_invite_users=True, can_fly=True
    )
    event = arrives(update("my_chat_member", membership(MEMBER, rights, user=THE_BOT))).event
    assert event == BotStanding(
        evening, present=True, rights=frozenset({"can_manage_chat", "can_invite_users", "can_fly"})
    )


@pytest.mark.parametrize(
    ("status", "present"), [(MEMBER, True), (restricted(is_member=True), True), (LEFT, False), (BARRED, False)]
)
def test_the_bot_has_no_rights_unless_it_is_an_admin(status: Json, present: bool) -> None:
    event = arrives(update("my_chat_member", membership(LEFT, status, user=THE_BOT))).event
    assert event == BotStanding(evening, present=present, rights=frozenset())
