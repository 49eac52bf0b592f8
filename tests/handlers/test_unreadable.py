"""Where the bot cannot read what is written, that is said: to the writer in private, and now and then in a group."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.core.events import Chat, GroupMessageEdited, GroupMessageSealed, JoinRequested, PrivateWordless, Wordless
from bot.core.ids import NativeId, PlatformName
from tests.runtime.hall import EVENING, SmallHall, small_hall

THERE = Chat(PlatformName.TELEGRAM, EVENING)


def posts(hall: SmallHall) -> list[str]:
    return list(hall.fake.rooms[EVENING].posts.values())


async def test_whose_words_are_locked_is_asked_to_send_them_again(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        ada = hall.user(1)
        async with hall.at_work():
            hall.fake.writes(ada, "menu")
            hall.fake._happens(PrivateWordless(ada, Wordless.SEALED))
            await hall.until(lambda: any("could not read that" in said for said in hall.heard(ada)))
            hall.fake.asks_to_join(ada, EVENING)
            await hall.until(lambda: any("Question 1" in said for said in hall.heard(ada)))
            hall.fake._happens(PrivateWordless(ada, Wordless.SEALED))
            await hall.until(lambda: sum("Question 1" in said for said in hall.heard(ada)) == 2)
            assert "could not read that" in hall.heard(ada)[-1]


async def test_a_group_that_cannot_be_read_gets_one_sentence_a_week(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        ada = hall.user(1)
        async with hall.at_work() as house:
            for days in (1, 1, 6):
                hall.fake._happens(GroupMessageSealed(THERE, ada))
                await hall.until(lambda: posts(hall) and not hall.fake.busy and not len(house.outbox))
                await hall.clock.advance(timedelta(days=days))
            assert len(posts(hall)) == 1
            assert "I can't read it" in posts(hall)[0]
            hall.fake._happens(GroupMessageSealed(THERE, ada))
            await hall.until(lambda: len(posts(hall)) == 2)


async def test_an_edited_command_in_a_group_is_not_carried_out_again(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        ada = hall.user(1)
        async with hall.at_work() as house:
            hall.fake._happens(GroupMessageEdited(THERE, ada, "/rules", NativeId("7")))
            hall.fake.writes(ada, "menu")
            await hall.until(lambda: hall.heard(ada) and not len(house.outbox))
        assert posts(hall) == []


async def test_a_request_that_is_told_again_after_days_is_the_same_and_one_under_another_name_is_not(
    tmp_path: Path,
) -> None:
    async with small_hall(tmp_path) as hall:
        ada = hall.user(1)
        hall.fake.open_to.add(ada.id)
        async with hall.at_work() as house:
            for request in ("$1", "$1", "$2"):
                hall.fake._happens(JoinRequested(ada, THERE, request))
                await hall.until(lambda: hall.heard(ada) and not hall.fake.busy and not len(house.outbox))
            assert sum("Question 1" in said for said in hall.heard(ada)) == 2
            hall.fake.writes(ada, "cancel")
            await hall.until(lambda: any("quite all right" in said for said in hall.heard(ada)))
            hall.fake._happens(JoinRequested(ada, THERE, "$2"))
            hall.fake.writes(ada, "menu")
            await hall.until(lambda: "What would you like" in hall.heard(ada)[-1])
        assert sum("Question 1" in said for said in hall.heard(ada)) == 2
