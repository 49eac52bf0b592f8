from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.community.rights import NOT_THERE, GroupSight, Right
from bot.core.events import (
    BarLifted,
    BotStanding,
    Chat,
    Event,
    MemberBarred,
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
    BASIC_GROUP,
    CHANNEL,
    LEFT,
    MEMBER,
    OWNER,
    SENT,
    SENT_AT,
    SUPERGROUP,
    THE_BOT,
    Json,
    administrator,
    arrives,
    membership,
    restricted,
    update,
)

ann = User(PlatformName.TELEGRAM, NativeId("1001"), "Ann Archer", "ann", "cy")
SAM: Json = {"id": 1002, "is_bot": False, "first_name": "Sam"}
sam = User(PlatformName.TELEGRAM, NativeId("1002"), "Sam")
evening = Chat(PlatformName.TELEGRAM, NativeId("-1001234567890"))

INSIDE: dict[str, Json] = {
    "member": MEMBER,
    "admin": administrator(),
    "owner": OWNER,
    "muted": restricted(is_member=True),
}
OUTSIDE: dict[str, Json] = {"gone": LEFT, "gone while muted": restricted(is_member=False)}
THROWN_OUT = {"status": "kicked", "until_date": SENT + 60}
BARRED_FOR_AN_HOUR = {"status": "kicked", "until_date": SENT + 3600}


@pytest.mark.parametrize("before", [*OUTSIDE.values(), BARRED])
@pytest.mark.parametrize("after", INSIDE)
def test_from_outside_to_inside_is_joining(before: Json, after: str) -> None:
    change = membership(before, INSIDE[after])
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
        (MEMBER, THROWN_OUT, MemberLeft(ann, evening)),
        (THROWN_OUT, LEFT, BarLifted(ann, evening)),
        (LEFT, BARRED, MemberBarred(ann, evening)),
        (MEMBER, BARRED, MemberBarred(ann, evening)),
        (restricted(is_member=True), BARRED_FOR_AN_HOUR, MemberBarred(ann, evening, SENT_AT + timedelta(hours=1))),
        (BARRED, LEFT, BarLifted(ann, evening)),
        (BARRED, restricted(is_member=False), BarLifted(ann, evening)),
        (restricted(is_member=False), LEFT, None),
    ],
)
def test_other_changes_move_nobody(before: Json, after: Json, event: Event | None) -> None:
    assert arrives(update("chat_member", membership(before, after))).event == event


def test_who_brought_somebody_in_is_told_and_who_came_alone_has_no_one() -> None:
    added = {**membership(LEFT, MEMBER), "from": SAM}
    assert arrives(update("chat_member", added)).event == MemberJoined(ann, evening, by=sam)
    assert arrives(update("chat_member", membership(LEFT, MEMBER))).event == MemberJoined(ann, evening)


@pytest.mark.parametrize(
    "how",
    [
        {"via_join_request": True},
        {
            "invite_link": {
                "invite_link": "https://t.me/+x",
                "creator": SAM,
                "creates_join_request": True,
                "is_primary": False,
                "is_revoked": False,
            }
        },
    ],
)
def test_a_request_that_was_granted_is_told_apart(how: Json) -> None:
    granted = {**membership(LEFT, MEMBER), "from": SAM, **how}
    assert arrives(update("chat_member", granted)).event == MemberJoined(ann, evening, by=sam, approved=True)


def test_other_bots_are_no_members() -> None:
    assert arrives(update("chat_member", membership(LEFT, MEMBER, user=ANOTHER_BOT))).event is None


def test_people_of_a_channel_are_no_members() -> None:
    assert arrives(update("chat_member", membership(LEFT, MEMBER, chat=CHANNEL))).event is None


def test_the_bot_is_blocked_and_unblocked_in_private() -> None:
    blocked = membership(MEMBER, BARRED, chat=ANNS_CHAT, user=THE_BOT)
    unblocked = membership(BARRED, MEMBER, chat=ANNS_CHAT, user=THE_BOT)
    assert arrives(update("my_chat_member", blocked)).event == PrivateChatBlocked(ann)
    assert arrives(update("my_chat_member", unblocked)).event == PrivateChatUnblocked(ann)


def standing(after: Json, chat: Json = SUPERGROUP) -> GroupSight:
    event = arrives(update("my_chat_member", membership(MEMBER, after, chat=chat, user=THE_BOT))).event
    assert isinstance(event, BotStanding)
    return event.seen


def test_the_bots_rights_in_a_group_are_read_in_the_communitys_words() -> None:
    rights = administrator(
        can_be_edited=True, is_anonymous=True, can_manage_chat=True, can_invite_users=True, can_manage_tags=True
    )
    seen = standing(rights)
    assert seen.rights == {Right.INVITE, Right.TAG}
    assert seen.kind == "supergroup"
    missing = {power.called for power in seen.powers if power.right in {Right.REMOVE, Right.BAR, Right.MUTE}}
    assert missing == {"can_restrict_members"}


def test_who_may_manage_topics_is_of_interest_where_there_are_topics() -> None:
    rights = administrator(can_manage_topics=True)
    assert Right.TOPICS not in {power.right for power in standing(rights).powers}
    assert standing(rights, {**SUPERGROUP, "is_forum": True}).rights == {Right.TOPICS}


def test_in_a_basic_group_an_admin_can_mute_nobody() -> None:
    everything = {name: True for name in administrator() if name.startswith("can_")}
    seen = standing({"status": "administrator", "is_anonymous": False, **everything}, BASIC_GROUP)
    assert seen.may(Right.REMOVE)
    assert {power.right for power in seen.powers if power.called == "supergroup"} == {Right.BAR, Right.MUTE, Right.TAG}
    assert not seen.may(Right.MUTE)


@pytest.mark.parametrize(
    ("status", "present"),
    [(MEMBER, True), (restricted(is_member=True, can_invite_users=True), True), (LEFT, False), (BARRED, False)],
)
def test_the_bot_has_no_rights_unless_it_is_an_admin(status: Json, present: bool) -> None:
    seen = standing(status)
    assert (seen.present, seen.rights) == (present, frozenset())
    if not present:
        assert seen == NOT_THERE
