"""Whenever the bot is killed, nothing that was said to it is lost and nothing is done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.membership.application import Standing
from tests.journeys.conftest import SOAKED
from tests.journeys.killing import Aftermath, Seed, killed_and_restarted
from tests.journeys.manners import ALL_RIGHT, LAST, SORRY, Wish
from tests.journeys.newcomers import Newcomer
from tests.journeys.shares import named, shares, side_by_side

IN_EVERY_RUN = shares([Seed(number) for number in range(15)], 3)
IN_A_SOAK = shares([Seed(number, kills=2 + number % 5) for number in range(1000, 1300)], 3)


@pytest.mark.parametrize("share", IN_EVERY_RUN, ids=named)
async def test_killed_at_any_point_it_loses_nothing_and_does_nothing_twice(
    share: tuple[Seed, ...], tmp_path: Path
) -> None:
    await side_by_side(share, lambda seed: one(seed, tmp_path))


@pytest.mark.soak
@pytest.mark.parametrize("share", IN_A_SOAK, ids=named)
async def test_killed_ever_so_often_it_loses_nothing_and_does_nothing_twice(
    share: tuple[Seed, ...], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property(SOAKED, dict(await side_by_side(share, lambda seed: one(seed, tmp_path))))


async def one(seed: Seed, folder: Path) -> Counter[str]:
    async with killed_and_restarted(seed, folder) as after:
        await all_is_well(after)
        return after.figures()


async def all_is_well(after: Aftermath) -> None:
    assert after.exit_code == 0, after.said
    assert await after.record.undecided() == 0
    for person in after.people:
        await whoever_answered_rightly_is_in_and_nobody_else(after, person)
        await each_question_has_one_answer(after, person)
        everything_said_was_answered(after, person)
    nobody_was_admitted_twice(after)


async def whoever_answered_rightly_is_in_and_nobody_else(after: Aftermath, person: Newcomer) -> None:
    made = await after.record.applications_of(person.visitor.user)
    assert person.visitor.is_in() == person.wants_in
    expected = {
        Wish.GETS_IN: [Standing.ADMITTED],
        Wish.THINKS_AGAIN: [Standing.DECLINED, Standing.ADMITTED],
        Wish.DOES_NOT_FIT: [Standing.REFUSED],
        Wish.DECLINES: [Standing.DECLINED],
    }
    assert [each.standing for each in made] == expected[person.manner.wish]
    assert not any(each.requested for each in made)


async def each_question_has_one_answer(after: Aftermath, person: Newcomer) -> None:
    for made in await after.record.applications_of(person.visitor.user):
        answered = [answer.step for answer in made.answers]
        assert answered == (["visible", "condition", "closing"] if made.standing is Standing.ADMITTED else [])
    given = [consent.key for consent in await after.record.consents_of(person.visitor.user)]
    assert given == (["visible", "closing"] if person.wants_in else [])


def everything_said_was_answered(after: Aftermath, person: Newcomer) -> None:
    assert person.is_answered()
    told = {Wish.DOES_NOT_FIT: SORRY, Wish.DECLINES: ALL_RIGHT}.get(person.manner.wish, LAST)
    assert person.heard(told), person.visitor.heard
    in_flight = after.seed.kills + after.faults.lost[person.visitor.person.id]
    assert person.repeated() <= in_flight, person.visitor.heard


def nobody_was_admitted_twice(after: Aftermath) -> None:
    approved = Counter(
        call.params["user_id"] for call in after.hall.world.calls_to("approveChatJoinRequest") if call.ok
    )
    assert approved == {str(person.visitor.person.id): 1 for person in after.people if person.wants_in}
