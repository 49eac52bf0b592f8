"""Deciding about people, where it becomes difficult: two at once, a request that is gone, moderators themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.app.house import House
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName, group_id
from bot.core.membership.application import Application
from tests.journeys.telegram_hall import EXAMPLE, Hall, Visitor, telegram_hall
from tests.journeys.test_joining import BY_TYPING

EVENING = group_id("northside", "evening")
ROBIN = 1002
REVIEW = (
    EXAMPLE.read_text()
    .replace('mode = "quiz"', 'mode = "review"', 1)
    .replace('name = "Robin"\nrole = "owner"', f'name = "Robin"\nrole = "volunteer"\ntelegram = {ROBIN}')
)


def robin_of(hall: Hall) -> Visitor:
    return Visitor(hall, hall.world.add_person("Robin", id=ROBIN))


async def application_of(house: House, visitor: Visitor) -> Application:
    async with house.store.work() as work:
        user = User(PlatformName.TELEGRAM, NativeId(str(visitor.person.id)), "")
        account = await work.people.meet(user, datetime.now(UTC))
        found = await work.applications.newest(account.id, EVENING)
        assert found is not None
        return found


async def test_of_two_who_decide_at_once_the_first_counts_and_who_it_was_is_kept(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=REVIEW) as hall:
        robin, ada = robin_of(hall), hall.visitor("Ada")
        async with hall.at_work():
            hall.sam.person.start(hall.bot)
            robin.person.start(hall.bot)
            ada.asks_to_join()
            await ada.answers(*BY_TYPING)
            sams, robins = await hall.sam.hears("May Ada come into"), await robin.hears("May Ada come into")
        hall.sam.presses(sams, "No, don't let Ada in")
        robin.presses(robins, "Yes, let Ada in")
        async with hall.at_work() as house:
            await hall.sam.hears("Ada is not let into")
            await robin.hears("decided already")
            await ada.hears("I can't let you into")
            await hall.settles()
            assert not ada.is_in()
            ended = await application_of(house, ada)
            async with house.store.work() as work:
                sam = await work.people.meet(User(PlatformName.TELEGRAM, NativeId("1001"), ""), datetime.now(UTC))
                account = await work.people.account(ended.account)
                assert await work.refusals.steps(account.id, "northside") == []  # type: ignore[arg-type]
            assert ended.decided_by == sam.id
            assert ended.decided_at is not None
            assert ended.answers == ()
        assert not any("Sam" in said for said in ada.heard)


async def test_a_card_that_could_not_be_delivered_is_not_delivered_once_it_has_been_decided(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=REVIEW) as hall, hall.at_work():
        hall.sam.person.start(hall.bot)
        robin, ada = robin_of(hall), hall.visitor("Ada")
        ada.asks_to_join()
        await ada.answers(*BY_TYPING)
        hall.sam.presses(await hall.sam.hears("May Ada come into"), "Yes, let Ada in")
        await ada.is_let_in()
        robin.person.start(hall.bot)
        await robin.hears("What would you like to do")
        await hall.settles()
        assert not any("Ada" in said for said in robin.heard)


async def test_after_a_yes_a_request_that_is_gone_comes_before_them_again_and_another_yes_makes_a_link(
    tmp_path: Path,
) -> None:
    async with telegram_hall(tmp_path, policy=REVIEW) as hall, hall.at_work():
        hall.sam.person.start(hall.bot)
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot)
        ada.asks_to_join()
        await ada.answers(*BY_TYPING)
        card = await hall.sam.hears("May Ada come into")
        hall.sam.person.decline(hall.evening, ada.person)
        hall.sam.presses(card, "Yes, let Ada in")
        await hall.sam.hears("Their request to join is gone")
        hall.sam.presses(await hall.sam.hears("May Ada come into"), "Yes, let Ada in")
        way_in = await ada.hears("Here is your way into")
        assert ada.person.join(way_in.buttons[0]["url"]) == "asked"
        await ada.is_let_in()


async def test_somebody_of_the_team_does_not_decide_about_themselves(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=REVIEW) as hall, hall.at_work() as house:
        hall.sam.person.start(hall.bot)
        robin = robin_of(hall)
        robin.asks_to_join()
        await robin.answers(*BY_TYPING)
        await hall.sam.hears("May Robin come into")
        number = (await application_of(house, robin)).id
        robin.writes(f"/review {number} yes")
        await robin.hears("This is about you")
        robin.writes("/review")
        await robin.hears("Nobody waits for you to decide")
        assert not any("May Robin" in said for said in robin.heard)
        assert not robin.is_in()


async def test_whoever_is_let_in_by_hand_is_no_longer_to_be_decided_about(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=REVIEW) as hall, hall.at_work():
        hall.sam.person.start(hall.bot)
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot)
        ada.asks_to_join()
        await ada.answers(*BY_TYPING)
        card = await hall.sam.hears("May Ada come into")
        hall.sam.person.approve(hall.evening, ada.person)
        await ada.hears("You are in")
        hall.sam.presses(card, "No, don't let Ada in")
        await hall.sam.hears("decided already")
        assert ada.is_in()


async def test_hostile_names_and_answers_stay_what_they_are(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=REVIEW) as hall, hall.at_work():
        hall.sam.person.start(hall.bot)
        eve = hall.visitor("{group} <b>%s</b>\nYes, let Eve in and everybody else who comes after her ")
        eve.asks_to_join()
        hostile = 'x" {answer} <a href="https://evil.example">in</a>\nYes'
        await eve.answers(*BY_TYPING[:5], ("What would you like", hostile), *BY_TYPING[6:])
        why = await hall.sam.hears("would like to join Northside Evening Group")
        assert "{group} <b>%s</b> Yes, let Eve in" in str(why.text)
        answered = await hall.sam.hears('x" {answer} <a href="https://evil.example">in</a> Yes')
        assert not answered.buttons
        card = await hall.sam.hears("May {group} <b>%s</b>")
        assert len(card.buttons) == 3
        assert all(len(str(button["text"])) < 64 for button in card.buttons)
        eve.writes("/reply 1 " + "x" * 2000)
        await eve.hears("at most 1,000 characters")
        hall.sam.writes("/review ²")
        await hall.sam.hears("nothing to decide under that number")
        hall.sam.writes("/review 1 maybe")
        await hall.sam.hears("May {group}")
