"""Somebody who cannot be written to: what was to be said waits, and the group hears at most one neutral line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.core.effects import CannotWrite, Say
from bot.core.events import PrivateChatBlocked, PrivateChatUnblocked
from tests.fakes.store import Flaky
from tests.runtime.hall import EVENING, SmallHall, small_hall
from tests.runtime.test_outbox import Moody, moody


def asked_in_only(hall: SmallHall, times: int) -> Moody:
    platform = moody(hall)
    platform.moods += [(Say, CannotWrite(invited=True))] * times
    return platform


def neutral_lines(hall: SmallHall) -> list[str]:
    return [words for words in hall.fake.rooms[EVENING].posts.values() if "I answer in private" in words]


async def test_who_has_been_asked_into_a_chat_reads_everything_in_it_and_the_group_nothing(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = asked_in_only(hall, 3)
        ada = hall.user(1)
        async with hall.at_work() as house:
            hall.fake.asks_to_join(ada, EVENING)
            await hall.until(lambda: not platform.moods and not len(house.outbox))
            assert hall.heard(ada) == []
            hall.fake._happens(PrivateChatUnblocked(ada))
            await hall.until(lambda: len(hall.heard(ada)) == 3)
        assert "Hello!" in hall.heard(ada)[0]
        assert "A place to talk among equals." in hall.heard(ada)[1]
        assert "Question 1" in hall.heard(ada)[2]
        assert neutral_lines(hall) == []


async def test_who_turns_the_chat_down_unread_is_shown_the_way_once_and_nothing_is_lost(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = asked_in_only(hall, 3)
        ada = hall.user(1)
        async with hall.at_work() as house:
            hall.fake.asks_to_join(ada, EVENING)
            await hall.until(lambda: not platform.moods and not len(house.outbox))
            hall.fake._happens(PrivateChatBlocked(ada))
            await hall.until(lambda: neutral_lines(hall))
            hall.fake._happens(PrivateChatBlocked(ada))
            hall.fake.asks_to_join(hall.user(2, "Bo"), EVENING)
            await hall.until(lambda: hall.heard(hall.user(2)) and not len(house.outbox))
            await hall.clock.advance(timedelta(days=20))
            hall.fake.writes(ada, "hello")
            await hall.until(lambda: any("Question 1" in said for said in hall.heard(ada)))
        [only] = neutral_lines(hall)
        assert "Ada" not in only


async def test_a_command_in_the_group_shows_the_way_only_where_it_cannot_be_answered(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada, bo = hall.user(1), hall.user(2, "Bo")
        async with hall.at_work() as house:
            hall.fake.writes(ada, "menu")
            hall.fake.posts(ada, EVENING, "/help")
            await hall.until(lambda: len(hall.heard(ada)) >= 2 and not len(house.outbox))
            platform.moods.append((bo.id, CannotWrite(invited=True)))
            hall.fake.posts(bo, EVENING, "/menu")
            await hall.until(lambda: not platform.moods and not len(house.outbox))
            assert neutral_lines(hall) == []
            hall.fake.posts(bo, EVENING, "/menu")
            await hall.until(lambda: neutral_lines(hall))
            hall.fake.posts(bo, EVENING, "/menu")
            await hall.until(lambda: not hall.fake.busy and not len(house.outbox))
        assert len(neutral_lines(hall)) == 1


async def test_who_opens_the_chat_while_the_database_is_away_is_not_taken_for_somebody_out_of_reach(
    tmp_path: Path,
) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        async with hall.at_work() as house:
            flaky = Flaky(house.store)
            flaky.failing = ["", "before"]  # it is loaded, and what became of it cannot be saved
            house.carrier._store = flaky
            platform.moods.append((ada.id, CannotWrite()))
            hall.fake.writes(ada, "menu")
            await hall.in_time(lambda: hall.heard(ada))
