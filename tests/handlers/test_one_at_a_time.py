"""Somebody who has asked for several groups is asked about one after the other, whatever else ends meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.events import Chat, MemberBarred
from bot.core.ids import NativeId, PlatformName
from tests.handlers.keeping import Talk
from tests.runtime.hall import RIGHT_ANSWERS, SmallHall, small_hall

EXTRA_1 = Chat(PlatformName.TELEGRAM, NativeId("-1001000000101"))


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path, groups=2) as hall:
        yield hall


@pytest.fixture
def talk(hall: SmallHall) -> Talk:
    return Talk(hall)


async def test_leaving_another_group_in_the_middle_of_the_questions_begins_nothing(hall: SmallHall, talk: Talk) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        await talk.says(ada, "join evening", "Question 1 ")
        await talk.says(ada, "/join extra-0", "We come to it after this")
        await talk.says(ada, "/leave extra-1", "Extra 1 now")
        await talk.says(ada, "/start", "Let us go on where you stopped")
        assert not any("You would like to join Extra 0" in said for said in hall.heard(ada))
        await talk.says(ada, RIGHT_ANSWERS[0], "Question 2 ")
        await talk.says(ada, "/cancel", "You would like to join Extra 0")


async def test_being_barred_from_a_group_that_waits_begins_no_other(hall: SmallHall, talk: Talk) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        await talk.says(ada, "join evening", "Question 1 ")
        await talk.says(ada, "/join extra-0", "We come to it after this")
        await talk.says(ada, "/join extra-1", "We come to it after this")
        hall.fake._happens(MemberBarred(ada, EXTRA_1))
        await talk.hears(ada, "I can't let you into Extra 1")
        await talk.says(ada, "/start", "Let us go on where you stopped")
    assert not any("You would like to join Extra 0" in said for said in hall.heard(ada))
