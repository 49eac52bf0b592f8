"""Words of distress, said to the bot in private."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from time import process_time

import pytest

from bot.core.content.phrases import says_any
from bot.core.desk import Policies
from bot.core.events import User
from bot.core.ids import GroupId
from config.policy import read_policy
from handlers import crisis
from tests.runtime.hall import EVENING, POLICY, RIGHT_ANSWERS, SmallHall, small_hall

NUMBERS = "Samaritans: 116 123"
STAFF = 1001


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path) as hall:
        yield hall


def heard(hall: SmallHall, user: User, words: str) -> int:
    return sum(words in said for said in hall.heard(user))


async def asks_and_is_asked(hall: SmallHall, user: User) -> None:
    hall.fake.asks_to_join(user, EVENING)
    await hall.until(lambda: heard(hall, user, "Question 1 "))


async def test_in_the_middle_of_the_questions_the_numbers_come_first_and_then_the_question_again(
    hall: SmallHall,
) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        await asks_and_is_asked(hall, ada)
        hall.fake.writes(ada, "I see no way out")
        await hall.until(lambda: heard(hall, ada, "this is the question again"))
        said = hall.heard(ada)[-4:]
        assert NUMBERS in said[0]
        assert "emergency services" in said[1]
        assert "letting the team of Northside Peer Support know" in said[2]
        assert "Question 1 " in said[3]
        await hall.answers(ada, *RIGHT_ANSWERS)
        await hall.until(lambda: heard(hall, ada, "You are in"))


async def test_the_words_are_not_taken_for_an_answer_where_any_words_would_be_one(hall: SmallHall) -> None:
    ada = hall.user(7)
    async with hall.at_work():
        hall.fake.asks_to_join(ada, EVENING)
        await hall.answers(ada, *RIGHT_ANSWERS[:5])
        await hall.until(lambda: heard(hall, ada, "Question 6 "))
        hall.fake.writes(ada, "I want to end it all")
        await hall.until(lambda: heard(hall, ada, "Question 6 ") == 2)
        assert heard(hall, ada, NUMBERS) == 1
        assert not heard(hall, ada, "Question 7 ")


async def test_the_team_is_told_who_may_need_somebody_and_not_what_was_written(hall: SmallHall) -> None:
    ada, sam = hall.user(7, "Ada Archer"), hall.user(STAFF, "Sam")
    hall.fake.open_to.add(sam.id)
    async with hall.at_work():
        await asks_and_is_asked(hall, ada)
        hall.fake.writes(ada, "no way out but one")
        await hall.until(lambda: heard(hall, sam, "Ada Archer"))
        assert "no way out" not in "".join(hall.heard(sam))
        hall.fake.writes(ada, "No. Way. Out.")
        await hall.until(lambda: heard(hall, ada, NUMBERS) == 2)
        assert heard(hall, sam, "Ada Archer") == 1
        assert heard(hall, ada, "letting the team") == 1
        await hall.clock.advance(timedelta(hours=1))
        hall.fake.writes(ada, "no way out")
        await hall.until(lambda: heard(hall, sam, "Ada Archer") == 2)


async def test_nobody_is_said_to_know_where_nobody_could_be_told(hall: SmallHall) -> None:
    ada, sam = hall.user(7), hall.user(STAFF, "Sam")
    hall.fake.blocks(sam)
    async with hall.at_work():
        await asks_and_is_asked(hall, ada)
        hall.fake.writes(ada, "no way out")
        await hall.until(lambda: heard(hall, ada, "question again"))
        assert not heard(hall, ada, "letting the team")


async def test_a_stranger_gets_the_numbers_and_nobody_is_told(hall: SmallHall) -> None:
    eve, sam = hall.user(8, "Eve"), hall.user(STAFF, "Sam")
    hall.fake.open_to.add(sam.id)
    async with hall.at_work():
        hall.fake.writes(eve, "I will kill myself")
        await hall.until(lambda: heard(hall, eve, "emergency services"))
        hall.fake.writes(eve, "hello")
        await hall.until(lambda: heard(hall, eve, "nobody reads"))
        assert heard(hall, eve, NUMBERS) == 1
        assert hall.heard(sam) == []


async def test_one_of_the_team_is_not_told_of_themselves(hall: SmallHall) -> None:
    sam = hall.user(STAFF, "Sam")
    async with hall.at_work():
        await asks_and_is_asked(hall, sam)
        hall.fake.writes(sam, "no way out")
        await hall.until(lambda: heard(hall, sam, "question again"))
        assert heard(hall, sam, NUMBERS) == 1
        assert not heard(hall, sam, "Sam (")
        assert not heard(hall, sam, "letting the team")


async def test_words_under_a_picture_and_changed_words_count_as_well(hall: SmallHall) -> None:
    eve = hall.user(8, "Eve")
    async with hall.at_work():
        hall.fake.shows_picture(eve, "no way out")
        await hall.until(lambda: heard(hall, eve, NUMBERS) == 1)
        hall.fake.edits(eve, "no way out!")
        await hall.until(lambda: heard(hall, eve, NUMBERS) == 2)
        assert not heard(hall, eve, "nobody reads what you write")


async def test_where_the_policy_names_no_numbers_there_are_still_words(tmp_path: Path) -> None:
    before, _, rest = POLICY.partition("crisis = [\n")
    policy = before + rest.partition("\n]\n")[2]
    async with small_hall(tmp_path, policy) as hall, hall.at_work():
        eve = hall.user(8, "Eve")
        hall.fake.writes(eve, "no way out")
        await hall.until(lambda: heard(hall, eve, "emergency services"))
        assert heard(hall, eve, "You don't have to be alone") == 1


async def test_what_the_policy_does_not_list_brings_no_numbers(hall: SmallHall) -> None:
    eve = hall.user(8, "Eve")
    async with hall.at_work():
        hall.fake.writes(eve, "I sat on the settee all day")
        await hall.until(lambda: heard(hall, eve, "nobody reads"))
        assert not heard(hall, eve, NUMBERS)


async def test_a_long_message_is_looked_through_once_however_many_groups_there_are(tmp_path: Path) -> None:
    policy = read_policy(
        POLICY + "".join(f'[[groups]]\nkey = "g{n}"\ntitle = "{n}"\n' for n in range(200)), name="many"
    )
    policies = Policies({GroupId(f"northside/{group.key}"): policy.for_group(group.key) for group in policy.groups})
    words = "The bus was late again, and we all laughed about it. " * 80

    def spent(look: Callable[[], object]) -> float:
        before = process_time()
        assert not look()
        return process_time() - before

    crisis_words = policy.for_group("g1").content.crisis
    says_any(words, crisis_words)
    once = min(spent(lambda: says_any(words, crisis_words)) for _ in range(5))
    assert min(spent(lambda: crisis.spoken(policies, words)) for _ in range(5)) < 20 * once
