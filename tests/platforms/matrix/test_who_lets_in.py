"""Whose invitation grants a request: not that of just any member, although all of them may invite."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.events import MemberJoined
from bot.core.ids import NativeId
from bot.platforms.matrix.inbound import group_event
from bot.platforms.matrix.rooms import Room

BOT, SAM, CAT, BO = "@hall:b.org", "@sam:b.org", "@cat:b.org", "@bo:b.org"


@pytest.mark.parametrize(
    ("inviter", "granted"),
    [(BOT, True), (SAM, True), (CAT, False), ("@away:b.org", False), ("", True)],
)
def test_a_request_is_granted_by_whoever_may_send_people_away_as_well(inviter: str, granted: bool) -> None:
    room = Room(NativeId("!evening:b.org"))
    room.note(state("m.room.create", {"room_version": "11"}, SAM))
    room.note(state("m.room.power_levels", {"users": {SAM: 100}, "users_default": 0, "invite": 0, "kick": 50}, SAM))
    joined = {
        **state("m.room.member", {"membership": "join"}, BO, BO),
        "unsigned": {"prev_content": {"membership": "invite"}, "prev_sender": inviter},
    }
    event = group_event(joined, room, BOT)
    assert isinstance(event, MemberJoined)
    assert event.approved is granted


def state(kind: str, content: dict[str, Any], sender: str, key: str = "") -> dict[str, Any]:
    return {"type": kind, "state_key": key, "sender": sender, "event_id": f"${kind}", "content": content}
