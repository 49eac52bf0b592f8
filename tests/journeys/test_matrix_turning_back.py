"""Whoever turns back at any point on Matrix, or is turned back by hand, is told kindly, and may come again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.database import Database
from tests.databases import SECRETS
from tests.journeys.both.matrix import MovedClock
from tests.journeys.matrix_hall import Guest, MatrixHall, matrix_hall

_POLICY = """
[community]
name = "Northside Peer Support"
key = "northside"
timezone = "Europe/London"
language = "en"

[policy]
version = "1"
ratified = 2026-03-12
review_by = 2027-03-12

[gate]
mode = "quiz"
expires = "48h"

[[gate.eligibility]]
key = "age"
kind = "age"
min = 18

[[team]]
name = "Sam"
role = "staff"
matrix = "{sam}"

[[groups]]
key = "evening"
title = "Northside Evening Group"
kind = "support"
matrix = "{evening}"
"""
ANSWERS = (("Is that all right with you", "yes"), ("How old are you", "4 May 1995"), ("safe place", "yes"))
TWO_DAYS = 48 * 3600


@asynccontextmanager
async def short_hall(folder: Path) -> AsyncIterator[MatrixHall]:
    """Three questions at the door; nobody at work yet."""
    async with matrix_hall(folder) as hall:
        hall.policy_text = _POLICY.format(sam=hall.sam.resident.id, evening=hall.evening)
        yield hall


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await holds():
            await asyncio.sleep(0.03)


async def is_in(hall: MatrixHall, guest: Guest) -> bool:
    return await hall.sam.resident.membership(hall.evening, guest.resident.id) == "join"


async def stands_at(hall: MatrixHall, guest: Guest, membership: str) -> None:
    async def so() -> bool:
        return await hall.sam.resident.membership(hall.evening, guest.resident.id) == membership

    await until(so)


async def knocks(hall: MatrixHall, name: str = "bo") -> Guest:
    await hall.sam.resident.is_joined_by(hall.evening, hall.bot)
    bo = await hall.guest(name)
    await bo.resident.knock(hall.evening)
    await bo.finds_chat()
    return bo


async def comes_in(hall: MatrixHall, guest: Guest) -> None:
    await guest.hears("I have invited you")
    await guest.resident.join(hall.evening)
    await guest.hears("You are in")
    assert await is_in(hall, guest)


async def neutral_lines(hall: MatrixHall) -> list[str]:
    return await hall.sam.resident.heard_from(hall.bot, hall.evening)


async def test_whose_account_takes_no_invitations_is_told_how_and_comes_in_by_trying_again(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        async with hall.at_work():
            ada = await hall.guest()
            await ada.opens_chat("join evening")
            await ada.resident.block_invitations()
            await ada.answers(*ANSWERS)
            await ada.hears("takes no invitations", "Allow users to invite you", "!join evening")
            await ada.says("join evening")
            await ada.hears("takes no invitations")
        async with hall.at_work():
            await ada.resident.block_invitations(block=False)
            await ada.says("Please invite me now")
            await comes_in(hall, ada)
        assert await neutral_lines(hall) == []


async def test_a_place_that_nobody_takes_is_kept_for_its_time_and_ends_kindly(tmp_path: Path) -> None:
    clock = MovedClock()
    async with short_hall(tmp_path) as hall, hall.at_work(clock=clock):
        ada = await hall.guest()
        await ada.opens_chat("join evening")
        await ada.resident.block_invitations()
        await ada.answers(*ANSWERS)
        await ada.hears("takes no invitations")
        clock.movable.advance(TWO_DAYS + 5)
        await ada.hears("Your way into", "has run out", "welcome to ask again")
        await ada.says("join evening")
        await ada.hears("Is that all right with you")


async def test_who_knocks_and_cannot_be_written_to_gets_one_neutral_line_and_goes_on_in_a_chat_of_their_own(
    tmp_path: Path,
) -> None:
    async with short_hall(tmp_path) as hall, hall.at_work():
        await hall.sam.resident.is_joined_by(hall.evening, hall.bot)
        await hall.sam.opens_chat("menu")
        bo = await hall.guest("bo")
        await bo.resident.knock(hall.evening)
        await bo.resident.block_invitations()
        await hall.sam.hears("I cannot write to Bo")
        [line] = await neutral_lines(hall)
        assert "I answer in private" in line
        assert hall.bot in line
        assert "bo" not in line.replace(hall.bot, "").lower().replace("bot", "")
        await bo.opens_chat("hello")
        await bo.answers(*ANSWERS)
        await bo.hears("takes no invitations")
        await bo.resident.block_invitations(block=False)
        await bo.says("join evening")
        await comes_in(hall, bo)
        assert len(await neutral_lines(hall)) == 1


async def test_who_takes_back_their_knock_is_asked_no_more_and_may_knock_again(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        async with hall.at_work():
            bo = await knocks(hall)
            await bo.answers(*ANSWERS[:1])
            await bo.hears("How old are you")
            await bo.resident.leave(hall.evening)
            await bo.hears("You have taken back your request", "deleted your answers")
            await bo.says("25")
            await bo.hears("I am a program")
            await bo.resident.knock(hall.evening)
            await bo.hears("Is that all right with you")
        await bo.resident.leave(hall.evening)
        async with hall.at_work():
            await bo.hears("You have taken back your request")
            await bo.resident.knock(hall.evening)
            await bo.answers(*ANSWERS)
            await comes_in(hall, bo)


async def test_whose_knock_is_turned_down_by_hand_hears_it_kindly(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        async with hall.at_work():
            bo = await knocks(hall)
            await bo.answers(*ANSWERS[:1])
            await bo.hears("How old are you")
        await hall.sam.resident.kick(hall.evening, bo.resident.id)
        async with hall.at_work():
            await bo.hears("I can't let you into", "nothing wrong")
            await bo.says("25")
            await bo.hears("I am a program")
            await bo.resident.knock(hall.evening)
            await bo.hears("Is that all right with you")
            await hall.sam.resident.ban(hall.evening, bo.resident.id)
            await bo.hears("I can't let you into", "nothing wrong")


async def test_a_knock_that_has_stood_for_long_is_not_asked_about_again_at_every_start(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        async with hall.at_work():
            bo = await knocks(hall)
            await bo.answers(*ANSWERS[:1])
            await bo.hears("How old are you")
        await forget_what_was_delivered(hall)
        async with hall.at_work():
            await bo.says("maybe")
            await bo.hears("How old are you")
            await bo.says("25")
            await bo.answers(*ANSWERS[2:])
            await comes_in(hall, bo)
        assert not any("where you stopped" in said for said in await bo.heard())


async def forget_what_was_delivered(hall: MatrixHall) -> None:
    """As after 48 hours."""
    database = await Database.open(hall.database_url, SECRETS)
    async with database.work() as work:
        assert await work.deliveries.forget(datetime.now(UTC) + timedelta(days=1))
    await database.close()


async def test_who_turns_down_the_invitation_keeps_their_place_for_a_while(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        async with hall.at_work():
            ada = await hall.guest()
            await ada.opens_chat("join evening")
            await ada.answers(*ANSWERS)
            await ada.hears("I have invited you")
            await ada.resident.leave(hall.evening)
            await ada.hears("You have turned down the invitation", "!join evening")
            await ada.says("join evening")
            await ada.hears("I have invited you")
        await ada.resident.leave(hall.evening)
        async with hall.at_work():
            await ada.hears("You have turned down the invitation")
            await ada.says("join evening")
            await comes_in(hall, ada)


async def test_who_leaves_the_chat_in_the_middle_goes_on_in_another(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        async with hall.at_work():
            bo = await knocks(hall)
            await bo.answers(*ANSWERS[:1])
            await bo.hears("How old are you")
            await bo.resident.leave(bo.chat)
        async with hall.at_work():
            await bo.opens_chat("hello again")
            await bo.hears("How old are you")
            await bo.says("25")
            await bo.answers(*ANSWERS[2:])
            await comes_in(hall, bo)
        assert await neutral_lines(hall) == [], "the question had reached them"


async def test_who_throws_the_bot_out_of_their_chat_is_left_alone_until_they_knock(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        async with hall.at_work():
            await hall.sam.resident.is_joined_by(hall.evening, hall.bot)
            ada = await hall.guest()
            ada.chat = await ada.resident.create_room(preset="private_chat", is_direct=True, invite=[hall.bot])
            await ada.resident.is_joined_by(ada.chat, hall.bot)
            await ada.says("join evening")
            await ada.answers(*ANSWERS[:1])
            await ada.hears("How old are you")
        await ada.says("25")
        await ada.resident.kick(ada.chat, hall.bot)
        async with hall.at_work():
            assert await ada.resident.invitations() == []
            await ada.resident.knock(hall.evening)
            await ada.finds_chat()
            await ada.hears("safe place")


async def test_who_leaves_right_after_coming_in_or_is_sent_away_begins_anew(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        async with hall.at_work():
            ada = await hall.guest()
            await ada.opens_chat("join evening")
            await ada.answers(*ANSWERS)
            await comes_in(hall, ada)
            await ada.resident.leave(hall.evening)
            await stands_at(hall, ada, "leave")
            await ada.says("join evening")
            await ada.answers(*ANSWERS)
            await comes_in(hall, ada)
        await hall.sam.resident.kick(hall.evening, ada.resident.id)
        async with hall.at_work():
            await ada.says("join evening")
            await ada.hears("Is that all right with you")
