from bot.core.ids import ApplicationId, Token
from bot.core.membership.application import Prompt
from bot.core.people import Account
from bot.core.ports import Work
from bot.storage.database import Database
from tests.laws.examples import BEN, MORNING, application, meet


def question(account: Account, asked_in: ApplicationId, *tokens: str) -> Prompt:
    options = tuple((Token(token), f"value of {token}") for token in tokens)
    return Prompt(account=account.id, application=asked_in, step="condition", options=options)


async def applied(work: Work) -> tuple[Account, ApplicationId]:
    ann = await meet(work)
    return ann, (await work.applications.add(application(ann))).id


async def test_a_question_is_open_once_asked(store: Database) -> None:
    async with store.work() as work:
        ann, number = await applied(work)
        assert await work.prompts.open_for(number) is None
        asked = await work.prompts.ask(question(ann, number, "a", "b"))
    async with store.work() as work:
        assert asked.open
        assert await work.prompts.open_for(number) == asked


async def test_a_question_without_buttons_is_asked_too(store: Database) -> None:
    async with store.work() as work:
        ann, number = await applied(work)
        asked = await work.prompts.ask(question(ann, number))
        assert await work.prompts.open_for(number) == asked


async def test_each_of_its_buttons_leads_to_the_question(store: Database) -> None:
    async with store.work() as work:
        ann, number = await applied(work)
        asked = await work.prompts.ask(question(ann, number, "a", "b"))
    async with store.work() as work:
        for token in ("a", "b"):
            found = await work.prompts.bearing(Token(token))
            assert found == asked
            assert found is not None
            assert found.value_of(Token(token)) == f"value of {token}"


async def test_a_button_that_was_never_given_out_leads_nowhere(store: Database) -> None:
    async with store.work() as work:
        ann, number = await applied(work)
        await work.prompts.ask(question(ann, number, "a"))
        assert await work.prompts.bearing(Token("forged")) is None


async def test_asking_anew_closes_what_was_asked_before(store: Database) -> None:
    async with store.work() as work:
        ann, number = await applied(work)
        await work.prompts.ask(question(ann, number, "old"))
        newer = await work.prompts.ask(question(ann, number, "new"))
        assert await work.prompts.open_for(number) == newer
        old = await work.prompts.bearing(Token("old"))
    assert old is not None
    assert not old.open


async def test_asking_one_application_leaves_the_others_open(store: Database) -> None:
    async with store.work() as work:
        ann, number = await applied(work)
        ben = await meet(work, BEN)
        other = (await work.applications.add(application(ben, MORNING))).id
        asked = await work.prompts.ask(question(ben, other, "bens"))
        await work.prompts.ask(question(ann, number, "anns"))
        await work.prompts.close(number)
        assert await work.prompts.open_for(other) == asked


async def test_a_closed_question_is_still_known_by_its_buttons(store: Database) -> None:
    async with store.work() as work:
        ann, number = await applied(work)
        await work.prompts.ask(question(ann, number, "a"))
        await work.prompts.close(number)
        assert await work.prompts.open_for(number) is None
        found = await work.prompts.bearing(Token("a"))
    assert found is not None
    assert not found.open
    assert found.options == ()
