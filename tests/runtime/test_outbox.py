"""What is decided is done, and done again until it is."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.core.desk import Desk
from bot.core.effects import AcknowledgePress, Admit, CannotWrite, Later, Outcome, Refused, Say, TurnAway
from bot.core.ids import NativeId
from bot.core.messages import line, message
from bot.core.ports import Abilities, Order, Take
from tests.fakes.platform import FakePlatform
from tests.fakes.store import Flaky
from tests.runtime.hall import EVENING, RIGHT_ANSWERS, SmallHall, small_hall

MINUTE = timedelta(minutes=1)


class Moody:
    """A platform that answers some orders in its own way before it does them."""

    def __init__(self, fake: FakePlatform) -> None:
        self.fake = fake
        self.moods: list[tuple[NativeId | type, Outcome | Exception]] = []
        self.asked: list[Order] = []

    @property
    def name(self) -> object:
        return self.fake.name

    @property
    def abilities(self) -> Abilities:
        return self.fake.abilities

    @property
    def called(self) -> str:
        return self.fake.called

    async def start(self) -> None:
        return

    async def stop(self) -> None:
        return

    async def receive(self, take: Take, since: str) -> None:
        await self.fake.receive(take, since)

    async def carry_out(self, order: Order) -> Outcome:
        self.asked.append(order)
        for mood in self.moods:
            whom, answer = mood
            if whom == order.chat or (isinstance(whom, type) and isinstance(order.effect, whom)):
                self.moods.remove(mood)
                if isinstance(answer, Exception):
                    raise answer
                return answer
        return await self.fake.carry_out(order)


def moody(hall: SmallHall) -> Moody:
    hall.platform = Moody(hall.fake)  # type: ignore[assignment]
    assert isinstance(hall.platform, Moody)
    return hall.platform


async def test_patience_with_one_chat_keeps_no_other_waiting(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada, bo = hall.user(1), hall.user(2, "Bo")
        platform.moods.append((ada.id, Later(MINUTE)))
        async with hall.at_work():
            hall.fake.writes(ada, "help")
            await hall.until(lambda: platform.asked)
            hall.fake.writes(bo, "help")
            await hall.until(lambda: len(hall.heard(bo)) == 2)
            assert hall.heard(ada) == []
            await hall.in_time(lambda: hall.heard(ada) == hall.heard(bo))


async def test_patience_with_the_whole_platform_keeps_all_waiting(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada, bo = hall.user(1), hall.user(2, "Bo")
        platform.moods.append((ada.id, Later(MINUTE, everywhere=True)))
        async with hall.at_work():
            hall.fake.writes(ada, "help")
            await hall.until(lambda: platform.asked)
            hall.fake.writes(bo, "help")
            await asyncio.sleep(0.1)
            assert hall.heard(bo) == []
            await hall.in_time(lambda: hall.heard(bo) and hall.heard(ada))


async def test_a_fault_of_ours_is_tried_again_and_loses_nothing(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        platform.moods.append((ada.id, RuntimeError("a fault")))
        async with hall.at_work():
            hall.fake.writes(ada, "help")
            await hall.until(lambda: platform.asked)
            await hall.in_time(lambda: len(hall.heard(ada)) == 2)


async def test_what_cannot_be_said_waits_until_the_chat_is_open(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        async with hall.at_work() as house:
            platform.moods.append((ada.id, CannotWrite()))
            hall.fake.writes(ada, "help")
            await hall.until(lambda: platform.asked and not len(house.outbox))
            assert hall.heard(ada) == []
            hall.fake.writes(ada, "menu")
            await hall.until(lambda: len(hall.heard(ada)) == 3)


async def test_a_question_that_waited_too_long_is_not_asked_any_more(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        async with hall.at_work() as house:
            platform.moods.append((ada.id, CannotWrite()))
            hall.fake.asks_to_join(ada, EVENING)
            await hall.until(lambda: platform.asked and not len(house.outbox))
            hall.fake.writes(ada, "/start")
            await hall.until(lambda: any("go on where you stopped" in said for said in hall.heard(ada)))
            await hall.until(lambda: not len(house.outbox))
            assert sum("Question 1" in said for said in hall.heard(ada)) == 1


async def test_after_a_restart_what_was_left_is_done(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        platform.moods.append((ada.id, Later(MINUTE)))
        async with hall.at_work():
            hall.fake.writes(ada, "help")
            await hall.until(lambda: platform.asked)
        await hall.clock.advance(MINUTE)
        async with hall.at_work():
            await hall.until(lambda: len(hall.heard(ada)) == 2)


async def test_a_final_refusal_is_told_to_the_people_in_charge(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada, sam = hall.user(1), hall.user(1001, "Sam")
        async with hall.at_work():
            hall.fake.writes(sam, "/start")
            hall.fake.asks_to_join(ada, EVENING)
            platform.moods.append((Admit, Refused("not enough rights to manage chat join requests")))
            await hall.answers(ada, *RIGHT_ANSWERS)
            await hall.until(lambda: any("could not let somebody into" in said for said in hall.heard(sam)))
            told = next(said for said in hall.heard(sam) if "could not let" in said)
            assert "not enough rights" in told
            assert "Ada" not in told


async def test_admission_comes_after_the_words_about_it(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        async with hall.at_work():
            hall.fake.asks_to_join(ada, EVENING)
            await hall.answers(ada, *RIGHT_ANSWERS)
            await hall.until(lambda: ada.id in hall.fake.rooms[EVENING].members)
        order = [order.effect for order in platform.asked]
        admitted = next(number for number, effect in enumerate(order) if isinstance(effect, Admit))
        said_before = [effect for effect in order[:admitted] if isinstance(effect, Say)]
        assert "letting you in" in str(said_before[-1].message)


async def test_a_press_that_nobody_waits_for_any_more_is_not_answered(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        async with hall.at_work() as house:
            hall.fake.asks_to_join(ada, EVENING)
            await hall.until(lambda: hall.question(ada))
            platform.moods.append((AcknowledgePress, Later(MINUTE)))
            press = hall.fake.presses(ada, hall.button(ada, "Yes, others may see that"), NativeId("9"))
            await hall.until(lambda: not platform.moods)
            await hall.in_time(lambda: not len(house.outbox))
            assert press not in hall.fake.acknowledged


async def test_what_cannot_be_handled_is_set_aside_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        ada = hall.user(1)

        async def trips(effect: Say, outcome: Outcome, desk: Desk) -> None:
            raise LookupError("a fault of ours")

        async with hall.at_work() as house:
            follow = house.carrier._follow
            house.carrier._follow = {**follow, Say: trips}
            hall.fake.writes(ada, "help")
            await hall.until(lambda: hall.heard(ada) and not len(house.outbox))
            house.carrier._follow = follow
            hall.fake.writes(ada, "menu")
            await hall.until(lambda: any("What would you like to do" in said for said in hall.heard(ada)))
        async with hall.at_work() as house:
            await hall.has_looked_round(house)
            async with house.store.work() as work:
                assert await work.errands.waiting() == []
            assert len(house.outbox) == 0


async def test_nothing_left_over_is_done_before_what_was_missed_has_been_heard(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        platform.moods += [(TurnAway, Later(MINUTE))]
        async with hall.at_work():
            hall.fake.asks_to_join(ada, EVENING)
            await hall.answers(ada, "no")
            await hall.until(lambda: not platform.moods)
        hall.fake.rooms[EVENING].requests.clear()  # it was declined, and nobody heard of it
        hall.fake.asks_to_join(ada, EVENING)
        async with hall.at_work() as house:
            await hall.in_time(lambda: not len(house.outbox) and not hall.fake.busy)
            assert ada.id in hall.fake.rooms[EVENING].requests


async def test_what_was_done_but_could_not_be_saved_is_not_done_again(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        ada = hall.user(1)
        async with hall.at_work() as house:
            flaky = Flaky(house.store)
            flaky.failing = ["", "before", "before", "before"]  # it is loaded, and then saved at the fourth try
            house.carrier._store = flaky
            hall.fake.asks_to_join(ada, EVENING)
            await hall.in_time(lambda: hall.question(ada) and not len(house.outbox))
            assert sum("Hello!" in said for said in hall.heard(ada)) == 1
            assert flaky.failing == []


async def test_in_doubt_it_looks_until_it_could_look(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        ada = hall.user(1)
        async with hall.at_work() as house:
            hall.fake.writes(ada, "help")
            await hall.until(lambda: len(hall.heard(ada)) == 2)
            async with house.store.work() as work:
                account = await work.people.meet(ada, hall.clock.now())
                late = Say(to=account.id, message=message(line("Late but sure.")))
                await work.errands.add([late], hall.clock.now())
            flaky = Flaky(house.store)
            flaky.failing = ["before"]
            house.outbox._store = flaky
            house.outbox.doubt()
            await hall.until(lambda: "Late but sure." in hall.heard(ada))


async def test_a_fault_that_does_not_pass_is_given_up_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with small_hall(tmp_path) as hall:
        platform = moody(hall)
        ada = hall.user(1)
        platform.moods += [(ada.id, TypeError("a fault")) for _ in range(6)]
        async with hall.at_work() as house:
            hall.fake.writes(ada, "menu")
            await hall.in_time(lambda: not platform.moods and not len(house.outbox))
            assert hall.heard(ada) == []
            hall.fake.writes(ada, "menu")
            await hall.until(lambda: len(hall.heard(ada)) == 1)
