"""What every platform keeps to when somebody in a group is silenced, let speak again, or taken out."""

from __future__ import annotations

import pytest

from bot.core.effects import Done, Effect, Look, Mute, Refused, Remove, Unmute
from bot.core.ids import AccountId, GroupId
from tests.laws.stage import Stage, do

ADA = AccountId(1)
GROUP = GroupId("north/evening")

REMOVE, LOOK, MUTE, UNMUTE = (kind(to=ADA, group=GROUP) for kind in (Remove, Look, Mute, Unmute))


async def test_who_is_removed_is_out_may_come_back_and_twice_is_once(stage: Stage) -> None:
    await stage.is_added()
    assert await do(stage, REMOVE) == Done()
    assert not await stage.is_there()
    assert await do(stage, REMOVE) == Done()
    assert not await stage.is_still_barred()
    await stage.is_added()
    assert await stage.is_there()


async def test_removing_frees_nobody_from_a_bar(stage: Stage) -> None:
    await stage.is_added()
    await stage.is_barred()
    assert await do(stage, REMOVE) == Done()
    assert await stage.is_still_barred()


async def test_muting_frees_nobody_from_a_bar(stage: Stage) -> None:
    await stage.is_added()
    await stage.is_barred()
    assert await do(stage, MUTE) == Done()
    assert await do(stage, UNMUTE) == Done()
    assert await stage.is_still_barred()


async def test_somebody_who_never_was_there_is_as_good_as_removed(stage: Stage) -> None:
    assert await do(stage, REMOVE) == Done()
    assert not await stage.is_there()


async def test_who_is_muted_cannot_post_until_they_are_unmuted(stage: Stage) -> None:
    await stage.is_added()
    assert await do(stage, LOOK) == Done("")
    assert await do(stage, MUTE) == Done()
    assert not await stage.may_post()
    assert await do(stage, MUTE) == Done()
    assert await do(stage, UNMUTE) == Done()
    assert await stage.may_post()
    assert await do(stage, UNMUTE) == Done()
    assert await stage.may_post()


async def test_what_was_set_by_hand_before_is_there_again_afterwards(stage: Stage) -> None:
    await stage.is_added()
    await stage.is_given_a_limit()
    found = await do(stage, LOOK)
    assert isinstance(found, Done)
    assert found.receipt
    await do(stage, MUTE)
    assert not await stage.may_post()
    assert await do(stage, Unmute(to=ADA, group=GROUP, had=found.receipt)) == Done()
    assert await stage.has_that_limit()
    assert await stage.may_post()


async def test_what_is_set_by_hand_meanwhile_stays(stage: Stage) -> None:
    await stage.is_added()
    await do(stage, MUTE)
    await stage.is_given_a_limit()
    assert await do(stage, UNMUTE) == Done()
    assert await stage.has_that_limit()


async def test_who_left_while_muted_may_speak_when_they_come_back(stage: Stage) -> None:
    await stage.is_added()
    await do(stage, MUTE)
    await stage.leaves()
    assert await do(stage, UNMUTE) == Done()
    await stage.is_added()
    assert await stage.may_post()


@pytest.mark.parametrize("effect", [REMOVE, MUTE])
async def test_people_in_charge_are_neither_removed_nor_silenced(stage: Stage, effect: Effect) -> None:
    await stage.is_added()
    await stage.is_made_admin()
    outcome = await do(stage, effect)
    assert isinstance(outcome, Refused)
    assert outcome.words
    assert await stage.is_there()
    assert await stage.may_post()


@pytest.mark.parametrize("effect", [REMOVE, MUTE])
async def test_without_the_right_neither_is_done_and_why_is_said(stage: Stage, effect: Effect) -> None:
    await stage.is_added()
    await stage.bot_loses_its_rights()
    outcome = await do(stage, effect)
    assert isinstance(outcome, Refused)
    assert outcome.words
    assert await stage.is_there()
    assert await stage.may_post()
