"""The same platform in encrypted rooms, met by Element's users, who trust cross-signed devices alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.core.effects import CannotWrite, Done
from bot.core.events import PrivateChatUnblocked, PrivateText, PrivateTextEdited, PrivateWordless
from bot.core.ids import NativeId, Token
from bot.core.messages import Speech
from bot.platforms.matrix.encryption import unread
from bot.platforms.matrix.encryption.encryption import Encryption
from bot.sandbox.synapse import Synapse
from tests.element.element import Element
from tests.homeservers import fresh_name
from tests.platforms.matrix.orders import say_to
from tests.platforms.matrix.scene import Scene, scene_on
from tests.platforms.matrix_encryption.stage import PASSWORD, InMemory

NO_SHIELD = 0
ENCRYPTED = {
    "algorithm": "m.megolm.v1.aes-sha2",
    "ciphertext": "x",
    "sender_key": "k",
    "session_id": "y",
    "device_id": "z",
}


@pytest.fixture
def keychain() -> InMemory:
    return InMemory()


@pytest.fixture
async def sealed(homeserver: Synapse, keychain: InMemory) -> AsyncIterator[Scene]:
    async with scene_on(homeserver, crypto=Encryption(keychain, password="let me in")) as scene:
        yield scene


@asynccontextmanager
async def element(homeserver: Synapse) -> AsyncIterator[Element]:
    name = fresh_name("ann")
    user = homeserver.register(name, PASSWORD)
    async with Element.at(homeserver.url, user, PASSWORD) as ann:
        yield ann


async def test_a_conversation_that_element_begins_goes_on_after_a_restart(
    sealed: Scene, homeserver: Synapse, keychain: InMemory
) -> None:
    async with element(homeserver) as ann:
        async with sealed.listening():
            room = await ann.open_chat(sealed.bot.id)
            await ann.sees_join(room, sealed.bot.id)
            said = await ann.send(room, "good evening")
            assert (await sealed.hears(PrivateText)).text == "good evening"
            await ann.edit(room, said, "good morning")
            edited = await sealed.hears(PrivateTextEdited)
            assert (edited.text, edited.message) == ("good morning", said)
            question = Speech("Is it?", (("Yes", Token("y")),), yes=Token("y"))
            assert isinstance(await sealed.platform.carry_out(say_to(ann.user, question, number=1)), Done)
            heard = await ann.hears(room, "Is it?\n\n1. Yes")
            assert (heard.encrypted, heard.shield) == (True, NO_SHIELD)
        await ann.send(room, "while you were away")
        await sealed.starts_anew(crypto=Encryption(keychain, password="let me in"))
        async with sealed.listening():
            await sealed.hears(PrivateText, lambda said: said.text == "while you were away")
            assert isinstance(await sealed.platform.carry_out(say_to(ann.user, Speech("Back."), number=2)), Done)
            assert (await ann.hears(room, "Back.")).shield == NO_SHIELD
    assert len(sealed.all(PrivateText)) == 2
    assert sealed.all(PrivateWordless) == []


async def test_the_first_words_are_read_after_a_start_at_which_nothing_else_happens(
    sealed: Scene, homeserver: Synapse, keychain: InMemory
) -> None:
    """Their key comes in an answer to a sync that bears the same token as the look at the start."""
    async with element(homeserver) as ann:
        async with sealed.listening():
            room = await ann.open_chat(sealed.bot.id)
            await ann.sees_join(room, sealed.bot.id)
            await sealed.hears(PrivateChatUnblocked)
        await ann.send(room, "good evening")
        await sealed.starts_anew(crypto=Encryption(keychain, password="let me in"))
        async with sealed.listening():
            assert (await sealed.hears(PrivateText)).text == "good evening"


async def test_a_conversation_that_the_bot_begins_is_encrypted_from_its_first_word(
    sealed: Scene, homeserver: Synapse
) -> None:
    async with element(homeserver) as ann, sealed.listening():
        first = say_to(ann.user, Speech("Hello."), number=1)
        assert await sealed.platform.carry_out(first) == CannotWrite(invited=True)
        assert await sealed.platform.carry_out(first) == CannotWrite(invited=True)
        room = await ann.is_asked_in()
        await ann.join(room)
        await sealed.hears(PrivateChatUnblocked)
        assert isinstance(await sealed.platform.carry_out(first), Done)
        assert isinstance(await sealed.platform.carry_out(say_to(ann.user, Speech("There you are."), number=2)), Done)
        for words in ("Hello.", "There you are."):
            heard = await ann.hears(room, words)
            assert (heard.encrypted, heard.unreadable, heard.shield) == (True, None, NO_SHIELD)
        assert not [heard for heard in await ann.messages(room) if heard.unreadable]
        await ann.send(room, "hello yourself")
        assert (await sealed.hears(PrivateText)).by.id == NativeId(ann.user)


async def test_a_chat_that_is_opened_while_the_bot_is_away_is_open_and_read_from_the_first_word(
    sealed: Scene, homeserver: Synapse, keychain: InMemory
) -> None:
    async with element(homeserver) as ann:
        first = say_to(ann.user, Speech("Hello."), number=1)
        async with sealed.listening():
            await sealed.caught_up()
            assert await sealed.platform.carry_out(first) == CannotWrite(invited=True)
        await sealed.platform.stop()
        room = await ann.is_asked_in()
        await ann.join(room)
        await sealed.starts_anew(crypto=Encryption(keychain, password="let me in"))
        async with sealed.listening():
            assert (await sealed.hears(PrivateChatUnblocked)).by.id == ann.user
            assert isinstance(await sealed.platform.carry_out(first), Done)
            heard = await ann.hears(room, "Hello.")
            assert (heard.encrypted, heard.unreadable, heard.shield) == (True, None, NO_SHIELD)


async def test_what_never_can_be_read_is_said_so_and_holds_nothing_up(
    sealed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unread, "PATIENCE", 3.0)
    async with sealed.listening():
        room = await sealed.ada.private_chat(sealed.bot.id, encrypted=True)
        await sealed.ada.is_joined_by(room, sealed.bot.id)
        await sealed.ada.send(room, ENCRYPTED, kind="m.room.encrypted")
        await sealed.ada.write(room, "in the clear")
        await sealed.hears(PrivateText)
        assert sealed.all(PrivateWordless) == [], "its key may yet come"
        await sealed.hears(PrivateWordless, patience=25.0)


async def test_keys_that_were_sent_before_the_very_first_start_are_kept(
    sealed: Scene, homeserver: Synapse, keychain: InMemory
) -> None:
    async with element(homeserver) as ann:
        room = await ann.open_chat(sealed.bot.id)
        await sealed.bot.join(room)
        await ann.sees_join(room, sealed.bot.id)
        await ann.send(room, "before it was there")
        await sealed.starts_anew(crypto=Encryption(keychain, password="let me in"))
        assert sealed.token == ""
        async with sealed.listening():
            await sealed.caught_up()
            kept = [name for texts in keychain.texts.values() for name in texts]
            assert [name for name in kept if name.startswith(f"room key/{room}")]
            await ann.send(room, "with the same key")
            assert (await sealed.hears(PrivateText)).text == "with the same key"
    assert sealed.all(PrivateWordless) == []
