"""A group's evening: closed at eight by the server itself, open in the morning as people had set it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.matrix_http import HomeserverTold
from tests.journeys.both.hall import Hall, OpenHall, Somebody
from tests.journeys.both.matrix import MatrixHall
from tests.journeys.both.telegram import TelegramHall
from tests.journeys.telegram_hall import EXAMPLE
from tests.journeys.test_both_doors import BY_CHOICES

POLICY = EXAMPLE.read_text().replace('mode = "off"', 'mode = "lock"')
LONDON = ZoneInfo("Europe/London")
IN_FORCE = 5.0
"""Seconds after the hour, which the clock of these journeys strikes a second later."""


def goes_on(hall: Hall, hour: int, minute: int, second: int = 0) -> None:
    """Until the community's clocks show this."""
    assert isinstance(hall, TelegramHall | MatrixHall)
    clock = hall.inner.world.clock if isinstance(hall, TelegramHall) else hall.clock.movable
    now = datetime.fromtimestamp(clock.now(), UTC)
    local = now.astimezone(LONDON).replace(hour=hour, minute=minute, second=second, microsecond=0)
    then = local.astimezone(UTC)
    hall.passes((then if then > now else (local + timedelta(days=1)).astimezone(UTC)) - now)


async def pictures_are_forbidden(hall: Hall) -> None:
    """By hand, by whoever made the group."""
    if isinstance(hall, TelegramHall):
        group = hall.groups["evening"]
        hall.inner.sam.person.set_permissions(group, *(group.permissions - {"can_send_photos"}))
    elif isinstance(hall, MatrixHall):
        powers = await _levels(hall)
        changed = {**powers, "events": {**powers["events"], "m.sticker": 90, "m.reaction": 0}}
        await hall.founder.set_state(hall.rooms["evening"], "m.room.power_levels", changed)


async def as_set(hall: Hall) -> object:
    """All that members may do, as the server has it."""
    if isinstance(hall, TelegramHall):
        return hall.groups["evening"].permissions
    assert isinstance(hall, MatrixHall)
    powers = await _levels(hall)
    return powers["events"], powers.get("events_default", 0)


async def _levels(hall: MatrixHall) -> dict[str, dict[str, int]]:
    return await hall.founder.state(hall.rooms["evening"], "m.room.power_levels")


async def may_post(somebody: Somebody) -> bool:
    try:
        await somebody.posts("evening", "Good evening")
    except (ClientTold, HomeserverTold):
        return False
    return True


async def soon(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(IN_FORCE + 1):
        while not await holds():
            await asyncio.sleep(0.1)


async def a_member(hall: Hall) -> Somebody:
    ada = await hall.somebody("Ada")
    await ada.comes_to("evening")
    await ada.answers(*BY_CHOICES)
    await ada.comes_in("evening")
    await ada.hears("You are in")
    return ada


@pytest.mark.clause("AZ-3.3", "LD-3.5")
async def test_a_group_is_locked_at_eight_and_open_in_the_morning_as_people_had_set_it(open_hall: OpenHall) -> None:
    async with open_hall(policy=POLICY) as hall:
        goes_on(hall, 12, 0)
        async with hall.at_work():
            ada = await a_member(hall)
            sam = await hall.one_of_the_team("Sam")
            await pictures_are_forbidden(hall)
            by_day = await as_set(hall)
            goes_on(hall, 19, 59, 59)
            assert await may_post(ada)
            await soon(lambda: _not(may_post(ada)))
            await soon(lambda: _said(hall, "This group is quiet until 8:00.", "You can still write to me in private."))
            assert await may_post(sam)
            await ada.says("rules")
            await ada.hears("Be kind and respectful.")
            goes_on(hall, 7, 59, 59)
            assert not await may_post(ada)
            await soon(lambda: may_post(ada))
            assert await as_set(hall) == by_day


@pytest.mark.clause("AZ-3.3", "LD-3.5")
async def test_a_bot_that_was_away_when_it_struck_eight_does_it_once_it_is_back(open_hall: OpenHall) -> None:
    async with open_hall(policy=POLICY) as hall:
        goes_on(hall, 12, 0)
        async with hall.at_work():
            ada = await a_member(hall)
            by_day = await as_set(hall)
            goes_on(hall, 19, 59)
        goes_on(hall, 20, 3)
        assert await may_post(ada)
        async with hall.at_work():
            await soon(lambda: _not(may_post(ada)))
        goes_on(hall, 8, 3)
        assert not await may_post(ada)
        async with hall.at_work():
            await soon(lambda: may_post(ada))
            assert await as_set(hall) == by_day


async def _not(answer: Awaitable[bool]) -> bool:
    return not await answer


async def _said(hall: Hall, *words: str) -> bool:
    return any(all(each in post for each in words) for post in await hall.posts_in("evening"))
