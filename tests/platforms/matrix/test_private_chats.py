"""One private chat for each person, whoever opens it, whatever goes wrong."""

from __future__ import annotations

import asyncio

from bot.core.effects import CannotWrite, DeclineInvitation, Done, Later
from bot.core.events import InvitedBot, JoinRequested, PrivateChatBlocked, PrivateChatUnblocked, PrivateText
from bot.platforms.matrix.rooms import MARKER
from bot.sandbox.resident import Resident
from tests.homeservers import fresh_name
from tests.platforms.matrix.proxy import Proxy
from tests.platforms.matrix.scene import ADA, Scene


async def only_chat(ada: Resident) -> str:
    [room] = await ada.invitations()
    await ada.join(room)
    return room


async def test_the_bot_may_begin_and_is_read_once_the_invitation_is_accepted(scene: Scene) -> None:
    async with scene.listening():
        assert isinstance(await scene.say("First."), Done)
        assert isinstance(await scene.say("Second."), Done)
        room = await only_chat(scene.ada)
        assert await scene.ada.heard_from(scene.bot.id, room) == ["First.", "Second."]
        await scene.hears(PrivateChatUnblocked)
        await scene.ada.write(room, "yes")
        assert (await scene.hears(PrivateText)).text == "yes"


async def test_a_chat_that_the_bot_has_opened_makes_nobody_but_the_bot_a_creator(scene: Scene) -> None:
    async with scene.listening():
        await scene.say("Hello.")
        room = await only_chat(scene.ada)
        create = await scene.ada.state(room, "m.room.create")
        powers = await scene.ada.state(room, "m.room.power_levels")
    assert create[MARKER] == {"with": scene.ada.id}
    assert "additional_creators" not in create
    assert scene.ada.id not in powers["users"]


async def test_whose_chat_is_open_already_is_written_to_there(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
        await scene.say("Welcome.")
        assert await scene.ada.heard_from(scene.bot.id, room) == ["Welcome."]
    assert await scene.ada.invitations() == []


async def test_a_chat_is_found_again_after_a_restart(scene: Scene) -> None:
    other = await Resident.arrive(scene.synapse, fresh_name("bea"))
    async with scene.listening():
        hers = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
        await scene.say("Hello.", other)
        his = await only_chat(other)
    await scene.starts_anew()
    async with scene.listening():
        await scene.say("Hello again.")
        await scene.say("And you.", other)
    assert await scene.ada.heard_from(scene.bot.id, hers) == ["Hello again."]
    assert await other.heard_from(scene.bot.id, his) == ["Hello.", "And you."]
    assert await other.invitations() == []
    await other.go()


async def test_a_room_whose_making_was_never_heard_of_is_found(by_proxy: Scene, proxy: Proxy) -> None:
    proxy.loses_answers_to("/createRoom")
    assert isinstance(await by_proxy.say("Hello.", number=7), Later)
    assert isinstance(await by_proxy.say("Hello.", number=7), Done)
    room = await only_chat(by_proxy.ada)
    assert await by_proxy.ada.heard_from(by_proxy.bot.id, room) == ["Hello."]


async def test_two_things_to_say_at_once_open_one_chat(scene: Scene) -> None:
    async with scene.listening():
        said = await asyncio.gather(scene.say("One."), scene.say("Two."))
    assert all(isinstance(outcome, Done) for outcome in said)
    await only_chat(scene.ada)


async def test_who_declines_the_chat_is_left_alone(scene: Scene) -> None:
    async with scene.listening():
        await scene.say("Hello.")
        [room] = await scene.ada.invitations()
        await scene.ada.leave(room)
        await scene.hears(PrivateChatBlocked)
        assert await scene.say("Hello?") == CannotWrite()
    await scene.starts_anew()
    async with scene.listening():
        await scene.caught_up()
        assert await scene.say("Hello??") == CannotWrite()
    assert await scene.ada.invitations() == []


async def test_who_has_left_and_knocks_is_written_to_again_in_the_same_chat(scene: Scene) -> None:
    async with scene.listening():
        await scene.say("Hello.")
        room = await only_chat(scene.ada)
        await scene.ada.leave(room)
        await scene.hears(PrivateChatBlocked)
        await scene.ada.knock(scene.group)
        await scene.hears(JoinRequested)
        assert isinstance(await scene.say("A few questions first."), Done)
        assert await scene.ada.invitations() == [room]


async def test_who_blocks_invitations_is_not_written_to_and_loses_nothing(scene: Scene) -> None:
    await scene.ada.block_invitations()
    async with scene.listening():
        assert await scene.say("Hello.") == CannotWrite()
        assert await scene.say("Hello.") == CannotWrite()
        await scene.ada.block_invitations(block=False)
        assert isinstance(await scene.say("Hello."), Done)
    room = await only_chat(scene.ada)
    assert await scene.ada.heard_from(scene.bot.id, room) == ["Hello."]


async def test_an_invitation_that_is_declined_brings_nobody_in(scene: Scene) -> None:
    scene.polite = False
    async with scene.listening():
        room = await scene.ada.create_room(preset="private_chat", invite=[scene.bot.id])
        invited = await scene.hears(InvitedBot)
        assert not invited.direct
        assert await scene.do(DeclineInvitation(to=ADA, chat=invited.chat.id), scene.ada.id) == Done()
    assert await scene.ada.membership(room, scene.bot.id) == "leave"


async def test_an_invitation_that_came_before_the_start_is_found(scene: Scene) -> None:
    room = await scene.ada.private_chat(scene.bot.id)
    async with scene.listening():
        await scene.ada.is_joined_by(room, scene.bot.id)
