"""What every platform tells of a group, and of the bot in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.core.community.rights import NOT_THERE, GroupSight, Right, WayIn
from bot.core.effects import AllowKnocking, Done, Inspect, Refused, Seen
from bot.core.events import BotStanding
from bot.core.ids import GroupId
from tests.laws.stage import PATIENCE, Stage, do
from tests.laws.stages import STAGES

GROUP = GroupId("north/evening")
plain = pytest.mark.parametrize("stage", [name for name in STAGES if not name.startswith("encrypted")], indirect=True)
"""Encrypted rooms are left out: their state is as plain as that of all others."""
AT_THE_GATE = {Right.INVITE, Right.DELETE, Right.REMOVE, Right.BAR}


async def look(stage: Stage) -> GroupSight:
    outcome = await do(stage, Inspect(group=GROUP, platform=stage.platform.name))
    assert isinstance(outcome, Seen)
    return outcome.sight


async def sees(stage: Stage, fits: Callable[[GroupSight], bool]) -> GroupSight:
    """What is seen once it is so; a platform may need to be told first."""
    async with asyncio.timeout(PATIENCE):
        while not fits(seen := await look(stage)):
            await asyncio.sleep(0.01)
    return seen


async def is_told(stage: Stage, fits: Callable[[GroupSight], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not any(isinstance(event, BotStanding) and fits(event.seen) for event in stage.ears.events):
            await asyncio.sleep(0.01)


@plain
async def test_a_group_is_seen_with_what_the_bot_may_do_there(stage: Stage) -> None:
    seen = await look(stage)
    assert seen.present
    assert seen.rights >= AT_THE_GATE
    assert len({power.right for power in seen.powers}) == len(seen.powers)
    await stage.bot_loses_its_rights()
    after = await sees(stage, lambda now: not now.may(Right.INVITE))
    assert after.present
    assert not after.rights & AT_THE_GATE
    assert all(power.called for power in after.powers if not power.held)
    await stage.bot_is_sent_away()
    await is_told(stage, lambda told: not told.present)
    assert await sees(stage, lambda now: not now.present) == NOT_THERE


@plain
async def test_knocking_can_be_switched_off_and_on_where_there_is_any_and_twice_is_once(stage: Stage) -> None:
    off, on = (AllowKnocking(group=GROUP, platform=stage.platform.name, allowed=allowed) for allowed in (False, True))
    if (await look(stage)).way_in is None:
        assert isinstance(await do(stage, off), Refused)
        return
    for effect, way_in in ((off, WayIn.INVITED), (on, WayIn.KNOCKING)):
        assert await do(stage, effect) == Done()
        assert await do(stage, effect) == Done()
        assert (await sees(stage, lambda now: now.way_in is way_in)).present  # noqa: B023 - waited for at once
    await stage.bot_loses_its_rights()
    await sees(stage, lambda now: not now.may(Right.DOOR))
    refused = await do(stage, off)
    assert isinstance(refused, Refused)
    assert refused.words
