"""A room that somebody replaces by another: the bot goes along, and the group goes on as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.matrix_hall import MatrixHall
from tests.journeys.test_matrix_turning_back import ANSWERS, short_hall


async def bot_is_there(hall: MatrixHall) -> None:
    await hall.sam.resident.is_joined_by(hall.evening, hall.bot)


async def test_the_group_goes_on_in_its_new_room_and_those_in_charge_are_told(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        sam = hall.sam.resident
        cat = await hall.guest("cat")
        await sam.invite(hall.evening, cat.resident.id)
        await cat.resident.join(hall.evening)
        async with hall.at_work():
            await bot_is_there(hall)
            await hall.sam.opens_chat("menu")
            ada = await hall.guest()
            await ada.opens_chat("join evening")
            await ada.answers(*ANSWERS[:1])
            await ada.hears("How old are you")
            new = await sam.upgrade(hall.evening)
            await sam.invite(new, hall.bot)
            await hall.sam.hears("goes on in a new place", new)
            await sam.invite(new, cat.resident.id)
            await cat.resident.join(new)
            await ada.says("25")
            await ada.answers(*ANSWERS[2:])
            await ada.hears("I have invited you")
            await ada.resident.join(new)
            await ada.hears("You are in")
            assert await cat.resident.invitations() == [], "who was there before is asked nothing"
        async with hall.at_work():
            bo = await hall.guest("bo")
            await bo.resident.knock(new)
            await bo.finds_chat()
            await bo.hears("Hello!")
            await sam.write(hall.evening, "!rules")
            await hall.sam.says("rules evening")
            await hall.sam.hears("has no rules of its own")
        assert sum("new place" in said for said in await hall.sam.heard()) == 1
        assert not any("Northside" in said for said in await sam.heard_from(hall.bot, hall.evening))


async def test_a_room_that_was_replaced_while_the_bot_was_away_is_left_behind_once_it_is_asked_in(
    tmp_path: Path,
) -> None:
    async with short_hall(tmp_path) as hall:
        sam = hall.sam.resident
        async with hall.at_work():
            await bot_is_there(hall)
            await hall.sam.opens_chat("menu")
            await hall.sam.hears("What would you like")
        new = await sam.upgrade(hall.evening)
        async with hall.at_work():
            await hall.sam.hears("goes on in a new room", "Please invite me there")
        await sam.invite(new, hall.bot)
        async with hall.at_work():
            await hall.sam.hears("goes on in a new place", new)


async def test_a_room_that_does_not_say_whom_it_replaces_is_not_followed(tmp_path: Path) -> None:
    async with short_hall(tmp_path) as hall:
        sam = hall.sam.resident
        async with hall.at_work():
            await bot_is_there(hall)
            await hall.sam.opens_chat("menu")
            eve = await hall.guest("eve")
            trap = await eve.resident.group("A trap")
            await sam.set_state(hall.evening, "m.room.tombstone", {"body": "Go on there", "replacement_room": trap})
            await hall.sam.hears("goes on in a new room", "Please invite me there")
            await eve.resident.invite(trap, hall.bot)
            ada = await hall.guest()
            await ada.opens_chat("join evening")
            await ada.answers(*ANSWERS)
            await ada.hears("I have invited you")
            assert await eve.resident.membership(trap, hall.bot) == "leave"
            assert hall.evening in await ada.resident.invitations()
