"""What strangers send to the bot's device or into its rooms may make no sense; the bot goes on."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.homeservers import fresh_name
from tests.platforms.matrix_encryption.echo import EchoBot, log_in
from tests.platforms.matrix_encryption.stage import PASSWORD, InMemory, Stage, comes_about

OLM = "m.olm.v1.curve25519-aes-sha2"


async def test_nonsense_to_the_bots_device_stops_nothing(stage: Stage) -> None:
    bot = await stage.start()
    own_key = bot.client.olm.account.identity_keys["curve25519"]
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        stranger = await log_in_stranger(stage)
        for kind, content in nonsense(own_key):
            body = {"messages": {stage.bot: {stage.device: content}}}
            await stage.ask("PUT", f"/sendToDevice/{kind}/{uuid4()}", body, stranger["access_token"])
        await ann.send(room, "still there?")
        await ann.hears(room, "You said: still there?")


async def test_decrypted_nonsense_stops_nothing(stage: Stage) -> None:
    bot = await stage.start()
    villain = await EchoBot.start(
        stage.homeserver.url, await log_in_stranger(stage), InMemory(), password=PASSWORD, talks=False
    )
    async with stage.element("ann") as ann:
        room = await ann.open_chat(stage.bot, villain.client.user_id, group=True)
        await ann.sees_join(room, stage.bot)
        await ann.sees_join(room, villain.client.user_id)
        for kind, content in senseless(stage.bot):
            sealed_kind, sealed = await villain.encryption.sealed(room, kind, content)
            assert sealed_kind == "m.room.encrypted"
            path = f"/rooms/{room}/send/{sealed_kind}/{uuid4()}"
            await stage.ask("PUT", path, sealed, villain.client.access_token)
        await ann.send(room, "still there?")
        await ann.hears(room, "You said: still there?")
        assert bot.lost == []
    await villain.stop()


MALLORY = "@mallory:x"
DEVICE = {
    "user_id": MALLORY,
    "device_id": "MUTE",
    "algorithms": [OLM],
    "keys": {"ed25519:MUTE": "A" * 43, "curve25519:MUTE": "A" * 43},
    "signatures": {MALLORY: {"ed25519:MUTE": "A" * 86}},
}
DEVICES: list[Any] = [
    "x",
    [],
    {"MUTE": 5},
    {"MUTE": DEVICE},
    {"MUTE": {**DEVICE, "keys": {"ed25519:MUTE": "!", "curve25519:MUTE": "!"}}},
    {"MUTE": {**DEVICE, "keys": {}}},
    {"MUTE": {**DEVICE, "signatures": {MALLORY: {"ed25519:MUTE": "!"}}}},
    {"MUTE": {**DEVICE, "device_id": "ANOTHER"}},
]


@pytest.mark.parametrize("devices", DEVICES)
async def test_a_senseless_device_of_somebody_else_keeps_nobody_from_reading(stage: Stage, devices: Any) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        if (taken := bot.client.olm.take_devices(MALLORY, devices)) is not None:
            await bot.client.receive_response(taken)
        await ann.send(room, "hello")
        await ann.hears(room, "You said: hello")
        senseless_keys: list[dict[str, Any]] = [
            {MALLORY: {"MUTE": {"signed_curve25519:A": {"key": "!"}}}},
            {ann.user: {ann.device: {}}},
            {ann.user: {ann.device: {"signed_curve25519:A": {"key": "A" * 43, "signatures": {}}}}},
            {MALLORY: 3},
        ]
        for claimed in senseless_keys:
            bot.client.olm.begin_sessions(claimed)
        await ann.send(room, "hello again")
        await ann.hears(room, "You said: hello again")


async def test_what_nio_cannot_read_does_not_take_the_rest_of_a_sync_with_it(stage: Stage) -> None:
    bot = await stage.start(talks=False)
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        token = await bot.stop()
        await ann.send(room, "hello")
        bot = await stage.start(talks=False, since=token, spoil=spoil)
        await comes_about(lambda: bot.read == ["hello"])


def spoil(synced: dict[str, Any]) -> None:
    """As no homeserver should, but as some might be brought to."""
    synced.setdefault("to_device", {}).setdefault("events", []).insert(0, {"type": 3, "content": []})
    synced.setdefault("rooms", {}).setdefault("join", {})["!a:b"] = {"timeline": {"events": 5}}


def senseless(bot: str) -> list[tuple[str, dict[str, Any]]]:
    request = {"msgtype": "m.key.verification.request", "to": bot, "from_device": "X", "methods": ["m.sas.v1"]}
    return [
        ("m.room.message", {}),
        ("m.room.message", {"msgtype": 7}),
        ("m.room.message", {"msgtype": "m.image"}),
        ("m.room.message", {"msgtype": "m.text", "body": "x", "m.relates_to": "y"}),
        ("m.room.encrypted", {}),
        ("", {}),
        ("m.key.verification.key", {"m.relates_to": 1}),
        ("m.room.message", request),
        ("m.room.message", {**request, "from_device": 3}),
    ]


def nonsense(own_key: str) -> list[tuple[str, dict[str, Any]]]:
    def olm(kind: Any, body: Any) -> tuple[str, dict[str, Any]]:
        return "m.room.encrypted", {
            "algorithm": OLM,
            "sender_key": "A" * 43,
            "ciphertext": {own_key: {"type": kind, "body": body}},
        }

    return [
        *(olm(kind, body) for kind in (0, 1, 2) for body in ("", "!", "AAAA", "A" * 400)),
        ("m.room.encrypted", {"algorithm": OLM}),
        ("m.room.encrypted", {"algorithm": 4, "ciphertext": []}),
        ("m.room_key_request", {"action": "request"}),
        ("m.room_key_request", {"action": "dance", "request_id": 1, "requesting_device_id": []}),
        ("m.forwarded_room_key", {"a": 1}),
        ("m.key.verification.request", {"from_device": 5, "methods": "all", "transaction_id": {}, "timestamp": "now"}),
        ("m.key.verification.start", {"transaction_id": "unheard of"}),
        ("m.key.verification.mac", {"transaction_id": [], "mac": 5}),
        ("", {"x": None}),
        ("m.room.encrypted", {}),
        ("m.key.verification.request", {}),
    ]


async def log_in_stranger(stage: Stage) -> dict[str, Any]:
    name = fresh_name("stranger")
    stage.homeserver.register(name, PASSWORD)
    return await log_in(stage.homeserver.url, name, PASSWORD)
