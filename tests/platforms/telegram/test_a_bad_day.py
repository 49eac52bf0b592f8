"""Random faults on both ways: nothing that people wrote is lost, nothing is told twice but the message in flight."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.core.effects import Done, Later
from bot.core.events import PrivateText
from tests.platforms.telegram.conftest import soon
from tests.platforms.telegram.orders import admit, say

if TYPE_CHECKING:
    from bot.core.ports import Order
    from tests.platforms.telegram.conftest import Hall


async def until_done(hall: Hall, order: Order) -> Done:
    while True:
        outcome = await hall.platform.carry_out(order)
        if isinstance(outcome, Done):
            return outcome
        assert isinstance(outcome, Later)
        hall.world.clock.advance(0.5)
        await asyncio.sleep(0.001)


def writers(hall: Hall) -> set[str]:
    return {event.by.name for event in hall.events() if isinstance(event, PrivateText)}


@pytest.mark.parametrize("seed", range(3))
async def test_on_a_bad_day_everything_arrives(hall: Hall, seed: int) -> None:
    people = [hall.world.add_person(str(number)) for number in range(15)]
    link = hall.group.create_link(hall.owner, asks=True)
    hall.world.faults.at_random(0.3, seed)
    async with hall.listening():
        for person in people:
            person.start(hall.bot)
            person.join(link)
        for person in people:
            await until_done(hall, say(person.id, f"hello {person.id}"))
            assert await until_done(hall, admit(hall.group.id, person.id)) == Done()
        await soon(lambda: len(writers(hall)) == len(people))
    assert all(hall.group.is_member(person) for person in people)
    assert all(person.chat_with(hall.bot).messages[-1].text == f"hello {person.id}" for person in people)
