"""A message whose key did not come is asked for again, and if that is in vain, it is said so."""

from __future__ import annotations

import pytest

from bot.platforms.matrix.encryption import unread
from tests.platforms.matrix_encryption.stage import Stage, comes_about

NO_SHIELD = 0


async def test_a_lost_key_is_asked_for_and_given(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await ann.send(room, "hello")
        await ann.hears(room, "You said: hello")
        forget_room_keys(bot)
        await ann.send(room, "can you read this?")
        assert (await ann.hears(room, "You said: can you read this?")).shield == NO_SHIELD
        assert bot.lost == []


async def test_after_a_message_that_could_not_be_read_the_next_one_can(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unread, "PATIENCE", 3.0)
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await ann.send(room, "hello")
        await ann.hears(room, "You said: hello")
        forget_room_keys(bot)
        stage.gateway.trouble("/sendToDevice/m.room_key_request", status=400, times=100)
        event = await ann.send(room, "can you read this?")
        await comes_about(lambda: bot.lost == [event])
        await ann.send(room, "and this?")
        assert (await ann.hears(room, "You said: and this?")).shield == NO_SHIELD
        assert bot.lost == [event]


async def test_what_was_said_before_the_bot_came_is_not_missed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unread, "PATIENCE", 0.5)
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await ann.open_chat()
        await ann.send(room, "nobody hears this")
        await ann.ask("invite", room=room, user=stage.bot)
        await ann.sees_join(room, stage.bot)
        await ann.send(room, "hello")
        await ann.hears(room, "You said: hello")
        await bot.sync()
        assert not bot.encryption.waiting
        assert bot.lost == []


def forget_room_keys(bot: object) -> None:
    """As if they had never come."""
    bot.client.olm.inbound_group_store._entries.clear()  # type: ignore[attr-defined]
