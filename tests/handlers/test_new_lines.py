"""A command may be typed over several lines, as people do on a phone: nothing of it is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.keeping import Talk
from tests.runtime.hall import EVENING, POLICY, RIGHT_ANSWERS, SmallHall, small_hall

REVIEW = POLICY.replace('mode = "quiz"', 'mode = "review"', 1)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path, REVIEW) as hall:
        hall.fake.open_to |= {hall.user(1001).id}
        yield hall


async def test_a_word_to_an_applicant_and_their_answer(hall: SmallHall) -> None:
    talk, sam, jo = Talk(hall), hall.user(1001, "Sam"), hall.user(7, "Jo")
    async with hall.at_work():
        hall.fake.writes(jo, "join evening")
        await hall.answers(jo, *RIGHT_ANSWERS)
        await talk.hears(sam, "May Jo come into")
        await talk.says(sam, "review 1 word\nHello Jo!\n\nWho told you of us?", "Jo gets that")
        await talk.hears(jo, "Hello Jo!\n\nWho told you of us?")
        await talk.says(jo, "/reply 1\nMy doctor.\nIs that all right?", "given that to the team")
        await talk.hears(sam, "My doctor.\nIs that all right?")
        await talk.says(sam, "review\n1\nyes", "Jo may come into")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("suggest evening\nKim, who is\n@kim", "Kim, who is\n@kim"),
        ("suggest\nevening\nKim", "Kim"),
        ("roster evening\nadd\nJo, 7\nKim, 8", "Added, 2: Jo, Kim"),
        ("roster\nevening add Jo, 7\nKim, 8", "Added, 2: Jo, Kim"),
        ("roster evening\n", "People on the roster of Northside Evening Group: 0"),
        ("suggestions\n1\nyes", "can't find a suggestion with that number"),
        ("leave\nstay", "Nothing has changed"),
        ("language\ncy", "Cymraeg"),
    ],
)
async def test_every_word_counts(hall: SmallHall, said: str, heard: str) -> None:
    talk, sam = Talk(hall), hall.user(1001, "Sam")
    async with hall.at_work():
        hall.fake.rooms[EVENING].members.add(sam.id)
        hall.fake.posts(sam, EVENING, "Hello")
        await talk.says(sam, said, heard)
