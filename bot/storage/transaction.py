"""One transaction, and everything that can be remembered and asked within it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import Errand
from bot.storage.applications import StoredApplications
from bot.storage.bars import StoredBars
from bot.storage.closings import StoredClosings
from bot.storage.consents import StoredConsents
from bot.storage.crypto_store import StoredKeyRecords
from bot.storage.deliveries import StoredDeliveries
from bot.storage.errands import StoredErrands
from bot.storage.groups import StoredGroups
from bot.storage.members import StoredMembers
from bot.storage.mutes import StoredMutes
from bot.storage.offers import StoredOffers
from bot.storage.orders import StoredOrders
from bot.storage.people import StoredPeople
from bot.storage.policies_read import StoredPoliciesRead
from bot.storage.prompts import StoredPrompts
from bot.storage.refusals import StoredRefusals
from bot.storage.rosters import StoredRosters
from bot.storage.secrets import Vault
from bot.storage.shortcomings import StoredShortcomings
from bot.storage.suggestions import StoredSuggestions
from bot.storage.tellings import StoredTellings
from bot.storage.told import StoredTold


class Transaction:
    """Implements `bot.core.ports.Work`."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self.groups = StoredGroups(connection, vault)
        self.errands = StoredErrands(connection, vault, self.groups)
        self.people = StoredPeople(connection, vault, self.errands)
        self.applications = StoredApplications(connection, vault)
        self.prompts = StoredPrompts(connection, vault)
        self.offers = StoredOffers(connection, vault)
        self.rosters = StoredRosters(connection, vault)
        self.suggestions = StoredSuggestions(connection, vault)
        self.refusals = StoredRefusals(connection, vault, self.people)
        self.bars = StoredBars(connection, vault, self.people)
        self.mutes = StoredMutes(connection, vault)
        self.consents = StoredConsents(connection, vault)
        self.tellings = StoredTellings(connection, vault)
        self.members = StoredMembers(connection)
        self.deliveries = StoredDeliveries(connection, vault)
        self.shortcomings = StoredShortcomings(connection)
        self.closings = StoredClosings(connection)
        self.orders = StoredOrders(connection)
        self.told = StoredTold(connection, vault)
        self.policies_read = StoredPoliciesRead(connection, vault)
        self.key_records = StoredKeyRecords(connection, vault)

    @property
    def wanted(self) -> Sequence[Errand]:
        return self.errands.wanted

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """What was wanted in a part that raised is not wanted. The exception goes on its way."""
        before = len(self.errands.wanted)
        try:
            async with self._connection.begin_nested():
                yield
        except BaseException:
            del self.errands.wanted[before:]
            raise
