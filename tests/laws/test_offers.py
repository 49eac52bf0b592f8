from datetime import timedelta

from bot.core.ids import Token
from bot.core.offers import Button, Offer
from bot.core.people import Account
from bot.storage.database import Database
from tests.laws.examples import BEN, HOUR, NOON, meet


def choice(account: Account, *tokens: str, awaits: str = "", is_open: bool = True, age: timedelta = HOUR) -> Offer:
    buttons = tuple(Button(Token(token), f"join {token}", f"Join {token}") for token in tokens)
    return Offer(account=account.id, buttons=buttons, awaits=awaits, open=is_open, made_at=NOON - age)


async def test_the_newest_open_offer_of_somebody_is_found(store: Database) -> None:
    async with store.work() as work:
        ann, ben = await meet(work), await meet(work, BEN)
        assert await work.offers.newest(ann.id) is None
        await work.offers.make(choice(ann, "a"))
        made = await work.offers.make(choice(ann, "b", "c", awaits="suggest evening"))
        await work.offers.make(choice(ben, "d"))
    async with store.work() as work:
        assert await work.offers.newest(ann.id) == made


async def test_a_card_is_not_what_is_meant_by_words(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        made = await work.offers.make(choice(ann, "a"))
        card = await work.offers.make(choice(ann, "b", is_open=False))
        assert await work.offers.newest(ann.id) == made
        assert await work.offers.bearing(Token("b")) == card


async def test_each_button_leads_to_its_offer_also_once_that_is_closed(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.offers.make(choice(ann, "a", "b"))
        await work.offers.close(ann.id)
    async with store.work() as work:
        assert await work.offers.newest(ann.id) is None
        found = await work.offers.bearing(Token("b"))
        assert found is not None
        assert not found.open
        assert found.says(Token("b")) == "join b"
        assert await work.offers.bearing(Token("forged")) is None


async def test_old_offers_are_forgotten_with_their_buttons(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.offers.make(choice(ann, "old", age=5 * HOUR))
        await work.offers.make(choice(ann, "new", age=HOUR))
        assert await work.offers.forget(NOON - 2 * HOUR) == 1
        assert await work.offers.bearing(Token("old")) is None
        assert await work.offers.bearing(Token("new")) is not None
