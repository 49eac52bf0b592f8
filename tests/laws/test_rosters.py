from dataclasses import replace
from datetime import date

from bot.core.ids import AccountId, DraftId, NativeId, RosterKey, roster_of, roster_of_all
from bot.core.membership.roster import Changes, Draft, Entry, Guardian, Row, compare
from bot.core.ports import Work
from bot.storage.database import Database
from tests.laws.examples import ANN, BEN, CAT, EVENING, HOUR, MATRIX, MORNING, NOON, NORTHSIDE, TELEGRAM, meet

OURS = roster_of(EVENING)
ALL = roster_of_all(NORTHSIDE)
JO = Row("Jo", "@ann_of_the_north")
KIM = Row("Kim", "1002", email="kim@example.org")
LEE = Row("Lee", matrix="@cat:example.org")


async def put(work: Work, roster: RosterKey, *rows: Row) -> list[Entry]:
    await work.rosters.apply(roster, Changes(added=rows))
    return list(await work.rosters.entries(roster))


async def test_a_roster_keeps_everybody_in_order_and_apart_from_other_rosters(store: Database) -> None:
    async with store.work() as work:
        await put(work, OURS, JO, KIM)
        await put(work, roster_of(MORNING), LEE)
        await put(work, ALL)
    async with store.work() as work:
        assert [entry.row for entry in await work.rosters.entries(OURS)] == [JO, KIM]
        assert [await work.rosters.count(each) for each in (OURS, roster_of(MORNING), ALL)] == [2, 1, 0]


async def test_somebody_is_found_by_username_number_or_matrix_id_on_the_rosters_asked_for(store: Database) -> None:
    async with store.work() as work:
        jo, kim = await put(work, OURS, JO, KIM)
        (lee,) = await put(work, ALL, LEE)
        both = (OURS, ALL)
        assert list(await work.rosters.matching(both, TELEGRAM, ANN.id, "Ann_of_the_North")) == [jo]
        assert list(await work.rosters.matching(both, TELEGRAM, BEN.id, "")) == [kim]
        assert list(await work.rosters.matching(both, MATRIX, CAT.id, "")) == [lee]
        assert list(await work.rosters.matching((OURS,), MATRIX, CAT.id, "")) == []
        assert list(await work.rosters.matching(both, TELEGRAM, NativeId("9"), "somebody")) == []
        assert list(await work.rosters.matching(both, MATRIX, NativeId("1002"), "ann_of_the_north")) == []


async def test_a_username_that_is_bound_is_no_longer_whoever_bears_it(store: Database) -> None:
    async with store.work() as work:
        (jo,) = await put(work, OURS, JO)
        await work.rosters.save(replace(jo, bound=ANN.id))
        assert list(await work.rosters.matching((OURS,), TELEGRAM, BEN.id, ANN.username)) == []
        (found,) = await work.rosters.matching((OURS,), TELEGRAM, ANN.id, "renamed")
        assert found.row == JO


async def test_changes_are_applied_together(store: Database) -> None:
    guardian = Guardian("Sam", date(2026, 3, 1))
    async with store.work() as work:
        jo, kim = await put(work, OURS, JO, KIM)
        await work.rosters.save(replace(kim, guardian=guardian))
        renamed = replace(KIM, name="Kim Lee")
        await work.rosters.apply(OURS, compare(await work.rosters.entries(OURS), (renamed, LEE)))
    async with store.work() as work:
        first, second = await work.rosters.entries(OURS)
        assert (first.id, first.row, first.guardian) == (kim.id, renamed, guardian)
        assert second.row == LEE
        assert list(await work.rosters.matching((OURS,), TELEGRAM, ANN.id, ANN.username)) == []
        assert jo.id not in {first.id, second.id}


async def test_saving_somebody_who_was_struck_off_meanwhile_brings_nobody_back(store: Database) -> None:
    async with store.work() as work:
        (jo,) = await put(work, OURS, JO)
        await work.rosters.apply(OURS, Changes(struck=(jo,)))
        await work.rosters.save(replace(jo, bound=ANN.id))
        assert await work.rosters.count(OURS) == 0


async def test_one_draft_an_account_the_newest_and_none_once_it_is_dropped(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        assert await work.rosters.drafted(ann.id) is None
        await work.rosters.draft(draft(ann.id, JO))
        newer = await work.rosters.draft(draft(ann.id, JO, KIM))
        other = await work.rosters.draft(draft(ben.id, LEE))
    async with store.work() as work:
        assert newer.id != DraftId(0)
        assert await work.rosters.drafted(ann.id) == newer
        await work.rosters.drop(ann.id)
        assert await work.rosters.drafted(ann.id) is None
        assert await work.rosters.drafted(ben.id) == other


async def test_old_drafts_are_forgotten(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        await work.rosters.draft(replace(draft(ann.id, JO), made_at=NOON - 5 * HOUR))
        await work.rosters.draft(draft(ben.id, JO))
        assert await work.rosters.forget_drafts(NOON - HOUR) == 1
        assert await work.rosters.drafted(ann.id) is None
        assert await work.rosters.drafted(ben.id) is not None


def draft(account: AccountId, *rows: Row) -> Draft:
    return Draft(account=account, roster=OURS, rows=rows, seen="as it was", made_at=NOON)
