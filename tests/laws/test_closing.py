"""What every platform keeps to when a whole group is closed and opened."""

from __future__ import annotations

from bot.core.community.rights import GroupSight, Right
from bot.core.effects import CloseGroup, Done, LookIn, OpenGroup, Refused, Seen
from bot.core.ids import GroupId
from tests.laws.stage import Stage, do
from tests.laws.test_looking import plain, sees

GROUP = GroupId("north/evening")


async def look_in(stage: Stage) -> GroupSight:
    outcome = await do(stage, LookIn(group=GROUP, platform=stage.platform.name))
    assert isinstance(outcome, Seen)
    return outcome.sight


async def close(stage: Stage) -> None:
    assert await do(stage, CloseGroup(group=GROUP, platform=stage.platform.name)) == Done()


async def open_again(stage: Stage, had: str) -> None:
    assert await do(stage, OpenGroup(group=GROUP, platform=stage.platform.name, had=had)) == Done()


@plain
async def test_in_a_closed_group_the_team_alone_can_post_and_twice_is_once(stage: Stage) -> None:
    await stage.is_added()
    before = await look_in(stage)
    assert before.open
    assert before.may(Right.CLOSE)
    assert await stage.may_post()
    for _ in range(2):
        await close(stage)
        assert not await stage.may_post()
        assert await stage.owner_may_post()
        assert (await look_in(stage)).open is False
    for _ in range(2):
        await open_again(stage, before.permissions)
        assert await stage.may_post()
        assert (await look_in(stage)).permissions == before.permissions
    assert (await sees(stage, lambda now: now.open is True)).permissions == before.permissions


@plain
async def test_what_was_forbidden_before_is_forbidden_afterwards_and_nothing_else(stage: Stage) -> None:
    await stage.is_added()
    await stage.one_kind_is_forbidden()
    before = (await look_in(stage)).permissions
    await close(stage)
    assert not await stage.may_post()
    await open_again(stage, before)
    assert await stage.is_one_kind_forbidden()
    assert await stage.may_post()
    assert (await look_in(stage)).permissions == before


@plain
async def test_what_people_set_meanwhile_that_is_not_about_posting_stays(stage: Stage) -> None:
    before = (await look_in(stage)).permissions
    await close(stage)
    await stage.inviting_is_forbidden()
    await close(stage)
    assert await stage.is_inviting_forbidden()
    await open_again(stage, before)
    assert await stage.is_inviting_forbidden()


@plain
async def test_the_bot_can_write_in_a_group_that_it_has_closed(stage: Stage) -> None:
    await close(stage)
    assert (await look_in(stage)).may(Right.CLOSE)
    await open_again(stage, (await look_in(stage)).permissions)
    assert (await look_in(stage)).open is False, "as it was found"


@plain
async def test_without_the_right_nothing_is_closed_and_why_is_said(stage: Stage) -> None:
    await stage.is_added()
    await stage.bot_loses_its_rights()
    assert not (await look_in(stage)).may(Right.CLOSE)
    refused = await do(stage, CloseGroup(group=GROUP, platform=stage.platform.name))
    assert isinstance(refused, Refused)
    assert refused.words
    assert await stage.may_post()


@plain
async def test_where_the_bot_is_not_it_sees_nothing(stage: Stage) -> None:
    await stage.bot_is_sent_away()
    seen = await sees(stage, lambda now: not now.present)
    assert seen.open is None
    assert not (await look_in(stage)).present
