"""What people have agreed to, in the words that they were shown."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.consent.given import Consent
from bot.core.ids import GroupId, PersonId, PlatformName
from bot.storage.secrets import Vault
from bot.storage.tables import consents

_OF = select(consents).where(consents.c.person == bindparam("person")).order_by(consents.c.id)
_RECORD = insert(consents)


class StoredConsents:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def record(self, consent: Consent) -> None:
        values = {
            "person": consent.person,
            "group_id": consent.group,
            "key": consent.key,
            "statement": self._vault.seal("consents.statement", consent.statement),
            "language": consent.language,
            "policy_version": consent.policy_version,
            "platform": consent.platform.value,
            "given_at": consent.given_at,
        }
        await self._connection.execute(_RECORD, values)

    async def of(self, person: PersonId) -> Sequence[Consent]:
        """In the order in which they were given."""
        rows = await self._connection.execute(_OF, {"person": person})
        return [
            Consent(
                person=PersonId(row.person),
                group=GroupId(row.group_id),
                key=row.key,
                statement=self._vault.open("consents.statement", row.statement),
                language=row.language,
                policy_version=row.policy_version,
                platform=PlatformName(row.platform),
                given_at=row.given_at,
            )
            for row in rows
        ]
