from dataclasses import replace

from bot.core.ids import CommunityKey
from bot.storage.database import Database
from bot.storage.policies_read import PolicyRead
from tests.laws.examples import HOUR, NOON, NORTHSIDE

FIRST = PolicyRead(
    community=NORTHSIDE, version="1.3", fingerprint="abc", source='[community]\nname = "…"', read_at=NOON, in_force=True
)


async def test_nothing_read_is_nothing_known(store: Database) -> None:
    async with store.work() as work:
        assert await work.policies_read.last(NORTHSIDE) is None
        assert await work.policies_read.in_force(NORTHSIDE) is None


async def test_the_last_reading_is_remembered_as_it_was(store: Database) -> None:
    async with store.work() as work:
        await work.policies_read.record(FIRST)
        await work.policies_read.record(replace(FIRST, community=CommunityKey("southside"), version="9"))
    async with store.work() as work:
        assert await work.policies_read.last(NORTHSIDE) == FIRST


async def test_a_reading_that_did_not_come_into_force_is_the_last_all_the_same(store: Database) -> None:
    older = replace(FIRST, version="1.2", read_at=NOON + HOUR, in_force=False)
    async with store.work() as work:
        await work.policies_read.record(FIRST)
        await work.policies_read.record(older)
        assert await work.policies_read.last(NORTHSIDE) == older
        assert await work.policies_read.in_force(NORTHSIDE) == FIRST


async def test_one_policy_of_a_community_is_in_force(store: Database) -> None:
    second = replace(FIRST, version="1.4", read_at=NOON + HOUR)
    elsewhere = replace(FIRST, community=CommunityKey("southside"))
    async with store.work() as work:
        for reading in (FIRST, elsewhere, second, replace(FIRST, in_force=False)):
            await work.policies_read.record(reading)
        assert await work.policies_read.in_force(NORTHSIDE) == second
        assert await work.policies_read.in_force(CommunityKey("southside")) == elsewhere
