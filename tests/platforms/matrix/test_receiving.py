"""What happens on Matrix is heard once, in order, and also when the bot was away."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.community.rights import Right
from bot.core.effects import Later
from bot.core.errors import NotYet, PlatformRefuses
from bot.core.events import (
    Batch,
    BotStanding,
    ChoicePressed,
    GroupMessage,
    InvitedBot,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    MemberSeen,
    PrivateChatBlocked,
    PrivateChatUnblocked,
    PrivateText,
    PrivateTextEdited,
    PrivateWordless,
    Wordless,
)
from bot.core.ids import Token
from bot.core.messages import Speech
from tests.platforms.matrix.proxy import Proxy
from tests.platforms.matrix.scene import Scene


async def test_whoever_opens_a_chat_and_writes_at_once_is_heard(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.ada.private_chat(scene.bot.id)
        await scene.ada.write(room, "Hello")
        await scene.ada.write(room, "Is anybody there?")
        await scene.hears(PrivateText, lambda said: said.text == "Is anybody there?")
    assert [said.text for said in scene.all(PrivateText)] == ["Hello", "Is anybody there?"]
    [invited] = scene.all(InvitedBot)
    name = scene.ada.id[1:].partition(":")[0].capitalize()
    assert (invited.by.id, invited.by.name, invited.direct) == (scene.ada.id, name, True)
    assert scene.all(PrivateChatUnblocked)


async def test_an_edit_is_no_new_answer_and_a_reply_is_without_its_quotation(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        first = await scene.ada.write(room, "yes")
        await scene.ada.edit(room, first, "no")
        quoted = f"> <{scene.bot.id}> Do you?\n> Really?\n\nI do"
        await scene.ada.send(
            room, {"msgtype": "m.text", "body": quoted, "m.relates_to": {"m.in_reply_to": {"event_id": first}}}
        )
        await scene.hears(PrivateText, lambda said: said.text == "I do")
        edited = await scene.hears(PrivateTextEdited)
    assert edited.message == first
    assert edited.text == "no"
    assert [said.text for said in scene.all(PrivateText)] == ["yes", "I do"]


async def test_pictures_and_stickers_have_no_words_and_notices_are_nobodys(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.ada.send(room, {"msgtype": "m.notice", "body": "I am a bot too"})
        await scene.ada.show_picture(room)
        await scene.ada.send(room, {"body": "a wave", "url": "mxc://x/y", "info": {}}, kind="m.sticker")
        await scene.hears(PrivateWordless, lambda sent: sent.kind is Wordless.STICKER)
    assert [sent.kind for sent in scene.all(PrivateWordless)] == [Wordless.PHOTO, Wordless.STICKER]
    assert scene.all(PrivateText) == []


async def test_the_words_under_a_picture_are_heard_and_those_that_they_are_changed_into(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        shown = {"msgtype": "m.image", "filename": "us.png", "body": "the two of us", "url": "mxc://x/y"}
        picture = await scene.ada.send(room, shown)
        again = {"m.new_content": {**shown, "body": "all of us"}, "m.relates_to": {}, **shown, "body": "* all of us"}
        again["m.relates_to"] = {"rel_type": "m.replace", "event_id": picture}
        await scene.ada.send(room, again)
        edited = await scene.hears(PrivateTextEdited)
    assert [sent.text for sent in scene.all(PrivateWordless)] == ["the two of us"]
    assert edited.text == "all of us"


async def test_what_cannot_be_decrypted_is_not_passed_over_in_silence(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.ada.send(
            room,
            {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "session_id": "y", "device_id": "z"},
            kind="m.room.encrypted",
        )
        assert (await scene.hears(PrivateWordless)).by.id == scene.ada.id


async def test_what_was_said_while_the_bot_was_away_is_heard_whole_and_in_order(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.ada.write(room, "before")
        await scene.hears(PrivateText)
    scene.heard.clear()
    for number in range(130):
        await scene.ada.write(room, str(number))
    await scene.starts_anew()
    async with scene.listening():
        await scene.caught_up()
    assert [said.text for said in scene.all(PrivateText)] == [str(number) for number in range(130)]


async def test_what_was_not_taken_comes_again_after_a_restart(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
    refused = asyncio.Event()

    async def refuse(batch: Batch) -> None:
        if batch.arrivals and not batch.more:
            refused.set()
            raise ConnectionError

    async with scene.listening(refuse) as task:
        await scene.ada.write(room, "important")
        await refused.wait()
        await asyncio.wait([task])
    await scene.starts_anew()
    async with scene.listening():
        assert (await scene.hears(PrivateText)).text == "important"


async def test_a_database_that_is_away_for_a_while_loses_nothing(by_proxy: Scene) -> None:
    refusals = 5

    async def take(batch: Batch) -> None:
        nonlocal refusals
        if batch.arrivals and refusals:
            refusals -= 1
            raise NotYet("The database is away.")
        await by_proxy.take(batch)

    async with by_proxy.listening(take):
        room = await by_proxy.chat_by_ada()
        await by_proxy.ada.write(room, "Hello")
        await by_proxy.hears(PrivateText)
    assert refusals == 0


async def test_who_came_knocked_and_left_while_the_bot_was_away_is_known_afterwards(scene: Scene) -> None:
    async with scene.listening():
        await scene.caught_up()
    await scene.owner.invite(scene.group, scene.ada.id)
    await scene.ada.join(scene.group)
    await scene.ada.leave(scene.group)
    await scene.ada.knock(scene.group, "please")
    scene.heard.clear()
    await scene.starts_anew()
    async with scene.listening():
        await scene.caught_up()
    assert [event.who.id for event in scene.all(MemberJoined)] == [scene.ada.id]
    assert [event.who.id for event in scene.all(MemberLeft)] == [scene.ada.id]
    assert len(scene.all(JoinRequested)) == 1, "one knock is one arrival, however often it is told"


async def test_at_the_very_first_start_knocks_members_and_rights_are_found(scene: Scene) -> None:
    await scene.ada.knock(scene.group)
    async with scene.listening():
        await scene.caught_up()
    assert [event.by.id for event in scene.all(JoinRequested)] == [scene.ada.id]
    assert [event.who.id for event in scene.all(MemberSeen)] == [scene.owner.id]
    assert scene.all(BotStanding)[0].seen.rights >= {Right.INVITE, Right.REMOVE, Right.BAR, Right.DELETE, Right.DOOR}


async def test_what_was_said_before_the_bot_first_came_is_not_answered(scene: Scene) -> None:
    await scene.owner.write(scene.group, "An old story")
    await scene.starts_anew()
    async with scene.listening():
        await scene.owner.write(scene.group, "A new one")
        await scene.hears(GroupMessage)
    assert [said.text for said in scene.all(GroupMessage)] == ["A new one"]


async def test_rights_that_change_and_being_sent_away_are_noticed(scene: Scene) -> None:
    async with scene.listening():
        await scene.caught_up()
        await scene.owner.set_power(scene.group, scene.bot.id, 0)
        await scene.hears(BotStanding, lambda now: now.seen.present and not now.seen.may(Right.INVITE))
        await scene.owner.kick(scene.group, scene.bot.id)
        await scene.hears(BotStanding, lambda now: not now.seen.present)
        await scene.owner.invite(scene.group, scene.bot.id)
        await scene.hears(BotStanding, lambda now: now.seen.present and now is not scene.all(BotStanding)[0])
    assert not [invited for invited in scene.all(InvitedBot) if invited.direct]


async def test_being_sent_away_while_away_is_noticed(scene: Scene) -> None:
    async with scene.listening():
        await scene.caught_up()
    await scene.owner.kick(scene.group, scene.bot.id)
    scene.heard.clear()
    await scene.starts_anew()
    async with scene.listening():
        assert not (await scene.hears(BotStanding)).seen.present


async def test_a_chat_that_is_left_is_closed_and_open_again_once_somebody_comes_back(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.ada.leave(room)
        assert (await scene.hears(PrivateChatBlocked)).by.id == scene.ada.id
        scene.heard.clear()
        await scene.chat_by_ada()
        assert (await scene.hears(PrivateChatUnblocked)).by.id == scene.ada.id


async def test_leaving_one_of_two_chats_closes_nothing(scene: Scene) -> None:
    async with scene.listening():
        first, second = await scene.chat_by_ada(), await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked, lambda _: len(scene.all(PrivateChatUnblocked)) == 2)
        await scene.ada.leave(first)
        await scene.ada.write(second, "Still here")
        await scene.hears(PrivateText)
    assert scene.all(PrivateChatBlocked) == []


async def test_who_brings_others_along_is_no_longer_in_private(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.ada.invite(room, scene.owner.id)
        await scene.ada.write(room, "all of you")
        assert (await scene.hears(GroupMessage)).text == "all of you"
    assert scene.all(PrivateText) == []


async def test_a_reaction_that_the_bot_has_put_there_is_an_answer_after_a_restart_too(scene: Scene) -> None:
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.hears(PrivateChatUnblocked)
        choices = (("Yes", Token("t-yes")), ("No", Token("t-no")))
        await scene.say(Speech("Is it?", choices, yes=Token("t-yes"), no=Token("t-no")))
        question = (await scene.ada.read(room))[-1]
    await scene.starts_anew()
    async with scene.listening():
        await scene.ada.react(room, question.id, "❤️")
        await scene.ada.react(room, question.id, "👎🏽")
        pressed = await scene.hears(ChoicePressed)
    assert (pressed.token, pressed.message, pressed.by.id) == ("t-no", question.id, scene.ada.id)
    assert len(scene.all(ChoicePressed)) == 1


async def test_a_reaction_is_an_answer_before_the_bot_has_put_its_own_signs_there_too(
    by_proxy: Scene, proxy: Proxy
) -> None:
    """A homeserver may make the bot wait for many seconds between its question and its signs."""
    async with by_proxy.listening():
        room = await by_proxy.chat_by_ada()
        await by_proxy.hears(PrivateChatUnblocked)
        proxy.asks_to_wait("/send/m.reaction", milliseconds=10)
        outcome = await by_proxy.say(Speech("Is it?", (("Yes", Token("t-yes")),), yes=Token("t-yes")))
        assert isinstance(outcome, Later)
        question = (await by_proxy.ada.read(room))[-1]
    await by_proxy.starts_anew()
    async with by_proxy.listening():
        await by_proxy.ada.react(room, question.id, "👍")
        assert (await by_proxy.hears(ChoicePressed)).token == "t-yes"


async def test_a_homeserver_that_fails_and_asks_for_patience_is_borne(by_proxy: Scene, proxy: Proxy) -> None:
    async with by_proxy.listening():
        room = await by_proxy.chat_by_ada()
        rules = [
            proxy.fails("/sync", times=3),
            proxy.asks_to_wait("/sync", milliseconds=10),
            proxy.loses_answers_to("/sync"),
            proxy.fails("/sync", status=401, times=2, code="M_UNKNOWN_TOKEN"),
        ]
        await by_proxy.ada.write(room, "Hello?")
        await by_proxy.hears(PrivateText)
        async with asyncio.timeout(10):
            while not all(rule.met == rule.times for rule in rules):
                await by_proxy.ada.write(room, "Still there?")
                await asyncio.sleep(0.01)
    words = [said.text for said in by_proxy.all(PrivateText)]
    assert words[0] == "Hello?"


async def test_a_login_that_was_ended_stops_the_bot_with_a_sentence(by_proxy: Scene, proxy: Proxy) -> None:
    async with by_proxy.listening() as task:
        await by_proxy.caught_up()
        proxy.fails("/sync", status=401, times=100, code="M_UNKNOWN_TOKEN")
        await by_proxy.owner.write(by_proxy.group, "x")
        with pytest.raises(PlatformRefuses, match="MATRIX_PASSWORD"):
            await asyncio.wait_for(task, 5)


async def test_a_homeserver_that_was_put_back_is_begun_with_anew(scene: Scene) -> None:
    scene.token = "s999999_1_0_1_1_1_1_5_0_1_1_1_1_1 nonsense"
    async with scene.listening():
        room = await scene.chat_by_ada()
        await scene.ada.write(room, "Hello")
        await scene.hears(PrivateText)
    assert scene.token.startswith("s")
    assert "nonsense" not in scene.token


async def test_what_is_no_answer_to_a_sync_is_not_asked_for_in_a_hurry(by_proxy: Scene, proxy: Proxy) -> None:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)
        await asyncio.sleep(0.01)

    await by_proxy.starts_anew(proxy.url, sleep=nap)
    async with by_proxy.listening():
        await by_proxy.caught_up()
        empty = proxy.answers_nothing_to("/sync", times=10)
        await by_proxy.owner.write(by_proxy.group, "x")
        async with asyncio.timeout(10):
            while empty.met < empty.times:
                await asyncio.sleep(0.01)
        await by_proxy.owner.write(by_proxy.group, "y")
        await by_proxy.hears(GroupMessage, lambda said: said.text == "y")
    assert len(naps) >= empty.times


async def test_where_nothing_happens_nothing_is_asked_in_a_hurry(by_proxy: Scene, proxy: Proxy) -> None:
    async with by_proxy.listening():
        await by_proxy.caught_up()
        await asyncio.sleep(0.5)
        before = proxy.count("/sync")
        await asyncio.sleep(0.5)
        assert proxy.count("/sync") - before <= 1
