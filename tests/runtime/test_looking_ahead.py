"""What was saved a moment ago is sent without being looked up, unless something may have changed meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.core.effects import Say
from bot.core.errors import NotYet
from bot.core.ids import AccountId
from bot.core.messages import line, message
from bot.core.ports import Errand, Work
from bot.runtime.carrying import Carrier
from tests.fakes.store import Counted, Flaky
from tests.runtime.hall import SmallHall, small_hall


@dataclass(frozen=True, slots=True)
class Scene:
    """One errand has been saved and looked at ahead: a message to somebody whom the bot has met."""

    hall: SmallHall
    carrier: Carrier
    counted: Counted
    errand: Errand
    account: AccountId


@asynccontextmanager
async def scene(tmp_path: Path, *, reachable: bool = True) -> AsyncIterator[Scene]:
    async with small_hall(tmp_path) as hall, hall.at_work() as house:
        await hall.until(lambda: not house._unheard)  # and what was left is taken up
        await hall.has_looked_round(house)
        hall.fake.open_to.add(hall.user(1).id)
        counted = Counted(house.store)
        house.carrier._store = counted
        async with counted.work() as work:
            ada = await work.people.meet(hall.user(1), hall.clock.now())
            await work.people.set_reachable(ada.id, reachable=reachable)
            await work.errands.add([Say(to=ada.id, message=message(line("Good evening.")))], hall.clock.now())
            await house.carrier.look_ahead(work)
        yield Scene(hall, house.carrier, counted, work.wanted[0], ada.id)


async def test_it_is_sent_as_it_was_saved(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.carrier.carry_out(at.errand)
        assert at.hall.heard(at.hall.user(1)) == ["Good evening."]
        assert at.counted.begun == 2, "one to save it, and one to save that it was done"


async def test_what_was_undone_since_is_not_sent(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        async with at.counted.work() as work:
            await work.errands.done(at.errand.id)
        await at.carrier.carry_out(at.errand)
        assert at.hall.heard(at.hall.user(1)) == []


async def test_nothing_is_sent_from_a_transaction_that_came_to_nothing(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        flaky = Flaky(at.counted)
        flaky.failing = ["before"]
        with suppress(NotYet):
            async with flaky.work() as work:
                await _add(work, at, "Never said.")
                await at.carrier.look_ahead(work)
        number = work.wanted[0].id
        async with at.counted.work() as work:
            await _add(work, at, "Said instead.")
        assert work.wanted[0].id == number, "the number is given again"
        await at.carrier.carry_out(work.wanted[0])
        assert at.hall.heard(at.hall.user(1)) == ["Said instead."]


async def test_whoever_cannot_be_written_to_is_not(tmp_path: Path) -> None:
    async with scene(tmp_path, reachable=False) as at:
        await at.carrier.carry_out(at.errand)
        assert at.hall.heard(at.hall.user(1)) == []


async def _add(work: Work, at: Scene, words: str) -> None:
    await work.errands.add([Say(to=at.account, message=message(line(words)))], at.hall.clock.now())
