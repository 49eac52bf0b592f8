"""What every platform keeps to, whichever it is."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.core.effects import (
    Admit,
    CannotWrite,
    Done,
    Effect,
    FollowGroup,
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
from bot.core.events import (
    ChoicePressed,
    GroupMessage,
    JoinRequested,
    PrivateChatBlocked,
    PrivateChatUnblocked,
    PrivateText,
)
from bot.core.ids import AccountId, ApplicationId, GroupId, NativeId, PlatformName
from bot.core.messages import Speech, line, message
from tests.laws.stage import PATIENCE, Stage, do, token

ADA = AccountId(1)
GROUP = GroupId("north/evening")
APPLICATION = ApplicationId(1)


async def say(stage: Stage, words: str, *labels: str) -> Outcome:
    choices = tuple((label, token(label)) for label in labels)
    yes, no = [token(label) for label in labels] if labels else (None, None)
    speech = Speech(words, choices, yes=yes, no=no)
    return await do(stage, Say(to=ADA, message=message(line(words))), speech=speech, private=True)


def admit() -> Admit:
    return Admit(to=ADA, group=GROUP, application=APPLICATION)


def turn_away() -> TurnAway:
    return TurnAway(to=ADA, group=GROUP, application=APPLICATION)


def make_link() -> MakeLink:
    return MakeLink(to=ADA, group=GROUP, application=APPLICATION, lasts_for=timedelta(hours=1))


async def test_what_is_written_privately_arrives_in_the_same_words(stage: Stage) -> None:
    await stage.opens_chat("Hello — café 😀")
    arrived = await stage.ears.hear(PrivateText)
    assert arrived.text == "Hello — café 😀"
    assert arrived.by.id == stage.user


async def test_what_could_not_be_taken_comes_again(stage: Stage) -> None:
    stage.ears.deaf = 2
    await stage.opens_chat("Are you there?")
    assert (await stage.ears.hear(PrivateText)).text == "Are you there?"
    assert stage.ears.refused == 2


async def test_things_arrive_in_the_order_in_which_they_happened(stage: Stage) -> None:
    for number in range(20):
        await stage.opens_chat(str(number))
    async with asyncio.timeout(PATIENCE):
        while len(said := [event.text for event in stage.ears.events if isinstance(event, PrivateText)]) < 20:
            await asyncio.sleep(0.005)
    assert said == [str(number) for number in range(20)]
    assert len(set(stage.ears.ids)) == len(stage.ears.ids)


async def test_who_has_opened_the_chat_hears_what_is_said(stage: Stage) -> None:
    await stage.opens_chat("Hello")
    outcome = await say(stage, "Good evening.")
    assert isinstance(outcome, Done)
    assert outcome.receipt
    assert await stage.heard() == ["Good evening."]


async def test_who_has_not_opened_the_chat_is_written_to_only_where_a_bot_may_open_it(stage: Stage) -> None:
    outcome = await say(stage, "Good evening.")
    if stage.platform.abilities.writes_first:
        assert isinstance(outcome, Done)
        assert await stage.heard() == ["Good evening."]
    else:
        assert isinstance(outcome, CannotWrite)
        assert await stage.heard() == []


async def test_nobody_is_written_to_who_has_closed_the_chat(stage: Stage) -> None:
    await stage.opens_chat("Hello")
    await stage.blocks()
    await stage.ears.hear(PrivateChatBlocked)
    assert await say(stage, "Good evening.") == CannotWrite()


async def test_a_pressed_button_brings_its_token_back(stage: Stage) -> None:
    await stage.opens_chat("Hello")
    sent = await say(stage, "Is it raining?", "Yes, it is", "No, it is dry")
    await stage.presses("No, it is dry")
    pressed = await stage.ears.hear(ChoicePressed)
    assert pressed.token == token("No, it is dry")
    assert pressed.by.id == stage.user
    assert isinstance(sent, Done)
    assert pressed.message == sent.receipt


async def test_buttons_can_be_taken_off_and_twice_is_once(stage: Stage) -> None:
    await stage.opens_chat("Hello")
    sent = await say(stage, "Is it raining?", "Yes", "No")
    assert isinstance(sent, Done)
    remove = RemoveChoices(to=ADA, message=NativeId(sent.receipt))
    assert await do(stage, remove, private=True) == Done()
    assert await stage.buttons() == []
    assert await do(stage, remove, private=True) == Done()


async def test_who_asks_may_be_let_in_and_twice_is_once(stage: Stage) -> None:
    await stage.asks_to_join()
    await stage.ears.hear(JoinRequested)
    assert await do(stage, admit()) == Done()
    assert await stage.is_in()
    assert await do(stage, admit()) == Done()


async def test_who_asks_may_be_written_to_before_it_is_decided(stage: Stage) -> None:
    await stage.asks_to_join()
    await stage.ears.hear(JoinRequested)
    able = stage.platform.abilities.writes_to_requesters
    assert isinstance(await say(stage, "Hello! A few questions first."), Done if able else CannotWrite)
    if not able:
        assert await stage.heard() == []
        await stage.ears.hear(PrivateChatUnblocked)
        assert isinstance(await say(stage, "Hello! A few questions first."), Done)
    assert await stage.heard() == ["Hello! A few questions first."]


async def test_a_request_that_was_withdrawn_cannot_be_granted(stage: Stage) -> None:
    await stage.asks_to_join()
    await stage.ears.hear(JoinRequested)
    await stage.withdraws()
    assert await do(stage, admit()) == RequestGone()
    assert not await stage.is_in()


async def test_who_is_turned_away_stays_out_may_ask_again_and_twice_is_once(stage: Stage) -> None:
    await stage.asks_to_join()
    await stage.ears.hear(JoinRequested)
    assert await do(stage, turn_away()) == Done()
    assert await do(stage, turn_away()) == Done()
    assert not await stage.is_in()
    await stage.asks_to_join()
    assert await do(stage, admit()) == Done()
    assert await stage.is_in()


async def test_a_link_asks_to_join_and_without_links_the_one_person_is_invited(stage: Stage) -> None:
    made = await do(stage, make_link())
    assert isinstance(made, Done)
    assert bool(made.receipt) is stage.platform.abilities.makes_links
    assert await stage.opens_link(made.receipt)
    if stage.platform.abilities.makes_links:
        await stage.ears.hear(JoinRequested)
        assert not await stage.is_in()
    else:
        assert await stage.is_in()


async def test_a_revoked_link_opens_nothing_and_twice_is_once(stage: Stage) -> None:
    made = await do(stage, make_link())
    assert isinstance(made, Done)
    revoke = RevokeLink(to=ADA, group=GROUP, link=made.receipt)
    assert await do(stage, revoke) == Done()
    assert await do(stage, revoke) == Done()
    assert not await stage.opens_link(made.receipt)


async def test_the_group_reads_what_is_posted(stage: Stage) -> None:
    post = Post(group=GROUP, platform=PlatformName.TELEGRAM, message=message(line("x")))
    assert isinstance(await do(stage, post, speech=Speech("The rules.")), Done)
    assert await stage.is_posted("The rules.")


async def test_a_room_that_does_not_say_that_it_replaces_a_group_is_not_followed(stage: Stage) -> None:
    elsewhere = FollowGroup(group=GROUP, platform=PlatformName.TELEGRAM, new=NativeId("!elsewhere:hall.example"))
    assert await do(stage, elsewhere) == RequestGone()


async def test_a_message_can_be_taken_out_and_twice_is_once(stage: Stage) -> None:
    await stage.posts("Oh dear")
    written = await stage.ears.hear(GroupMessage)
    assert written.text == "Oh dear"
    out = TakeOut(group=GROUP, platform=PlatformName.TELEGRAM, message=written.message)
    assert await do(stage, out) == Done()
    assert not await stage.is_posted("Oh dear")
    assert await do(stage, out) == Done()


@pytest.mark.parametrize("effect", [admit(), make_link()])
async def test_without_the_right_it_is_refused_in_words(stage: Stage, effect: Effect) -> None:
    await stage.asks_to_join()
    await stage.ears.hear(JoinRequested)
    await stage.bot_loses_its_rights()
    outcome = await do(stage, effect)
    assert isinstance(outcome, Refused)
    assert outcome.words
    assert not await stage.is_in()
