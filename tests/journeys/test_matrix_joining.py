"""Joining the evening group on Matrix, as people do it in plain rooms."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.matrix_http import HomeserverTold
from tests.journeys.matrix_hall import Guest, MatrixHall, matrix_hall

BY_WORDS = (
    ("see your Matrix name", "yes"),
    ("How old are you", "4 May 1995"),
    ("private things", "Yes, you may ask me"),
    ("Do you live with MS", "1"),
    ("Where do you live", "2"),
    ("What would you like", "People who understand"),
    ("not medical advice", "I agree"),
    ("code of conduct", "y"),
    ("events and courses", "no"),
    ("safe space", "yes"),
)


async def is_in(hall: MatrixHall, guest: Guest) -> bool:
    return await hall.sam.resident.membership(hall.evening, guest.resident.id) == "join"


@pytest.mark.parametrize("version", ["11", "12"])
async def test_by_the_bots_door_and_an_invitation(tmp_path: Path, version: str) -> None:
    async with matrix_hall(tmp_path, version=version) as hall, hall.at_work():
        ada = await hall.guest()
        await ada.opens_chat("join evening")
        await ada.answers(*BY_WORDS)
        await ada.hears("I have invited you", "accept the invitation")
        await ada.resident.join(hall.evening)
        await ada.hears("You are in")
        assert await is_in(hall, ada)


async def test_by_knocking_where_no_question_is_sensitive(tmp_path: Path) -> None:
    async with matrix_hall(tmp_path) as hall:
        hall.policy_text = hall.policy_text.replace("sensitive = true", "sensitive = false")
        async with hall.at_work():
            await hall.sam.resident.is_joined_by(hall.evening, hall.bot)
            bo = await hall.guest("bo")
            await bo.resident.knock(hall.evening)
            await bo.finds_chat()
            await bo.answers(*BY_WORDS[:2], *BY_WORDS[3:])
            await bo.hears("I have invited you")
            await bo.resident.join(hall.evening)
            await bo.hears("You are in")
            assert await way_in(hall) == "knock"


async def test_a_knock_that_all_would_see_is_switched_off_and_one_that_came_before_is_answered_in_private(
    tmp_path: Path,
) -> None:
    async with matrix_hall(tmp_path) as hall:
        bo = await hall.guest("bo")
        await bo.resident.knock(hall.evening)
        async with hall.at_work():
            await hall.sam.finds_chat()
            await hall.sam.hears("I have switched off knocking at Northside Evening Group")
            assert await way_in(hall) == "invite"
            await bo.finds_chat()
            await bo.hears("see your Matrix name")
            with pytest.raises(HomeserverTold):
                await (await hall.guest("cy")).resident.knock(hall.evening)
            await hall.sam.resident.set_state(hall.evening, "m.room.join_rules", {"join_rule": "knock"})
            await hall.sam.hears("I have switched off knocking at Northside Evening Group")
            assert await way_in(hall) == "invite"


async def way_in(hall: MatrixHall) -> str:
    return str((await hall.sam.resident.state(hall.evening, "m.room.join_rules"))["join_rule"])


async def test_who_does_not_fit_is_kindly_turned_away(tmp_path: Path) -> None:
    async with matrix_hall(tmp_path) as hall, hall.at_work():
        ada = await hall.guest()
        await ada.opens_chat("!join evening")
        await ada.answers(BY_WORDS[0], ("How old are you", "17"))
        await ada.hears("I can't let you into", "nothing wrong")
        assert hall.evening not in await ada.resident.invitations()
        assert "18" not in "".join(await ada.heard())


async def test_a_reaction_answers_yes(tmp_path: Path) -> None:
    async with matrix_hall(tmp_path) as hall, hall.at_work():
        ada = await hall.guest()
        await ada.opens_chat("join evening")
        question = await ada.hears("see your Matrix name")
        await ada.resident.react(ada.chat, question, "👍")
        await ada.hears("How old are you")


async def test_after_a_restart_it_goes_on_in_the_same_chat(tmp_path: Path) -> None:
    async with matrix_hall(tmp_path) as hall:
        ada = await hall.guest()
        async with hall.at_work():
            await ada.opens_chat("join evening")
            await ada.answers(*BY_WORDS[:2])
            await ada.hears("private things")
        await ada.says("yes")
        async with hall.at_work():
            await ada.answers(*BY_WORDS[3:])
            await ada.hears("I have invited you")
        assert await ada.resident.chats_with(hall.bot) == [ada.chat]


async def test_a_stranger_cannot_ask_the_bot_into_a_group(tmp_path: Path) -> None:
    async with matrix_hall(tmp_path) as hall, hall.at_work():
        eve = await hall.guest("eve")
        room = await eve.resident.group("My own hall")
        await eve.resident.invite(room, hall.bot)
        await eve.finds_chat()
        await eve.hears("I only come into groups that my policy names")
        async with asyncio.timeout(10):
            while await eve.resident.membership(room, hall.bot) == "invite":
                await asyncio.sleep(0.05)
        assert await eve.resident.membership(room, hall.bot) == "leave"
