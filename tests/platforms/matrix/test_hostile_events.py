"""Whatever strangers put into events, nothing is raised, and what is understood can be stored and shown."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.events import Arrival, Unreadable
from bot.core.ids import NativeId
from bot.platforms.matrix.arrivals import Arrivals
from bot.platforms.matrix.census import Census
from bot.platforms.matrix.choices import Choices
from bot.platforms.matrix.client import client_for
from bot.platforms.matrix.reading import Reading
from bot.platforms.matrix.rooms import Rooms
from bot.platforms.matrix.seals import Seals
from bot.platforms.matrix.wire import Wire

ME, ADA = "@hall:hall.example", "@ada:hall.example"
GROUP, CHAT = NativeId("!group"), NativeId("!chat")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

_KEYS = (
    *("type", "sender", "content", "event_id", "state_key", "unsigned", "origin_server_ts", "prev_content"),
    *("membership", "displayname", "msgtype", "body", "filename", "m.relates_to", "rel_type", "key", "users"),
    *("m.in_reply_to", "m.new_content", "users_default", "invite", "room_version", "additional_creators", "is_direct"),
    *("summary", "m.joined_member_count", "m.invited_member_count", "timeline", "state", "events", "invite_state"),
    *("rooms", "join", "leave", "limited", "prev_batch", "next_batch", "example.hallkeeper.private_chat", "with"),
    *("replacement_room", "predecessor", "room_id"),
    *(GROUP, CHAT, ME, ADA),
)
_TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            *("m.room.message", "m.room.member", "m.room.power_levels", "m.room.create", "m.reaction", "m.sticker"),
            *("m.room.encrypted", "m.text", "m.emote", "m.notice", "m.image", "join", "leave", "knock", "invite"),
            *(
                "ban",
                "m.replace",
                "m.annotation",
                "m.room.tombstone",
                "12",
                "\ud800",
                "\0",
                "$event",
                ME,
                ADA,
                "9" * 30,
                "-5",
            ),
        ]
    ),
)
_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXTS)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6)),
    max_leaves=25,
)
_CONTENT = st.one_of(_JSON, st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=6))
_EVENT = st.fixed_dictionaries(
    {},
    optional={
        "type": _TEXTS,
        "sender": _TEXTS,
        "state_key": st.one_of(_TEXTS, _JSON),
        "event_id": st.one_of(_TEXTS, _JSON),
        "content": _CONTENT,
        "unsigned": _CONTENT,
        "origin_server_ts": st.one_of(st.integers(), _JSON),
    },
)
_TOLD = st.fixed_dictionaries(
    {},
    optional={
        "summary": _CONTENT,
        "state": st.one_of(_JSON, st.fixed_dictionaries({"events": st.lists(st.one_of(_EVENT, _JSON), max_size=4)})),
        "timeline": st.one_of(_JSON, st.fixed_dictionaries({"events": st.lists(st.one_of(_EVENT, _JSON), max_size=6)})),
        "invite_state": st.one_of(_JSON, st.fixed_dictionaries({"events": st.lists(_EVENT, max_size=3)})),
    },
)
_ROOMS = st.one_of(_JSON, st.dictionaries(st.sampled_from([GROUP, CHAT, "", "!other"]), st.one_of(_TOLD, _JSON)))
_SYNC = st.fixed_dictionaries({"rooms": st.dictionaries(st.sampled_from(["join", "leave", "invite"]), _ROOMS)})


class EmptyServer(Wire):
    """A homeserver that has nothing further to say."""

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        return {}


async def asked_once(ask: Any) -> Any:
    return await ask()


async def heard(*syncs: dict[str, Any]) -> list[Arrival]:
    client = client_for("http://127.0.0.1:1", ME, "DEVICE", "token", crypto=None)
    wire, rooms = EmptyServer(client), Rooms(ME, lambda room: room == GROUP)
    arrivals = Arrivals(rooms, ME, lambda: NOON)
    census = Census(wire, rooms, arrivals)
    reading = Reading(wire, rooms, seals=Seals(client, None), arrivals=arrivals, census=census, choices=Choices(wire))
    found = []
    for number, sync in enumerate(syncs):
        found += await reading.of(sync, f"s{number}", asked_once)
    await client.close()
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(_SYNC, min_size=1, max_size=3))
def test_no_sync_raises_anything_or_is_unreadable(syncs: list[dict[str, Any]]) -> None:
    for arrival in asyncio.run(heard(*syncs)):
        assert arrival.id
        assert arrival.at.tzinfo is not None
        assert not isinstance(arrival.event, Unreadable)
        repr(arrival).encode()
        arrival.id.encode()


@settings(max_examples=150, deadline=None)
@given(st.lists(_EVENT, max_size=4), st.booleans())
def test_no_event_in_a_room_of_ours_is_unreadable(events: list[dict[str, Any]], private: bool) -> None:
    known = {"summary": {"m.joined_member_count": 2}, "timeline": {"events": events}}
    sync = {"rooms": {"join": {CHAT if private else GROUP: known}}}
    for arrival in asyncio.run(heard(sync)):
        assert not isinstance(arrival.event, Unreadable)
        repr(arrival).encode()
