from dataclasses import replace
from datetime import timedelta

from bot.core.ids import GroupId, SuggestionId, Token
from bot.core.membership.suggestion import Stage, Suggestion
from bot.core.people import Account
from bot.storage.database import Database
from tests.laws.examples import BEN, CAT, EVENING, HOUR, MORNING, NOON, meet


def suggestion(by: Account, stage: Stage = Stage.OPEN, group: GroupId = EVENING, lasts: timedelta = HOUR) -> Suggestion:
    return Suggestion(
        account=by.id, group=group, stage=stage, words="Jo, who is @jo “here”\n", made_at=NOON, ends_at=NOON + lasts
    )


async def test_a_suggestion_comes_back_as_it_was_saved_and_is_changed_and_forgotten(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        made = await work.suggestions.add(suggestion(ann))
        other = await work.suggestions.add(suggestion(ann, group=MORNING))
    async with store.work() as work:
        assert await work.suggestions.get(made.id) == made
        settled = replace(made, stage=Stage.APPROVED, words="", bound=ben.id, decided_by=ben.id)
        await work.suggestions.save(settled)
        assert await work.suggestions.get(made.id) == settled
        assert await work.suggestions.get(other.id) == other
        await work.suggestions.forget(made.id)
        assert await work.suggestions.get(made.id) is None
        assert await work.suggestions.get(SuggestionId(77)) is None


async def test_a_draft_takes_the_place_of_the_one_before_and_of_nothing_else(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        sent = await work.suggestions.add(suggestion(ann))
        first = await work.suggestions.add(suggestion(ann, Stage.DRAFT))
        of_ben = await work.suggestions.add(suggestion(ben, Stage.DRAFT))
        second = await work.suggestions.add(suggestion(ann, Stage.DRAFT))
        assert await work.suggestions.get(first.id) is None
        found = [await work.suggestions.get(each.id) for each in (sent, of_ben, second)]
        assert found == [sent, of_ben, second]


async def test_those_before_the_team_are_found_by_group_and_counted_by_person(store: Database) -> None:
    async with store.work() as work:
        ann, cat = await meet(work), await meet(work, CAT)
        one = await work.suggestions.add(suggestion(ann))
        two = await work.suggestions.add(suggestion(cat))
        await work.suggestions.add(suggestion(ann, group=MORNING))
        await work.suggestions.add(suggestion(ann, Stage.APPROVED))
        await work.suggestions.add(suggestion(ann, Stage.DRAFT))
        assert list(await work.suggestions.open_in(EVENING)) == [one, two]
        assert [await work.suggestions.count_open(each.person) for each in (ann, cat)] == [2, 1]
        await work.people.unite(ann.id, cat.id)
        person = (await work.people.account(cat.id)).person
        assert await work.suggestions.count_open(person) == 3


async def test_a_way_in_leads_to_its_suggestion_also_after_it_was_saved_again(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        made, other = await work.suggestions.add(suggestion(ann)), await work.suggestions.add(suggestion(ann))
        await work.suggestions.give_out(made.id, Token("abcdefghijkmnpqr"))
        await work.suggestions.give_out(other.id, Token("rqpnmkjihgfedcba"))
        await work.suggestions.save(replace(made, bound=ann.id))
    async with store.work() as work:
        found = await work.suggestions.bearing(Token("abcdefghijkmnpqr"))
        assert found == replace(made, bound=ann.id)
        assert await work.suggestions.bearing(Token("abcdefghijkmnpqs")) is None


async def test_ended_are_those_whose_time_has_come_the_longest_due_first(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        late = await work.suggestions.add(suggestion(ann, lasts=HOUR))
        now = await work.suggestions.add(suggestion(ann, lasts=2 * HOUR))
        await work.suggestions.add(suggestion(ann, lasts=3 * HOUR))
        assert list(await work.suggestions.ended(NOON + 2 * HOUR, 10)) == [late, now]
        assert list(await work.suggestions.ended(NOON + 2 * HOUR, 1)) == [late]
