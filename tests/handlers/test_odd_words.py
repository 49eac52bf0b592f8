"""No command breaks, whatever is typed behind it, whoever types it and wherever they stand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.policies import PolicyFile, put_in_force
from bot.core.desk import Desk
from bot.core.events import Chat, JoinRequested, PrivateText, User
from bot.core.ids import NativeId, PlatformName
from bot.i18n import Speaker
from bot.storage.database import Database
from config.policy import read_policy
from handlers import doorstep, private
from handlers.commands import COMMANDS
from tests.databases import SECRETS, fresh_database
from tests.laws.examples import NOON
from tests.runtime.hall import EVENING, POLICY, RIGHT_ANSWERS

_ODD = (
    *("", "²", "٣", "-1", "1" * 5000, "1 yes", "1 word", "9 yes no", "#1 yes", "all yes", "leave", "send 1", "drop ²"),
    *("evening", "evening all yes", "\u202e", "northside/", 'evening add "', "evening add =1", "evening strike #0 yes"),
    *("evening guardian #x yes", "evening remove northside/evening 1 x", "evening accept ²", "evening members now"),
    *("join-evening-" + "a" * 16, "{group} %s", "x" * 3000, "zz-ZZ", "🙂"),
)
ADA = User(PlatformName.TELEGRAM, NativeId("42"), "Ada")
SAM = User(PlatformName.TELEGRAM, NativeId("1001"), "Sam")
REVIEW = POLICY.replace('mode = "quiz"', 'mode = "review"\nguardian_age = 20', 1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with fresh_database("sqlite", tmp_path) as url:
        database = await Database.open(url, SECRETS)
        file = PolicyFile(read_policy(REVIEW, name="example.toml"), REVIEW)
        async with database.work() as work:
            policies = await put_in_force([file], work, NOON)
        async with database.work() as work:
            yield Desk(NOON, policies, work, Speaker(lambda payload: f"https://fake.example/{payload}"))
        await database.close()


async def says(desk: Desk, user: User, words: str) -> None:
    desk.effects.clear()
    await private.on_text(PrivateText(user, words, NativeId("1")), desk)
    assert desk.effects, f"nothing was answered to {words!r}"


@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_answers_to_odd_words_at_every_point(desk: Desk, name: str) -> None:
    await doorstep.on_join_requested(JoinRequested(ADA, Chat(PlatformName.TELEGRAM, EVENING)), desk)
    for answers in ((), RIGHT_ANSWERS):
        for answer in answers:
            await says(desk, ADA, answer)
        for words in _ODD:
            for user in (ADA, SAM):
                await says(desk, user, f"/{name} {words}")
