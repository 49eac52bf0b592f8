import asyncio

import pytest

from bot.core.ids import AccountId
from bot.core.ports import Store
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.laws.examples import ANN, BEN, NOON, TELEGRAM, meet, say


class Broken(Exception):  # noqa: N818
    pass


async def known(store: Database, *ids: str) -> set[str]:
    """Which of these delivery ids the database has."""
    async with store.work() as work:
        return set(ids) - await work.deliveries.new(TELEGRAM, ids, NOON)


async def test_what_was_saved_is_there_after_opening_it_again(store: Database, database_url: str) -> None:
    async with store.work() as work:
        ann = await meet(work)
    again = await Database.open(database_url, store._secrets)
    async with again.work() as work:
        assert await work.people.account(ann.id) == ann
    await again.close()


async def test_a_transaction_that_raised_has_saved_nothing(store: Store) -> None:
    async def save_and_break() -> None:
        async with store.work() as work:
            await work.deliveries.new(TELEGRAM, ["1"], NOON)
            await work.errands.add([say((await work.people.meet(ANN, NOON)).id)], NOON)
            raise Broken

    with pytest.raises(Broken):
        await save_and_break()
    async with store.work() as work:
        assert await work.errands.waiting() == []
        assert await work.deliveries.new(TELEGRAM, ["1"], NOON) == {"1"}


async def attempt_and_break(work: Transaction, account: AccountId) -> None:
    async with work.attempt():
        await meet(work, BEN)
        await work.deliveries.new(TELEGRAM, ["within"], NOON)
        await work.errands.add([say(account, "within")], NOON)
        raise Broken


async def test_a_part_that_raised_is_undone_by_itself(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.errands.add([say(ann.id, "before")], NOON)
        with pytest.raises(Broken):
            await attempt_and_break(work, ann.id)
        await work.errands.add([say(ann.id, "after")], NOON)
        wanted = list(work.wanted)
        assert len(wanted) == 2
    async with store.work() as work:
        assert list(await work.errands.waiting()) == wanted
    assert await known(store, "within") == set()


async def test_a_part_that_went_well_is_saved_with_the_rest(store: Database) -> None:
    async with store.work() as work:
        async with work.attempt():
            await work.deliveries.new(TELEGRAM, ["first"], NOON)
            async with work.attempt():
                await work.deliveries.new(TELEGRAM, ["inner"], NOON)
        async with work.attempt():
            await work.deliveries.new(TELEGRAM, ["second"], NOON)
    assert await known(store, "first", "inner", "second") == {"first", "inner", "second"}


async def test_a_part_that_broke_a_rule_of_the_tables_leaves_the_rest_usable(store: Database) -> None:
    async with store.work() as work:
        await work.deliveries.new(TELEGRAM, ["before"], NOON)
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            async with work.attempt():
                await work.members.saw(99, "northside/evening", NOON)  # type: ignore[arg-type]
        await work.deliveries.new(TELEGRAM, ["after"], NOON)
    assert await known(store, "before", "after") == {"before", "after"}


async def test_transactions_come_one_after_another(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.errands.add([say(ann.id)], NOON)
        number = work.wanted[0].id

    async def count_one_more() -> None:
        async with store.work() as work:
            found = await work.errands.load(number)
            await asyncio.sleep(0.001)
            assert found is not None
            await work.errands.set_aside(number, "") if found.attempts >= 20 else None
            await work.errands.put_off(number, NOON)

    await asyncio.gather(*(count_one_more() for _ in range(20)))
    async with store.work() as work:
        found = await work.errands.load(number)
    assert found is not None
    assert found.attempts == 20


async def test_a_transaction_that_is_cancelled_saves_nothing_and_blocks_nobody(store: Database) -> None:
    async def save(ids: list[str]) -> None:
        async with store.work() as work:
            for name in ids:
                await work.deliveries.new(TELEGRAM, [name], NOON)
            await asyncio.sleep(0)

    for step in range(25):
        ids = [f"{step}-{number}" for number in range(3)]
        task = asyncio.create_task(save(ids))
        for _ in range(step):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await known(store, *ids) in (set(), set(ids))
