"""What the house has written down about somebody, on either platform."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.app.house import House
from bot.core.consent.given import Consent
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from bot.core.people import Account
from bot.core.ports import Work
from tests.journeys.both.hall import Somebody
from tests.journeys.both.matrix import MatrixSomebody
from tests.journeys.both.telegram import TelegramSomebody


async def account_of(work: Work, somebody: Somebody) -> Account:
    return await work.people.meet(_user(somebody), datetime.now(UTC))


async def consents_of(house: House, somebody: Somebody) -> Sequence[Consent]:
    """Every one that they have given, oldest first."""
    async with house.store.work() as work:
        return await work.consents.of((await account_of(work, somebody)).person)


def _user(somebody: Somebody) -> User:
    """Known by id alone: nothing that is known of them changes."""
    if isinstance(somebody, TelegramSomebody):
        return User(PlatformName.TELEGRAM, NativeId(str(somebody.visitor.person.id)), "")
    assert isinstance(somebody, MatrixSomebody)
    return User(PlatformName.MATRIX, NativeId(somebody.resident.id), "")
