"""The crowd that the benchmarks measure with is the crowd they say it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.core.events import Chat, User
from bot.core.ids import GroupId, NativeId, PlatformName
from bot.storage.database import Database
from config.policy import check_policy
from tests.benchmarks.neighbourhood import chatter, circles, move_in, remember
from tests.benchmarks.policy_text import policy_text
from tests.databases import SECRETS, fresh_database
from tests.journeys.telegram_hall import telegram_hall


async def test_the_bot_knows_those_whom_it_is_to_remember(tmp_path: Path) -> None:
    known = circles(groups=2, members=3)
    async with fresh_database("sqlite", tmp_path) as url:
        await remember(url, known)
        database = await Database.open(url, SECRETS)
        async with database.work() as work:
            chat = Chat(PlatformName.TELEGRAM, NativeId(str(known[1].chat)))
            assert await work.groups.at(chat) == "northside/circle-1"
            user = User(PlatformName.TELEGRAM, NativeId(str(known[1].members[2])), f"Member {known[1].members[2]}")
            account = await work.people.meet(user, datetime.now(UTC))
            assert await work.members.is_member(account.id, GroupId("northside/circle-1"))
            assert await work.members.count(GroupId("northside/circle-1")) == 3
            assert not work.wanted
        await database.close()


async def test_those_who_move_in_can_write_and_nothing_else_waits_for_the_bot(tmp_path: Path) -> None:
    [circle] = circles(groups=1, members=2)
    async with telegram_hall(tmp_path) as hall:
        group, people = move_in(hall, circle)
        assert hall.bot.inbox.pending() == 0
        chatter(group, people, messages=5)
        assert hall.bot.inbox.pending() == 5


def test_a_policy_of_any_size_is_sound() -> None:
    named = {circle.key: circle.chat for circle in circles(groups=30, members=1)}
    checked = check_policy(policy_text(named, questions=20), name="p.toml")
    assert not checked.errors
    assert checked.policy is not None
    assert len(checked.policy.groups) == 30
    assert len(checked.policy.gate.eligibility) == 20
