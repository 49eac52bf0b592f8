"""A homeserver that goes away and comes back, and one that slows a bot down: nothing is lost."""

from __future__ import annotations

import asyncio

from bot.core.effects import Done, Later
from bot.core.events import PrivateChatUnblocked, PrivateText
from bot.sandbox.synapse import Synapse
from tests.homeservers import limited_synapse
from tests.platforms.matrix.scene import Scene, no_nap, scene_on


async def test_a_homeserver_that_restarts_is_waited_for(homeserver: Synapse) -> None:
    async with scene_on(homeserver, sleep=_brief) as scene, scene.listening():
        room = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
        await asyncio.to_thread(homeserver.stop)
        assert isinstance(await scene.say("Hello.", number=3), Later)
        await asyncio.to_thread(homeserver.start)
        await scene.ada.write(room, "Are you back?")
        assert (await scene.hears(PrivateText)).text == "Are you back?"
        assert isinstance(await scene.say("Hello.", number=3), Done)
        assert await scene.ada.heard_from(scene.bot.id, room) == ["Hello."]


async def test_under_the_limits_that_synapse_has_by_default_nothing_is_lost_or_doubled() -> None:
    homeserver = await asyncio.to_thread(limited_synapse)
    async with scene_on(homeserver, sleep=no_nap) as scene, scene.listening():
        room = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
        waited = 0.0
        for number in range(9):
            waited += await _until_said(scene, str(number), number=100 + number)
        assert waited > 1.0, "it was slowed down"
        assert await scene.ada.heard_from(scene.bot.id, room) == [str(number) for number in range(9)]


async def _brief(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 0.1))


async def _until_said(scene: Scene, words: str, *, number: int) -> float:
    waited = 0.0
    while isinstance(outcome := await scene.say(words, number=number), Later):
        assert not outcome.everywhere
        waited += outcome.wait.total_seconds()
        await asyncio.sleep(outcome.wait.total_seconds())
    assert isinstance(outcome, Done)
    return waited
