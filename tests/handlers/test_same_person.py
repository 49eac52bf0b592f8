"""Somebody with an account on each platform: one count of attempts, one thing asked at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.app.policies import PolicyFile, put_in_force
from bot.core.desk import Desk
from bot.core.effects import Admit, Say
from bot.core.events import Chat, JoinRequested, PrivateText, User
from bot.core.ids import AccountId, CommunityKey, NativeId, PlatformName
from bot.core.membership.application import Standing
from bot.i18n import Speaker
from bot.storage.database import Database
from config.policy import read_policy
from handlers import doorstep, private, same_person
from tests.databases import SECRETS, fresh_database
from tests.laws.examples import NOON
from tests.runtime.hall import POLICY, RIGHT_ANSWERS

BOTH = frozenset(PlatformName)
ROOM = "!evening:northside.example"
ON_BOTH = POLICY.replace("telegram = -1001000000001", f'telegram = -1001000000001\nmatrix = "{ROOM}"').replace(
    "telegram = 1001", 'telegram = 1001\nmatrix = "@sam:northside.example"', 1
)
ADA = User(PlatformName.TELEGRAM, NativeId("42"), "Ada")
ADA_THERE = User(PlatformName.MATRIX, NativeId("@ada:northside.example"), "Ada")
SAM = User(PlatformName.TELEGRAM, NativeId("1001"), "Sam")
SAM_THERE = User(PlatformName.MATRIX, NativeId("@sam:northside.example"), "Sam")
HERE = Chat(PlatformName.TELEGRAM, NativeId("-1001000000001"))
THERE = Chat(PlatformName.MATRIX, NativeId(ROOM))
NORTHSIDE = CommunityKey("northside")

AtDesk = Callable[[], AbstractAsyncContextManager[Desk]]


@pytest.fixture
async def at_desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with fresh_database("sqlite", tmp_path) as url:
        database = await Database.open(url, SECRETS)
        file = PolicyFile(read_policy(ON_BOTH, name="both.toml"), ON_BOTH)
        async with database.work() as work:
            policies = await put_in_force([file], work, NOON, platforms=BOTH)

        @asynccontextmanager
        async def sit() -> AsyncIterator[Desk]:
            async with database.work() as work:
                yield Desk(NOON, policies, work, Speaker(lambda payload: f"https://fake.example/{payload}"))

        yield sit
        await database.close()


async def met(desk: Desk, *users: User) -> list[AccountId]:
    return [(await desk.records.people.meet(user, desk.now)).id for user in users]


def said(desk: Desk, to: AccountId) -> list[str]:
    return [
        desk.speak(effect.message, "en").text for effect in desk.effects if isinstance(effect, Say) and effect.to == to
    ]


async def test_who_is_asked_on_one_platform_is_told_so_on_the_other_and_comes_to_it_afterwards(at_desk: AtDesk) -> None:
    async with at_desk() as desk:
        here, there = await met(desk, ADA, ADA_THERE)
        await same_person.unite(desk, here, there)
        await doorstep.on_join_requested(JoinRequested(ADA, HERE), desk)
        await doorstep.on_join_requested(JoinRequested(ADA_THERE, THERE), desk)
        assert "We come to it after that." in said(desk, there)[-1]
        assert "Telegram" in said(desk, there)[-1]
        await private.on_text(PrivateText(ADA_THERE, "start", NativeId("1")), desk)
        assert "Please go on there." in said(desk, there)[-1]
    async with at_desk() as desk:
        for answer in RIGHT_ANSWERS:
            await private.on_text(PrivateText(ADA, answer, NativeId("1")), desk)
        assert [effect.to for effect in desk.effects if isinstance(effect, Admit)] == [here]
        assert "Question 1 of" in said(desk, there)[-1]
        assert not any("Question 1 of" in each for each in said(desk, here))


async def test_words_on_one_platform_are_no_answer_to_a_question_on_the_other(at_desk: AtDesk) -> None:
    async with at_desk() as desk:
        here, there = await met(desk, ADA, ADA_THERE)
        await same_person.unite(desk, here, there)
        await doorstep.on_join_requested(JoinRequested(ADA, HERE), desk)
        await private.on_text(PrivateText(ADA_THERE, "yes", NativeId("1")), desk)
        person = (await desk.records.people.account(here)).person
        asked = await desk.records.applications.in_front(person)
        assert asked is not None
        assert asked.answers == ()


async def test_who_turns_out_to_be_one_person_in_the_middle_of_two_goes_on_with_what_was_begun_first(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as desk:
        here, there = await met(desk, ADA, ADA_THERE)
        await doorstep.on_join_requested(JoinRequested(ADA, HERE), desk)
        await doorstep.on_join_requested(JoinRequested(ADA_THERE, THERE), desk)
        await same_person.unite(desk, there, here)
        person = (await desk.records.people.account(there)).person
        in_front = await desk.records.applications.in_front(person)
        waiting = await desk.records.applications.waiting(person)
        assert in_front is not None
        assert waiting is not None
        assert (in_front.account, waiting.account) == (here, there)
        assert waiting.standing is Standing.WAITING
        assert await desk.records.prompts.open_for(in_front.id) is not None
        assert await desk.records.prompts.open_for(waiting.id) is None


async def test_attempts_on_one_platform_count_on_the_other(at_desk: AtDesk) -> None:
    async with at_desk() as desk:
        here, there = await met(desk, ADA, ADA_THERE)
        await same_person.unite(desk, here, there)
        for account in (here, there, here):
            await desk.records.refusals.add(account, NORTHSIDE, "condition", desk.now)
        await doorstep.on_join_requested(JoinRequested(ADA_THERE, THERE), desk)
        assert "I'm sorry, I can't let you into Northside Evening Group." in said(desk, there)[0]


async def test_one_of_the_team_with_both_ids_is_known_to_be_one_person(at_desk: AtDesk) -> None:
    async with at_desk() as desk:
        here, there = await met(desk, SAM, SAM_THERE)
        await doorstep.on_join_requested(JoinRequested(SAM_THERE, THERE), desk)
        one, another = await desk.records.people.account(here), await desk.records.people.account(there)
        assert one.person == another.person
