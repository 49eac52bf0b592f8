"""Whatever comes, there is an arrival; what comes with it can be stored and shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import (
    ChoicePressed,
    GroupMessage,
    JoinRequested,
    MemberJoined,
    PrivateText,
    PrivateWordless,
    Unreadable,
    Wordless,
)
from tests.platforms.telegram.updates import (
    ANN,
    LEFT,
    NOW,
    SENT,
    SUPERGROUP,
    Json,
    arrives,
    in_group,
    membership,
    private,
    restricted,
    update,
)


def named(**name: Any) -> Json:
    return update("message", private(text="x", **{"from": {"id": 5, "is_bot": False, **name}}))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ({"first_name": ""}, ""),
        ({}, ""),
        ({"first_name": " Ann "}, "Ann"),
        ({"first_name": "Ann", "last_name": ""}, "Ann"),
        ({"first_name": "\u202egnp.exe\u202c", "last_name": "\u2067B\u2069"}, "gnp.exe B"),
        ({"first_name": "Ann\nAdmin: you\r\nare\tbarred"}, "Ann Admin: you are barred"),
        ({"first_name": "half \ud83d moon"}, "half \ufffd moon"),
        ({"first_name": "NUL\0"}, "NUL"),
        ({"first_name": "👩\u200d🚒 نام"}, "👩\u200d🚒 نام"),
    ],
)
def test_names_are_kept_to_one_line_and_one_direction(name: Json, shown: str) -> None:
    event = arrives(named(**name)).event
    assert isinstance(event, PrivateText)
    assert event.by.name == shown
    assert (event.by.username, event.by.language) == ("", "")


def test_a_very_long_text_and_halves_of_characters_arrive() -> None:
    event = arrives(update("message", private(text="x" * 65_536 + "\ude00\0\ud83d"))).event
    assert isinstance(event, PrivateText)
    assert event.text == "x" * 65_536 + "\ufffd\ufffd\ufffd"


def test_one_unreadable_update_is_kept_whole() -> None:
    raw = update("message", {"message_id": 7, "date": "yesterday", "chat": SUPERGROUP})
    arrival = arrives(raw)
    assert arrival.id == str(raw["update_id"])
    assert arrival.at == NOW
    assert isinstance(arrival.event, Unreadable)
    assert json.loads(arrival.event.raw) == raw
    assert "yesterday" not in arrival.event.why.replace("TypeError", "") or arrival.event.why.startswith("TypeError")


def test_a_muted_persons_return_is_seen_on_servers_older_than_the_library() -> None:
    muted = restricted(is_member=True)
    del muted["can_react_to_messages"]
    event = arrives(update("chat_member", membership(LEFT, muted))).event
    assert isinstance(event, MemberJoined)


def test_a_person_without_any_name_asks_to_join() -> None:
    request = {"chat": SUPERGROUP, "from": {"id": 5}, "user_chat_id": 5, "date": SENT}
    event = arrives(update("chat_join_request", request)).event
    assert isinstance(event, JoinRequested)


OLD_POLL = {
    "id": "1",
    "question": "?",
    "options": [{"text": "a", "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}


def test_a_poll_of_an_older_server_is_a_poll_and_what_answers_one_is_heard() -> None:
    poll = arrives(update("message", private(poll=OLD_POLL))).event
    assert isinstance(poll, PrivateWordless)
    assert poll.kind is Wordless.POLL
    answer = arrives(update("message", in_group(text="I say a", reply_to_message=in_group(poll=OLD_POLL)))).event
    assert isinstance(answer, GroupMessage)
    assert answer.text == "I say a"


def test_a_button_under_an_unreadable_message_is_pressed() -> None:
    bearing = private(text="?", reply_to_message=private(poll=OLD_POLL))
    query = {"id": "9", "from": ANN, "chat_instance": "1", "data": "tok", "message": bearing}
    assert isinstance(arrives(update("callback_query", query)).event, ChoicePressed)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "from", "chat", "x"]), inner),
    max_leaves=8,
)
_KINDS = ("message", "edited_message", "callback_query", "chat_member", "my_chat_member", "message_reaction")


@given(kind=st.sampled_from(_KINDS), junk=_JSON)
def test_no_update_raises(kind: str, junk: Any) -> None:
    assert arrives(update(kind, junk)).id


@given(field=st.sampled_from(["from", "chat", "date", "text", "message_id", "photo", "sender_chat"]), junk=_JSON)
def test_no_message_with_one_odd_field_raises(field: str, junk: Any) -> None:
    assert arrives(update("message", in_group(**{"text": "hello", field: junk}))).id
