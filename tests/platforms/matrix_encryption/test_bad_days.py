"""Nobody is left unable to read by what the homeserver turned away or lost, and no message hangs for ever."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import pytest

from bot.platforms.matrix.encryption.sharing import NotReady
from tests.platforms.matrix_encryption.stage import Stage, comes_about

NO_SHIELD = 0
TO_DEVICE = "/sendToDevice/m.room.encrypted"


@pytest.mark.parametrize("status", [429, 502])
async def test_a_room_key_that_was_turned_away_is_given_again(stage: Stage, status: int) -> None:
    await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        stage.gateway.trouble(TO_DEVICE, status=status, times=2)
        await ann.send(room, "hello")
        assert (await ann.hears(room, "You said: hello")).shield == NO_SHIELD


async def test_a_room_key_whose_receipt_was_lost_is_given_twice_and_does_no_harm(stage: Stage) -> None:
    await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        stage.gateway.trouble(TO_DEVICE, status=504, reaches=True)
        await ann.send(room, "hello")
        assert (await ann.hears(room, "You said: hello")).shield == NO_SHIELD


@pytest.mark.parametrize("part", ["/keys/claim", "/keys/query", "/members"])
async def test_what_fails_on_the_way_to_a_room_is_done_again(stage: Stage, part: str) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        stage.gateway.trouble(part, status=429, times=2, after_ms=1500)
        stage.gateway.trouble(part, status=502, times=1)
        await comes_about(lambda: room in bot.client.rooms)
        bot.client.rooms[room].members_synced = False
        bot.client.olm.users_for_key_query.add(ann.user)
        if part == "/keys/claim":
            bot.client.olm.session_store._entries.clear()
        with pytest.raises(NotReady) as refused:
            await bot.encryption.ready_for(room)
        assert refused.value.after == 1.5
        await ann.send(room, "hello")
        assert (await ann.hears(room, "You said: hello")).shield == NO_SHIELD


async def test_a_message_that_is_given_up_halfway_does_not_stop_the_next(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        for patience in (0.0, 0.005, 0.01, 0.02, 0.04):
            with suppress(TimeoutError):  # a quick machine is done with the last of them
                await asyncio.wait_for(bot.say(room, "never mind"), patience)
        said = await asyncio.wait_for(bot.say(room, "after all"), 10)
        assert (await ann.hears(room, "after all")).id == said


async def test_devices_that_are_only_asked_for_are_waited_for(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        stage.gateway.slow("/keys/query", 1.5, times=3)
        room = await ann.open_chat(stage.bot)
        await comes_about(lambda: len(bot.client.rooms.get(room).users) > 1 if room in bot.client.rooms else False)
        await bot.say(room, "welcome")
        assert (await ann.hears(room, "welcome")).shield == NO_SHIELD


async def test_messages_said_at_once_share_one_key(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        before = stage.gateway.count(TO_DEVICE)
        await asyncio.gather(*(bot.say(room, f"number {n}") for n in range(10)))
        for n in range(10):
            assert (await ann.hears(room, f"number {n}")).shield == NO_SHIELD
        assert stage.gateway.count(TO_DEVICE) - before <= 2


async def test_a_homeserver_that_is_away_is_said_soon(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        stage.gateway.trouble("", status=503, times=100_000)
        began = time.monotonic()
        with pytest.raises(NotReady):
            await bot.encryption.sealed(room, "m.room.message", {"msgtype": "m.text", "body": "hello"})
        assert time.monotonic() - began < 5


async def test_somebody_without_keys_to_give_does_not_stop_what_is_said_to_the_others(stage: Stage) -> None:
    """A second device of Ann's has nothing to begin a session with; it is asked now and then, not every time."""
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await ann.send(room, "hello")
        await ann.hears(room, "You said: hello")
        await stage.device_without_one_time_keys(ann.user)
        bot.client.olm.users_for_key_query.add(ann.user)
        for word in ("one", "two", "three"):
            await ann.send(room, word)
            assert (await ann.hears(room, f"You said: {word}")).shield == NO_SHIELD
        asked = [body for body in stage.gateway.sent("/keys/claim") if "MUTE" in str(body)]
        assert len(asked) == 1


async def test_people_whose_homeserver_does_not_answer_are_not_waited_for_every_time(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await comes_about(lambda: room in bot.client.rooms)
        await bot.say(room, "hello")
        bot.client.rooms[room].add_member("@zoe:elsewhere.invalid", "Zoe", None)
        for word in ("one", "two", "three"):
            await bot.say(room, word)
            assert (await ann.hears(room, word)).shield == NO_SHIELD
        asked = [body for body in stage.gateway.sent("/keys/query") if "elsewhere" in str(body)]
        assert len(asked) == 1


async def test_hundreds_of_messages_take_a_new_key_in_between(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        for n in range(105):
            await bot.say(room, f"number {n}")
        assert (await ann.hears(room, "number 104")).shield == NO_SHIELD
        assert (await ann.hears(room, "number 0")).shield == NO_SHIELD
        assert bot.client.olm.outbound_group_sessions[room].message_count == 5


async def test_a_room_that_is_not_encrypted_is_left_in_the_clear(stage: Stage) -> None:
    bot = await stage.start()
    room = (await stage.ask("POST", "/createRoom", {"preset": "private_chat"}))["room_id"]
    content = {"msgtype": "m.text", "body": "hello"}
    assert await bot.encryption.sealed(room, "m.room.message", content) == ("m.room.message", content)
    await comes_about(lambda: room in bot.client.rooms)
    assert not await bot.encryption.ready_for(room)


async def test_a_room_that_is_known_only_in_part_is_not_taken_for_an_open_one(stage: Stage) -> None:
    """A sync may tell of a room before it tells of its encryption."""
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await comes_about(lambda: room in bot.client.rooms)
        bot.client.rooms[room].encrypted = False
        await bot.say(room, "welcome")
        assert (await ann.hears(room, "welcome")).encrypted


async def test_a_room_from_which_the_bot_was_taken_is_said_to_be_closed_to_it(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await bot.say(room, "welcome")
        await stage.ask("POST", f"/rooms/{room}/leave", {})
        await stage.ask("POST", f"/rooms/{room}/forget", {})
        bot.client.rooms[room].members_synced = False
        with pytest.raises(NotReady) as refused:
            await bot.encryption.ready_for(room)
        assert not refused.value.passing
