import pytest

from bot.core.events import User
from bot.core.ids import AccountId, NativeId
from bot.storage.database import Database
from tests.laws.examples import ANN, BEN, CAT, MATRIX, NOON, TELEGRAM, meet, say


async def test_the_same_user_is_the_same_account(store: Database) -> None:
    async with store.work() as work:
        first = await meet(work)
    async with store.work() as work:
        again = await meet(work)
    assert again == first
    assert (first.name, first.username, first.language) == ("Ann", "ann_of_the_north", "en")


async def test_different_users_are_different_people(store: Database) -> None:
    async with store.work() as work:
        met = [await meet(work, user) for user in (ANN, BEN, CAT)]
    assert len({account.id for account in met}) == 3
    assert len({account.person for account in met}) == 3


async def test_one_id_on_two_platforms_is_two_accounts(store: Database) -> None:
    async with store.work() as work:
        here = await meet(work, User(TELEGRAM, NativeId("7"), "Dee"))
        there = await meet(work, User(MATRIX, NativeId("7"), "Dee"))
    assert here.id != there.id
    assert (here.platform, there.platform) == (TELEGRAM, MATRIX)


async def test_name_username_and_language_are_kept_up_to_date(store: Database) -> None:
    async with store.work() as work:
        before = await meet(work)
        await meet(work, User(TELEGRAM, ANN.id, "Annie", "annie", "cy"))
    async with store.work() as work:
        after = await work.people.account(before.id)
    assert (after.name, after.username, after.language) == ("Annie", "annie", "cy")
    assert (after.id, after.person) == (before.id, before.person)


async def test_a_platform_that_tells_no_language_takes_none_away(store: Database) -> None:
    async with store.work() as work:
        await meet(work)
        assert (await meet(work, User(TELEGRAM, ANN.id, "Ann"))).language == "en"


async def test_a_language_that_was_chosen_goes_before_what_the_platform_says_until_it_is_given_up(
    store: Database,
) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.people.choose_language(ann.id, "cy")
    async with store.work() as work:
        again = await meet(work, User(TELEGRAM, ANN.id, "Annie", "annie", "fr"))
        assert again == await work.people.account(ann.id)
        assert (again.name, again.language, again.told_language) == ("Annie", "cy", "fr")
        await work.people.choose_language(ann.id, "")
        assert (await work.people.account(ann.id)).language == "fr"


async def test_what_is_said_to_somebody_is_in_the_language_that_they_chose_last(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.errands.add([say(ann.id)], NOON)
        await work.people.choose_language(ann.id, "cy")
    async with store.work() as work:
        loaded = await work.errands.load(work_id := (await work.errands.waiting())[0].id)
        assert loaded is not None
        assert loaded.language == "cy"
        await work.people.choose_language(ann.id, "")
        again = await work.errands.load(work_id)
        assert again is not None
        assert again.language == "en"


async def test_somebody_known_by_id_alone_keeps_what_is_known_of_them(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        assert await meet(work, User(TELEGRAM, ANN.id, "")) == ann
        assert await work.people.account(ann.id) == ann
        assert (await meet(work, User(TELEGRAM, BEN.id, ""))).name == ""
        assert (await meet(work, BEN)).name == "Ben"


async def test_a_name_may_hold_anything_that_people_type(store: Database) -> None:
    name = "Zoë 👩‍🦽 \u202e \x00 \ud83d '); DROP TABLE people;--"
    async with store.work() as work:
        met = await meet(work, User(TELEGRAM, ANN.id, name))
        assert (await work.people.account(met.id)).name == name


async def test_an_unknown_account_is_a_key_error(store: Database) -> None:
    async with store.work() as work:
        with pytest.raises(KeyError):
            await work.people.account(AccountId(12345))


async def test_whether_somebody_can_be_reached_is_remembered(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        await work.people.set_reachable(ann.id, reachable=False)
    async with store.work() as work:
        assert not (await work.people.account(ann.id)).reachable
        assert (await work.people.account(ben.id)).reachable
        assert not (await meet(work)).reachable
        await work.people.set_reachable(ann.id, reachable=True)
        assert (await work.people.account(ann.id)).reachable


async def test_who_can_be_reached_again_gets_what_was_parked_in_the_old_order(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        await work.errands.add([say(ann.id, "one"), say(ben.id), say(ann.id, "two"), say(ann.id, "three")], NOON)
        one, bens, two, three = (errand.id for errand in work.wanted)
        for errand in (three, bens, one):
            await work.errands.park(errand)
        await work.people.set_reachable(ann.id, reachable=False)
    async with store.work() as work:
        await work.people.set_reachable(ann.id, reachable=True)
        assert [errand.id for errand in work.wanted] == [one, three]
        assert [errand.id for errand in await work.errands.waiting()] == [one, two, three]


async def test_who_cannot_be_reached_gets_nothing_released(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.errands.add([say(ann.id)], NOON)
        await work.errands.park(work.wanted[0].id)
    async with store.work() as work:
        await work.people.set_reachable(ann.id, reachable=False)
        assert not work.wanted
        assert not await work.errands.waiting()
