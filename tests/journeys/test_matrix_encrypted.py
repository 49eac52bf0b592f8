"""Joining from Element: encrypted, trusting cross-signed devices alone, over a kill and an emptied disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.resident import Resident
from tests.databases import fresh_database
from tests.element.element import Element
from tests.homeservers import fresh_name, synapse
from tests.journeys.matrix_hall import policy_for
from tests.journeys.process import program, settings
from tests.journeys.test_matrix_joining import BY_WORDS

_PASSWORD = "let me in"


async def hears(element: Element, room: str, words: str) -> None:
    """What the bot says with these words, read without any warning."""
    async with asyncio.timeout(40):
        while True:
            for heard in await element.messages(room):
                if words in heard.text:
                    assert (heard.encrypted, heard.unreadable, heard.shield) == (True, None, 0)
                    return
            await asyncio.sleep(0.1)


@pytest.mark.element
@pytest.mark.parametrize("kind", ["postgresql"])
async def test_from_elements_private_chat_into_an_encrypted_group(tmp_path: Path, kind: str) -> None:
    server = await asyncio.to_thread(synapse)
    bot, sam, ada = [
        await asyncio.to_thread(server.register, fresh_name(name), _PASSWORD) for name in ("hall", "sam", "ada")
    ]
    disks = [tmp_path / "first", tmp_path / "second"]
    for disk in disks:
        disk.mkdir()
    async with (
        fresh_database(kind, tmp_path) as url,
        Element.at(server.url, sam, _PASSWORD) as at_sam,
        Element.at(server.url, ada, _PASSWORD) as at_ada,
    ):
        evening = await at_sam.open_chat(bot, group=True)
        by_hand = await Resident.log_in(server.url, sam, _PASSWORD)
        await by_hand.set_power(evening, bot, 50)
        more = {"MATRIX_HOMESERVER": server.url, "MATRIX_USER": bot, "MATRIX_PASSWORD": _PASSWORD, "TELEGRAM_TOKEN": ""}
        policy = policy_for(evening, sam)

        async with program("run", folder=disks[0], environment=settings(disks[0], url, policy=policy, **more)) as first:
            await at_sam.sees_join(evening, bot)
            chat = await at_ada.open_chat(bot)
            await at_ada.sees_join(chat, bot)
            await at_ada.send(chat, "join evening")
            for question, answer in BY_WORDS[:4]:
                await hears(at_ada, chat, question)
                await at_ada.send(chat, answer)
            await hears(at_ada, chat, BY_WORDS[4][0])
            first.kill()

        await at_ada.send(chat, BY_WORDS[4][1])
        async with program("run", folder=disks[1], environment=settings(disks[1], url, policy=policy, **more)):
            for question, answer in BY_WORDS[5:]:
                await hears(at_ada, chat, question)
                await at_ada.send(chat, answer)
            await hears(at_ada, chat, "I have invited you")
            await at_ada.join(evening)
            await hears(at_ada, chat, "You are in")
            await at_sam.sees_join(evening, ada)
            await at_sam.send(evening, "Good evening, Ada.")
            await hears(at_ada, evening, "Good evening, Ada.")
        await by_hand.go()
