"""What of a room's power levels changes while it is closed, and comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.matrix.closing import _closed, _opened, is_open, receipt_of

BOT = 100
TALK = ("m.room.message", "m.reaction", "m.sticker", "m.poll.start", "org.matrix.msc3381.poll.start", "m.call.invite")
STATE = ("m.room.name", "m.room.join_rules", "m.room.member", "m.space.child", "im.vector.modular.widgets")

levels = st.integers(-5, 100)
rooms = st.fixed_dictionaries(
    {},
    optional={
        "events_default": levels,
        "users_default": st.integers(-5, 20),
        "kick": levels,
        "ban": levels,
        "redact": levels,
        "invite": levels,
        "events": st.dictionaries(st.sampled_from((*TALK, *STATE)), levels),
    },
)


@given(rooms)
def test_whatever_the_levels_were_they_are_there_again(powers: dict[str, Any]) -> None:
    had = receipt_of(powers)
    closed = _closed(powers, BOT)
    assert not is_open(closed)
    assert _closed(closed, BOT) == closed
    assert _opened(closed, BOT, had) == powers


@given(rooms)
def test_what_is_not_posted_is_left_alone_and_the_bot_stays_above_it_all(powers: dict[str, Any]) -> None:
    closed = _closed(powers, BOT)
    changed = {name for name in closed if closed[name] != powers.get(name)}
    assert changed <= {"events_default", "events"}
    before, after = powers.get("events", {}), closed.get("events", {})
    assert {kind for kind in after if after[kind] != before.get(kind)} <= set(TALK)
    assert max([closed["events_default"], *(after.get(kind, 0) for kind in TALK)]) <= BOT


def test_whoever_may_take_messages_out_can_still_post() -> None:
    assert _closed({"redact": 10, "kick": 30}, BOT)["events_default"] == 10
    assert _closed({"redact": 60, "kick": 60, "ban": 60}, BOT)["events_default"] == 50
    assert _closed({"redact": 0, "users_default": 3}, BOT)["events_default"] == 4
    assert _closed({}, 30)["events_default"] == 30


@pytest.mark.parametrize("kind", TALK)
def test_a_room_in_which_one_thing_can_be_posted_is_open(kind: str) -> None:
    assert is_open({"events_default": 50, "events": {kind: 0}})
    assert not is_open({"events_default": 50, "events": {kind: 50}})
    assert not is_open({"events_default": 50, "events": {"m.room.member": 0}})
    assert is_open(None)


def test_what_people_raised_above_the_bot_meanwhile_is_left_there() -> None:
    had = receipt_of({"events": {"m.sticker": 0, "m.reaction": 0}})
    now = {"events_default": 100, "events": {"m.sticker": 100, "m.reaction": 50}}
    assert _opened(now, 60, had) == {"events_default": 100, "events": {"m.sticker": 100, "m.reaction": 0}}


def test_the_receipt_names_levels_alone() -> None:
    had = receipt_of({"users": {"@ada:example.org": 7}, "events": {"m.reaction": 0, "m.room.name": 0, "m.sticker": 99}})
    assert json.loads(had) == {"events_default": None, "events": {"m.reaction": 0}}
