from datetime import timedelta

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import undecided
from tests.laws.examples import HOUR, MATRIX, NOON, TELEGRAM


async def test_what_comes_twice_is_new_once(store: Database) -> None:
    async with store.work() as work:
        assert await work.deliveries.new(TELEGRAM, ["1", "2"], NOON) == {"1", "2"}
        assert await work.deliveries.new(TELEGRAM, ["2", "3"], NOON) == {"3"}
    async with store.work() as work:
        assert await work.deliveries.new(TELEGRAM, ["1", "2", "3"], NOON) == set()


async def test_one_id_twice_in_one_batch_is_new_once(store: Database) -> None:
    async with store.work() as work:
        assert await work.deliveries.new(TELEGRAM, ["1", "1"], NOON) == {"1"}


async def test_nothing_delivered_is_nothing_new(store: Database) -> None:
    async with store.work() as work:
        assert await work.deliveries.new(TELEGRAM, [], NOON) == set()


async def test_platforms_have_ids_of_their_own(store: Database) -> None:
    odd = ["1", '$a"b\\c:é', "00001"]
    async with store.work() as work:
        assert await work.deliveries.new(TELEGRAM, odd, NOON) == set(odd)
        assert await work.deliveries.new(MATRIX, odd, NOON) == set(odd)


async def test_a_thousand_ids_are_taken_at_once(store: Database) -> None:
    ids = [str(number) for number in range(1000)]
    async with store.work() as work:
        assert await work.deliveries.new(TELEGRAM, ids, NOON) == set(ids)
        assert await work.deliveries.new(TELEGRAM, [*ids, "more"], NOON) == {"more"}


async def test_only_old_ids_are_forgotten(store: Database) -> None:
    async with store.work() as work:
        await work.deliveries.new(TELEGRAM, ["1", "2"], NOON - HOUR)
        await work.deliveries.new(TELEGRAM, ["3"], NOON)
        assert await work.deliveries.forget(NOON) == 2
        assert await work.deliveries.new(TELEGRAM, ["1", "3"], NOON) == {"1"}
        assert await work.deliveries.forget(NOON - timedelta(days=1)) == 0


async def test_what_could_not_be_decided_outlasts_its_id(store: Database) -> None:
    async with store.work() as work:
        await work.deliveries.new(TELEGRAM, ["1"], NOON)
        await work.deliveries.set_aside(TELEGRAM, "1", '{"odd": true}', "KeyError", NOON)
        await work.deliveries.forget(NOON + HOUR)
    async with store.engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(undecided))).scalar_one() == 1


async def test_what_was_set_aside_long_ago_is_forgotten(store: Database) -> None:
    async with store.work() as work:
        await work.deliveries.set_aside(TELEGRAM, "1", "old", "strange", NOON)
        await work.deliveries.set_aside(TELEGRAM, "2", "new", "strange", NOON + HOUR)
        assert await work.deliveries.forget_set_aside(NOON + HOUR) == 1
        assert await work.deliveries.forget_set_aside(NOON + HOUR) == 0


async def test_where_to_go_on_from_is_remembered_for_each_platform(store: Database) -> None:
    async with store.work() as work:
        assert await work.deliveries.token(MATRIX) == ""
        await work.deliveries.reached(MATRIX, "s1")
        await work.deliveries.reached(MATRIX, "s2")
    async with store.work() as work:
        assert await work.deliveries.token(MATRIX) == "s2"
        assert await work.deliveries.token(TELEGRAM) == ""
