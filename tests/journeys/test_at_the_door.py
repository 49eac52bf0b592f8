"""What happens at the door besides questions: staff groups, moderators, lost rights, other bots."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.telegram_hall import EXAMPLE, telegram_hall
from tests.journeys.test_joining import BY_TYPING

STAFF_GROUP = """
[[groups]]
key = "team-room"
title = "Northside Team Room"
kind = "staff"
telegram = -1001000000002
"""


def with_staff_group() -> str:
    return EXAMPLE.read_text().partition('[[groups]]\nkey = "mending-autumn"')[0] + STAFF_GROUP


async def test_into_a_staff_group_nobody_comes_by_answering_questions(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=with_staff_group()) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot, "join-team-room")
        which = await ada.hears("Which group")
        assert [button["text"] for button in which.buttons] == ["Join Northside Evening Group"]
        ada.asks_to_join(hall.mending)
        await hall.settles()
        assert not any("Team Room" in said for said in ada.heard)
        assert len(hall.world.pending_requests(hall.mending)) == 1


@pytest.mark.parametrize(
    ("more", "answers", "told"),
    [
        ('mode = "roster"', (), "I can't find you there"),
        (
            'mode = "quiz"\nguardian_age = 21',
            (BY_TYPING[0], ("How old are you", "20")),
            "a grown-up who looks after you has to say yes first",
        ),
    ],
)
async def test_where_more_is_asked_for_than_a_quiz_nobody_comes_in_without_it(
    tmp_path: Path, more: str, answers: tuple[tuple[str, str], ...], told: str
) -> None:
    policy = EXAMPLE.read_text().replace('mode = "quiz"', more, 1)
    async with telegram_hall(tmp_path, policy=policy) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.answers(*answers)
        await ada.hears(told)
        await hall.settles()
        assert not ada.is_in()


async def test_stopping_and_coming_back_at_once_loses_no_request(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall:
        ada = hall.visitor("Ada")
        async with hall.at_work():
            ada.asks_to_join()
            await ada.hears("sees your name")
        ada.writes("/cancel")
        ada.writes("/join evening")
        async with hall.at_work():
            await ada.answers(*BY_TYPING)
            await ada.is_let_in()


async def test_an_answer_in_time_counts_though_the_bot_was_away_at_the_deadline(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall:
        ada = hall.visitor("Ada")
        async with hall.at_work():
            ada.person.start(hall.bot)
            ada.asks_to_join()
            await ada.hears("sees your name")
            await hall.settles()
        hall.world.clock.advance(47.5 * 3600)
        ada.writes("yes")
        hall.world.clock.advance(3600)
        async with hall.at_work():
            await ada.answers(*BY_TYPING[1:])
            await ada.is_let_in()


async def test_when_the_right_to_invite_is_back_those_who_were_accepted_are_let_in(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        hall.sam.person.start(hall.bot)
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await ada.answers(*BY_TYPING[:-1])
        await ada.hears("safe space")
        hall.sam.person.promote(hall.evening, hall.bot, can_delete_messages=True)
        ada.writes("yes")
        await ada.hears("can't open the door", "not your fault")
        await hall.sam.hears("could not let somebody into")
        hall.sam.person.promote(hall.evening, hall.bot, can_invite_users=True, can_delete_messages=True)
        await ada.is_let_in()


async def test_a_request_that_a_moderator_declines_meanwhile_is_theirs_to_decide(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        hall.sam.person.start(hall.bot)
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot)
        ada.asks_to_join()
        await ada.answers(*BY_TYPING[:3])
        hall.sam.person.decline(hall.evening, ada.person)
        await ada.answers(*BY_TYPING[3:])
        await ada.hears("Somebody from the team will decide")
        await hall.sam.hears("would like to join")
        await hall.settles()
        assert not ada.is_in()


async def test_who_is_let_in_by_hand_meanwhile_is_welcome_and_asked_no_more(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot)
        ada.asks_to_join()
        await ada.answers(*BY_TYPING[:1])
        await ada.hears("How old")
        hall.sam.person.approve(hall.evening, ada.person)
        await ada.hears("You are in")
        ada.writes("17")
        await ada.hears("nobody reads")


async def test_what_belongs_in_private_is_taken_out_of_the_group_and_other_bots_are_left_alone(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        mia = hall.visitor("Mia")
        hall.sam.person.add(hall.evening, mia.person)
        foreign = mia.person.write(hall.evening, "/help@another_bot")
        ours = mia.person.write(hall.evening, "/help@northside_bot")
        await hall.until(lambda: ours.deleted)
        assert not foreign.deleted
        await hall.until(lambda: any("I answer in private" in str(m.text) for m in hall.evening.transcript()))
        mia.person.write(hall.evening, "/menu")
        await hall.settles()
        assert sum("I answer in private" in str(m.text) for m in hall.evening.messages) == 1
        mia.person.start(hall.bot)
        await mia.hears("If you need help at once")


async def test_a_decision_that_nobody_takes_ends_with_kind_words_and_nothing_kept(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot)
        ada.asks_to_join()
        await ada.answers(*BY_TYPING[:3], ("Do you live with MS", "not sure"), *BY_TYPING[4:])
        await ada.hears("Somebody from the team will decide")
        await hall.settles()
        hall.world.clock.advance(30 * 24 * 3600 + 5)
        await ada.hears("Nobody could decide", "deleted your answers")
        await hall.until(lambda: not hall.world.pending_requests(hall.evening))
        assert not ada.is_in()
