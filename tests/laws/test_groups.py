from bot.core.community.rights import Right
from bot.core.ids import NativeId
from bot.core.ports import Work
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.laws.examples import EVENING, MATRIX, MORNING, TELEGRAM, chat


async def where(work: Transaction) -> NativeId | None:
    return await work.groups.address(EVENING, TELEGRAM)


async def declare(work: Transaction, native: str = "-100") -> None:
    await work.groups.declare(EVENING, TELEGRAM, NativeId(native))


async def at(work: Work, native: str) -> object:
    return await work.groups.at(chat(native))


async def test_a_chat_of_no_policy_is_none_of_ours(store: Database) -> None:
    async with store.work() as work:
        await declare(work)
        assert await at(work, "-999") is None
        assert await work.groups.at(chat("-100", MATRIX)) is None
        assert await work.groups.address(MORNING, TELEGRAM) is None


async def test_a_declared_group_is_found_at_its_chat_on_each_platform(store: Database) -> None:
    async with store.work() as work:
        await declare(work)
        await work.groups.declare(EVENING, MATRIX, NativeId("!evening:example.org"))
    async with store.work() as work:
        assert await at(work, "-100") == EVENING
        assert await work.groups.at(chat("!evening:example.org", MATRIX)) == EVENING
        assert await where(work) == "-100"


async def test_a_moved_group_is_found_at_its_new_chat_alone(store: Database) -> None:
    async with store.work() as work:
        await declare(work)
        await work.groups.moved(TELEGRAM, NativeId("-100"), NativeId("-200"))
        assert await at(work, "-200") == EVENING
        assert await at(work, "-100") is None
        assert await where(work) == "-200"


async def test_being_told_twice_of_a_move_changes_nothing(store: Database) -> None:
    async with store.work() as work:
        await declare(work)
        for _ in range(2):
            await work.groups.moved(TELEGRAM, NativeId("-100"), NativeId("-200"))
        await work.groups.moved(TELEGRAM, NativeId("-200"), NativeId("-200"))
        assert await at(work, "-200") == EVENING


async def test_a_chat_of_others_that_moves_does_not_become_ours(store: Database) -> None:
    async with store.work() as work:
        await declare(work)
        await work.groups.moved(TELEGRAM, NativeId("-5"), NativeId("-6"))
        assert await at(work, "-6") is None


async def test_a_moved_group_stays_where_it_is_while_the_policy_says_the_same(store: Database) -> None:
    async with store.work() as work:
        await declare(work)
        await work.groups.moved(TELEGRAM, NativeId("-100"), NativeId("-200"))
        await work.groups.stands(EVENING, TELEGRAM, frozenset({Right.INVITE}))
        await declare(work)
        assert await where(work) == "-200"
        assert await work.groups.rights(EVENING, TELEGRAM) == frozenset({Right.INVITE})


async def test_a_new_number_in_the_policy_holds_even_after_a_move(store: Database) -> None:
    async with store.work() as work:
        await declare(work)
        await work.groups.moved(TELEGRAM, NativeId("-100"), NativeId("-200"))
        await declare(work, "-300")
        assert await where(work) == "-300"
        assert await at(work, "-200") is None
        await declare(work, "-100")
        assert await where(work) == "-100"


async def test_two_groups_may_change_places(store: Database) -> None:
    async with store.work() as work:
        await declare(work)
        await work.groups.declare(MORNING, TELEGRAM, NativeId("-200"))
        await declare(work, "-200")
        await work.groups.declare(MORNING, TELEGRAM, NativeId("-100"))
        assert (await at(work, "-200"), await at(work, "-100")) == (EVENING, MORNING)


async def test_what_the_bot_may_do_is_remembered(store: Database) -> None:
    rights = frozenset({Right.INVITE, Right.DELETE})
    async with store.work() as work:
        await declare(work)
        assert await work.groups.rights(EVENING, TELEGRAM) is None
        await work.groups.stands(EVENING, TELEGRAM, rights)
        await work.groups.stands(MORNING, TELEGRAM, frozenset())
    async with store.work() as work:
        assert await work.groups.rights(EVENING, TELEGRAM) == rights
        await work.groups.stands(EVENING, TELEGRAM, frozenset())
        assert await work.groups.rights(EVENING, TELEGRAM) == frozenset()
        await work.groups.stands(EVENING, TELEGRAM, None)
        assert await work.groups.rights(EVENING, TELEGRAM) is None
