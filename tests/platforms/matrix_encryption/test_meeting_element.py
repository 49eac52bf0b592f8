"""Element's users, who accept cross-signed devices alone, talk with the bot in encrypted rooms."""

from __future__ import annotations

import pytest

from bot.platforms.matrix.encryption.identity import Identity, Vouching
from tests.element.element import Element, ElementFailed
from tests.platforms.matrix_encryption.stage import Stage

NO_SHIELD = 0


@pytest.mark.parametrize("version", ["11", "12"])
async def test_the_bot_is_read_without_a_warning_and_reads_what_it_is_told(stage: Stage, version: str) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann, version)
        assert await ann.ask("version", room=room) == version
        await ann.send(room, "good morning")
        answer = await ann.hears(room, "You said: good morning")
        assert (answer.sender, answer.encrypted, answer.unreadable, answer.shield) == (stage.bot, True, None, NO_SHIELD)
        assert bot.read == ["good morning"]
        assert bot.lost == []


async def test_without_an_identity_it_would_neither_be_read_nor_be_told_anything(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is seen that Element is as strict here as it is at people's homes."""
    monkeypatch.setattr(Vouching, "ensure", nobody_vouches)
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await ann.send(room, "good morning")
        said = await bot.say(room, "hello?")
        with pytest.raises(ElementFailed):
            await ann.hears(room, "hello?", within=3)
        (shown,) = [message for message in await ann.messages(room) if message.id == said]
        assert shown.unreadable == "UNSIGNED_SENDER_DEVICE"
        assert bot.read == []


async def test_the_bot_begins_a_chat_and_what_it_says_before_anybody_comes_can_be_read_then(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann:
        room = await private_chat_begun_by_the_bot(stage, ann)
        await bot.say(room, "welcome")
        await ann.join(room)
        welcome = await ann.hears(room, "welcome")
        assert (welcome.encrypted, welcome.shield) == (True, NO_SHIELD)
        await ann.send(room, "thanks")
        await ann.hears(room, "You said: thanks")


async def test_everybody_in_a_group_reads_the_bot_and_whoever_comes_later_reads_on(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann, stage.element("bea") as bea:
        room = await ann.open_chat(stage.bot, bea.user, group=True)
        await bea.join(room)
        await ann.sees_join(room, stage.bot)
        await bot.say(room, "first")
        assert (await ann.hears(room, "first")).shield == NO_SHIELD
        assert (await bea.hears(room, "first")).shield == NO_SHIELD
        async with stage.element("cleo") as cleo:
            await ann.ask("invite", room=room, user=cleo.user)
            await cleo.join(room)
            await bea.send(room, "hello everybody")
            for reader in (ann, bea, cleo):
                assert (await reader.hears(room, "You said: hello everybody")).shield == NO_SHIELD


async def test_who_has_left_gets_no_key_of_what_is_said_afterwards(stage: Stage) -> None:
    bot = await stage.start()
    async with stage.element("ann") as ann, stage.element("bea") as bea:
        room = await ann.open_chat(stage.bot, bea.user, group=True)
        await bea.join(room)
        await ann.sees_join(room, stage.bot)
        await ann.send(room, "one")
        await bea.hears(room, "You said: one")
        before = bot.client.olm.outbound_group_sessions[room].id
        await bea.ask("leave", room=room)
        await ann.ask("awaitGone", room=room, user=bea.user)
        await ann.send(room, "two")
        await ann.hears(room, "You said: two")
        session = bot.client.olm.outbound_group_sessions[room]
        assert session.id != before
        assert {user for user, _ in session.users_shared_with} == {ann.user}


async def test_the_second_device_of_somebody_reads_the_bot_too(stage: Stage) -> None:
    await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await ann.send(room, "one")
        await ann.hears(room, "You said: one")
        async with Element.at(stage.homeserver.url, ann.user, "let me in", second=True) as tablet:
            await ann.send(room, "two")
            await ann.hears(room, "You said: two")
            assert (await tablet.hears(room, "You said: two")).encrypted


async def nobody_vouches(vouching: Vouching, **_: object) -> Identity:
    return Identity.new("@nobody:nowhere")


async def private_chat_begun_by_the_bot(stage: Stage, other: Element) -> str:
    encrypted = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    wanted = {"preset": "private_chat", "is_direct": True, "invite": [other.user], "initial_state": [encrypted]}
    return str((await stage.ask("POST", "/createRoom", wanted))["room_id"])
