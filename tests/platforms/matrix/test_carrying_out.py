"""What is decided is done on a real homeserver, once, and what is refused is named."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.core.effects import (
    AcknowledgePress,
    Admit,
    Done,
    Effect,
    InvitationBlocked,
    Later,
    MakeLink,
    Outcome,
    Post,
    Refused,
    RemoveChoices,
    RequestGone,
    RevokeLink,
    Say,
    TakeOut,
    TurnAway,
)
from bot.core.events import PrivateChatUnblocked
from bot.core.ids import ApplicationId, GroupId, NativeId, PlatformName, Token
from bot.core.messages import Speech, message
from bot.platforms.matrix.refusals import NOT_THERE
from bot.sandbox.resident import Resident
from tests.homeservers import fresh_name
from tests.platforms.matrix.proxy import Proxy
from tests.platforms.matrix.scene import ADA, Scene

EVENING = GroupId("northside/evening")
APPLICATION = ApplicationId(1)
ADMIT = Admit(to=ADA, group=EVENING, application=APPLICATION)
TURN_AWAY = TurnAway(to=ADA, group=EVENING, application=APPLICATION)
INVITE = MakeLink(to=ADA, group=EVENING, application=APPLICATION, lasts_for=timedelta(hours=1))
WITHDRAW = RevokeLink(to=ADA, group=EVENING, link="")
POST = Post(group=EVENING, platform=PlatformName.MATRIX, message=message())
QUESTION = Speech("Is it?", (("Yes", Token("y")), ("No", Token("n"))), yes=Token("y"), no=Token("n"))


def take_out(event: str) -> TakeOut:
    return TakeOut(group=EVENING, platform=PlatformName.MATRIX, message=NativeId(event))


async def in_group(scene: Scene, effect: Effect, **more: Speech | int) -> Outcome:
    return await scene.do(effect, scene.group, scene.ada.id, **more)  # type: ignore[arg-type]


async def test_nothing_said_is_doubled_when_answers_are_lost(by_proxy: Scene, proxy: Proxy) -> None:
    async with by_proxy.listening():
        room = await by_proxy.chat_by_ada()
        await by_proxy.hears(PrivateChatUnblocked)
        proxy.loses_answers_to("/send/m.room.message")
        proxy.loses_answers_to("/send/m.reaction", times=2)
        while not isinstance(await by_proxy.say(QUESTION, number=5), Done):
            assert proxy.count("/send/m.room.message") < 10
    assert proxy.count("/send/m.room.message") > 1
    assert proxy.count("/send/m.reaction") > 2
    [said] = [said for said in await by_proxy.ada.read(room) if said.sender == by_proxy.bot.id]
    assert said.text == "Is it?\n\n1. Yes\n2. No"
    assert [key for _, key in await by_proxy.ada.reactions_to(said.id, room)] == ["👍", "👎"]


async def test_the_same_number_from_another_database_is_another_message(scene: Scene) -> None:
    async with scene.listening():
        await scene.say("From the old database.", number=1)
        await scene.say("From the new one.", number=1)
    [room] = await scene.ada.invitations()
    await scene.ada.join(room)
    assert await scene.ada.heard_from(scene.bot.id, room) == ["From the old database.", "From the new one."]


async def test_patience_that_is_asked_for_is_for_that_chat_and_that_long(by_proxy: Scene, proxy: Proxy) -> None:
    proxy.asks_to_wait("/send/", milliseconds=1500)
    async with by_proxy.listening():
        await by_proxy.caught_up()
        assert await in_group(by_proxy, POST, speech=Speech("x")) == Later(timedelta(seconds=1.5))
        assert proxy.count("/send/") == 1, "nobody waits inside the call"


async def test_two_chats_that_fail_in_a_row_are_an_outage(by_proxy: Scene, proxy: Proxy) -> None:
    other = await Resident.arrive(by_proxy.synapse, fresh_name("bea"))
    proxy.fails("/joined_rooms", times=2)
    first, second = await by_proxy.say("Hello."), await by_proxy.say("Hello.", other)
    assert isinstance(first, Later)
    assert isinstance(second, Later)
    assert (first.everywhere, second.everywhere) == (False, True)
    await other.go()


async def test_a_homeserver_that_does_not_answer_is_not_waited_for_by_others(by_proxy: Scene, proxy: Proxy) -> None:
    proxy.is_slow_with("/send/", 3.0)
    slow = asyncio.create_task(in_group(by_proxy, POST, speech=Speech("slow")))
    async with asyncio.timeout(2):
        assert isinstance(await by_proxy.say("Hello."), Done)
    slow.cancel()


async def test_a_knock_is_granted_by_an_invitation_without_a_word_of_why(scene: Scene) -> None:
    await scene.ada.knock(scene.group)
    assert await in_group(scene, ADMIT) == Done()
    assert await in_group(scene, ADMIT) == Done()
    await scene.ada.join(scene.group)
    assert await in_group(scene, ADMIT) == Done()
    assert await in_group(scene, TURN_AWAY) == Done()
    assert await scene.owner.membership(scene.group, scene.ada.id) == "join", "a member is not turned away"


async def test_turning_away_and_withdrawing_bear_no_reason(scene: Scene) -> None:
    await scene.ada.knock(scene.group, "let me in")
    assert await in_group(scene, TURN_AWAY) == Done()
    turned = await scene.owner.state(scene.group, "m.room.member", scene.ada.id)
    assert (turned["membership"], turned.get("reason")) == ("leave", None)
    assert await in_group(scene, ADMIT) == RequestGone()
    assert await in_group(scene, INVITE) == Done()
    assert await in_group(scene, WITHDRAW) == Done()
    withdrawn = await scene.owner.state(scene.group, "m.room.member", scene.ada.id)
    assert (withdrawn["membership"], withdrawn.get("reason")) == ("leave", None)


async def test_who_is_in_is_neither_invited_nor_sent_away_by_a_withdrawn_invitation(scene: Scene) -> None:
    assert await in_group(scene, INVITE) == Done()
    await scene.ada.join(scene.group)
    assert await in_group(scene, INVITE) == Done()
    assert await in_group(scene, WITHDRAW) == Done()
    assert await scene.owner.membership(scene.group, scene.ada.id) == "join"


async def test_who_blocks_invitations_is_not_invited_and_it_is_not_a_fault_of_the_bots(scene: Scene) -> None:
    await scene.ada.block_invitations()
    assert await in_group(scene, INVITE) == InvitationBlocked()
    await scene.ada.block_invitations(block=False)
    await scene.ada.knock(scene.group)
    await scene.ada.block_invitations()
    assert await in_group(scene, ADMIT) == InvitationBlocked()
    await scene.ada.block_invitations(block=False)
    assert await in_group(scene, ADMIT) == Done()


async def test_the_banned_are_not_invited(scene: Scene) -> None:
    await scene.owner.ban(scene.group, scene.ada.id)
    outcome = await in_group(scene, INVITE)
    assert isinstance(outcome, Refused)
    assert "unbanned" in outcome.words
    assert await in_group(scene, ADMIT) == RequestGone()


@pytest.mark.parametrize(
    ("effect", "right"), [(ADMIT, "invite"), (TURN_AWAY, "kick"), (INVITE, "invite"), (POST, "events_default")]
)
async def test_a_missing_right_is_named(scene: Scene, effect: Effect, right: str) -> None:
    if effect is not INVITE:
        await scene.ada.knock(scene.group)
    async with scene.listening():
        await scene.caught_up()
        await scene.owner.set_power(scene.group, scene.bot.id, -1)
        outcome = await in_group(scene, effect, speech=Speech("x"))
    assert isinstance(outcome, Refused)
    assert f"“{right}”" in outcome.words


async def test_taking_out_without_the_right_to_is_refused_and_with_it_done_once(scene: Scene) -> None:
    written = await scene.owner.write(scene.group, "Oh dear")
    async with scene.listening():
        await scene.caught_up()
        await scene.owner.set_power(scene.group, scene.bot.id, 0)
        refused = await in_group(scene, take_out(written))
        await scene.owner.set_power(scene.group, scene.bot.id, 50)
        assert await in_group(scene, take_out(written)) == Done()
        assert await in_group(scene, take_out(written)) == Done()
    assert isinstance(refused, Refused)
    assert "“redact”" in refused.words
    [redaction] = {
        event["redacts"] for event in await scene.owner.events(scene.group) if event["type"] == "m.room.redaction"
    }
    assert redaction == written


async def test_what_is_gone_already_counts_as_taken_out(scene: Scene) -> None:
    assert await in_group(scene, take_out("$nothing-like-that")) == Done()


async def test_a_group_that_the_bot_is_not_in_is_said_to_be_so(scene: Scene) -> None:
    await scene.owner.kick(scene.group, scene.bot.id)
    async with scene.listening():
        await scene.caught_up()
        assert await in_group(scene, POST, speech=Speech("x")) == Refused(NOT_THERE)


async def test_a_press_needs_no_answer_but_may_be_given_words(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
        press = AcknowledgePress(to=ADA, press=NativeId("$reaction"))
        assert await scene.do(press, scene.ada.id) == Done()
        assert isinstance(await scene.do(press, scene.ada.id, speech=Speech("Too old.")), Done)
    assert await scene.ada.heard_from(scene.bot.id, room) == ["Too old."]


async def test_only_the_bots_own_signs_are_taken_off(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
        sent = await scene.say(QUESTION)
        assert isinstance(sent, Done)
        await scene.ada.react(room, sent.receipt, "👍")
        remove = RemoveChoices(to=ADA, message=NativeId(sent.receipt))
        assert await scene.do(remove, scene.ada.id) == Done()
        assert await scene.ada.reactions_to(sent.receipt, room) == [(scene.ada.id, "👍")]


async def test_a_long_text_is_said_whole_in_several_messages(scene: Scene) -> None:
    words = "\n\n".join(f"{number}: " + "ü & <b> " * 60 for number in range(40))
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
        assert isinstance(await scene.say(words), Done)
        said = await scene.ada.heard_from(scene.bot.id, room)
    assert len(said) > 2
    assert "\n\n".join(said).split() == words.split()


async def test_there_is_always_something_to_say(scene: Scene) -> None:
    assert isinstance(await scene.do(Say(to=ADA, message=message()), scene.ada.id, speech=Speech("")), Refused)


async def test_power_levels_are_changed_from_what_they_are_and_not_from_memory(scene: Scene) -> None:
    await scene.owner.set_power(scene.group, scene.bot.id, 100)

    async def one_more(number: int) -> None:
        await scene.platform.power_levels.change(
            scene.group, lambda now: {**now, "events": {**now["events"], f"kind.{number}": 50}}
        )

    await asyncio.gather(*(one_more(number) for number in range(5)))
    await scene.owner.set_power(scene.group, scene.ada.id, 10)
    await one_more(5)
    powers = await scene.owner.state(scene.group, "m.room.power_levels")
    assert powers["users"][scene.ada.id] == 10
    assert {f"kind.{number}" for number in range(6)} <= set(powers["events"])
