"""Fetching updates, on our own Bot API server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import Deposed, NotYet, PlatformRefuses
from bot.core.events import (
    Batch,
    BotStanding,
    ChoicePressed,
    GroupMessage,
    GroupMoved,
    JoinRequested,
    MemberBarred,
    MemberJoined,
    MemberSeen,
    PrivateChatBlocked,
    PrivateText,
    PrivateTextEdited,
    PrivateWordless,
    Unreadable,
)
from bot.core.messages import Speech
from bot.platforms.telegram.inbound import ASKED_FOR
from bot.platforms.telegram.platform import TelegramPlatform
from bot.sandbox.bot_api.updates import WEEK
from tests.platforms.telegram.conftest import soon
from tests.platforms.telegram.orders import post, say
from tests.platforms.telegram.scripted import TOKEN, Scripted, no, ok, page
from tests.platforms.telegram.updates import NOW, private, update

if TYPE_CHECKING:
    from tests.platforms.telegram.conftest import Hall, Naps

Token = Speech("?", (("Yes", "tok"),))  # type: ignore[arg-type]


def texts(hall: Hall) -> list[str]:
    return [event.text for event in hall.events() if isinstance(event, PrivateText | GroupMessage)]


async def test_what_people_do_is_heard(hall: Hall) -> None:
    ann = hall.world.add_person("Ann", last_name="Archer", username="ann", language_code="cy")
    link = hall.group.create_link(hall.owner, asks=True)
    async with hall.listening():
        hello = ann.start(hall.bot, "join-evening")
        await hall.hears(PrivateText)
        ann.edit(hello, "hello")
        ann.send_sticker(hall.bot)
        ann.join(link)
        hall.owner.approve(hall.group, ann)
        message = ann.write(hall.group, "hello all")
        hall.owner.react(message, "👍")
        hall.owner.ban(hall.group, ann)
        ann.block(hall.bot)
        await hall.hears(PrivateTextEdited, PrivateWordless, JoinRequested, MemberJoined, GroupMessage)
        await hall.hears(MemberSeen, MemberBarred, PrivateChatBlocked, BotStanding)
    started = next(event for event in hall.events() if isinstance(event, PrivateText))
    assert started.text == "/start join-evening"
    assert (started.by.name, started.by.username, started.by.language) == ("Ann Archer", "ann", "cy")
    assert not any(isinstance(event, Unreadable) for event in hall.events())


async def test_a_pressed_button_is_heard(hall: Hall) -> None:
    ann = hall.world.add_person("Ann")
    ann.start(hall.bot)
    await hall.platform.carry_out(say(ann.id, Token))
    question = ann.chat_with(hall.bot).messages[-1]
    ann.press(question, "Yes")
    async with hall.listening():
        await hall.hears(ChoicePressed)
    pressed = next(event for event in hall.events() if isinstance(event, ChoicePressed))
    assert (pressed.token, pressed.message) == ("tok", str(question.id))


async def test_a_group_that_moves_is_heard_and_is_found_again(hall: Hall) -> None:
    old = hall.world.add_basic_group("Morning", hall.owner)
    hall.owner.add_bot(old, hall.bot)
    new = hall.owner.upgrade(old)
    async with hall.listening():
        await hall.hears(GroupMoved)
    moved = next(event for event in hall.events() if isinstance(event, GroupMoved))
    assert (moved.old, moved.new) == (str(old.id), str(new.id))
    assert type(await hall.platform.carry_out(post(old.id))).__name__ == "Moved"


async def test_the_kinds_that_are_needed_are_asked_for_by_name(hall: Hall) -> None:
    async with hall.listening():
        await hall.world.until(lambda: hall.bot.inbox.allowed == frozenset(ASKED_FOR))


async def test_nothing_is_acknowledged_before_it_was_taken(hall: Hall) -> None:
    ann = hall.world.add_person("Ann")
    held, taken = asyncio.Event(), asyncio.Event()

    async def take_slowly(batch: Batch) -> None:
        held.set()
        await taken.wait()
        await hall.take(batch)

    ann.start(hall.bot)
    waiting = hall.bot.inbox.pending()
    async with hall.listening(take_slowly):
        await held.wait()
        assert hall.bot.inbox.pending() == waiting
        taken.set()
        await soon(lambda: hall.bot.inbox.pending() == 0)


async def test_what_was_not_taken_comes_again_after_a_restart(hall: Hall) -> None:
    async def refuse(_: Batch) -> None:
        raise Deposed

    hall.world.add_person("Ann").start(hall.bot)
    async with hall.listening(refuse) as receiving:
        with pytest.raises(Deposed):
            await receiving
    async with hall.listening():
        await hall.hears(PrivateText)


async def test_a_database_that_is_away_is_offered_the_same_batch_until_it_is_back(hall: Hall, naps: Naps) -> None:
    offered: list[Batch] = []

    async def take_the_third_time(batch: Batch) -> None:
        offered.append(batch)
        if len(offered) < 3:
            raise NotYet("The database does not answer.")
        await hall.take(batch)

    hall.world.add_person("Ann").start(hall.bot)
    async with hall.listening(take_the_third_time):
        await hall.hears(PrivateText)
        assert offered[0] == offered[1] == offered[2]
        assert naps.taken[:2] == [0.5, 1.0]


async def test_a_backlog_comes_in_batches_of_a_hundred_in_order(hall: Hall) -> None:
    ann = hall.world.add_person("Ann")
    for number in range(250):
        ann.write(hall.bot, str(number))
    async with hall.listening():
        await hall.world.until(lambda: len(texts(hall)) == 250)
    assert texts(hall) == [str(number) for number in range(250)]
    assert max(len(batch.arrivals) for batch in hall.heard) == 100


async def test_lower_ids_after_a_quiet_week_are_heard_too(hall: Hall) -> None:
    ann = hall.world.add_person("Ann")
    async with hall.listening():
        for _ in range(4):
            ann.write(hall.bot, "hello")
            await soon(lambda: hall.bot.inbox.pending() == 0)
            hall.world.clock.advance(WEEK + 1)
        await hall.world.until(lambda: len(texts(hall)) == 4)
    ids = [int(arrival.id) for batch in hall.heard for arrival in batch.arrivals]
    assert ids != sorted(ids)


@pytest.mark.parametrize("fault", ["500", "502", "429", "409", "lost", "dropped", "unreachable"])
async def test_any_trouble_is_borne_and_nothing_is_lost(hall: Hall, naps: Naps, fault: str) -> None:
    faults = hall.world.faults
    hall.world.add_person("Ann").start(hall.bot)
    match fault:
        case "lost":
            faults.lose_reply("getUpdates", times=3)
        case "dropped":
            faults.drop("getUpdates", times=3)
        case "unreachable":
            faults.unreachable()
        case _:
            faults.fail("getUpdates", status=int(fault), times=3)
    async with hall.listening():
        await soon(lambda: len(naps.taken) >= 3)
        faults.unreachable(is_so=False)
        await hall.hears(PrivateText)
    expected = [3, 3, 3] if fault == "429" else [0.5, 1.0, 2.0]
    assert naps.taken[:3] == expected


async def test_two_that_fetch_at_once_disturb_but_do_not_stop_each_other(hall: Hall, naps: Naps) -> None:
    other = TelegramPlatform(TOKEN, api_url=hall.server.url, webhook=None, now=lambda: NOW, sleep=naps)
    async with hall.listening():
        rival = asyncio.create_task(other.receive(hall.take))
        await soon(lambda: naps.taken)
        rival.cancel()
        hall.world.add_person("Ann").start(hall.bot)
        await hall.hears(PrivateText)
    await other.stop()


async def test_trouble_is_logged_when_it_changes_and_not_each_time(
    telegram: TelegramPlatform, scripted: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    conflict = no(409, "Conflict: terminated by other getUpdates request; make sure …")
    fine = ok([update("message", private(text="hello"))])
    scripted.will("getUpdates", *[page(502)] * 3, *[conflict] * 2, fine)

    async def stop(_: Batch) -> None:
        raise Deposed

    with pytest.raises(Deposed):
        await telegram.receive(stop)
    logged = capsys.readouterr().out
    assert logged.count("Telegram answers with an error of its own") == 1
    assert logged.count("Another program is fetching for this bot") == 1
    assert logged.count("Telegram answers again") == 1


async def test_an_offset_is_used_until_it_has_been_heard_and_never_again(
    telegram: TelegramPlatform, scripted: Scripted
) -> None:
    """Kept for longer, it would acknowledge by mistake what bears a lower id after a quiet week."""
    hello = update("message", private(text="hello"))
    scripted.will("getUpdates", ok([hello]), page(502), ok([]), ok([]))
    receiving = asyncio.create_task(telegram.receive(lambda _: asyncio.sleep(0)))
    await soon(lambda: len(scripted.asked) >= 5)
    receiving.cancel()
    acknowledges = str(hello["update_id"] + 1)
    offsets = [call.parameters.get("offset") for call in scripted.asked[:5]]
    assert offsets == [None, acknowledges, acknowledges, None, None]


async def test_one_unreadable_update_does_not_hold_up_the_others(
    telegram: TelegramPlatform, scripted: Scripted
) -> None:
    good, broken = update("message", private(text="hello")), update("message", {"date": "never"})
    scripted.will("getUpdates", ok([broken, good]))
    kinds: list[type] = []

    async def take(batch: Batch) -> None:
        kinds.extend(type(arrival.event) for arrival in batch.arrivals)
        raise Deposed

    with pytest.raises(Deposed):
        await telegram.receive(take)
    assert kinds == [Unreadable, PrivateText]


async def test_an_answer_that_is_no_list_of_updates_is_asked_for_again(
    telegram: TelegramPlatform, scripted: Scripted, naps: Naps
) -> None:
    scripted.will("getUpdates", ok({}), ok([{"id": 1}]), ok([3]), ok([update("message", private(text="hello"))]))

    async def take(_: Batch) -> None:
        raise Deposed

    with pytest.raises(Deposed):
        await telegram.receive(take)
    assert len(naps.taken) == 3


async def test_a_token_that_is_no_longer_good_ends_it_but_one_stumble_does_not(
    telegram: TelegramPlatform, scripted: Scripted
) -> None:
    unauthorised, nothing = no(401, "Unauthorized"), ok([])
    scripted.will("getUpdates", unauthorised, unauthorised, nothing, unauthorised)
    with pytest.raises(PlatformRefuses, match="TELEGRAM_TOKEN"):
        await telegram.receive(lambda _: asyncio.sleep(0))
    assert len(scripted.asked) == 6


async def test_nothing_at_once_again_and_again_is_no_hot_loop(
    telegram: TelegramPlatform, scripted: Scripted, naps: Naps
) -> None:
    scripted.will("getUpdates", ok([]))
    receiving = asyncio.create_task(telegram.receive(lambda _: asyncio.sleep(0)))
    await soon(lambda: len(naps.taken) >= 4)
    receiving.cancel()
    assert len(scripted.asked) <= len(naps.taken) + 2  # the first is not waited for, the last not over yet
