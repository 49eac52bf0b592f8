"""What people have agreed to, in the words that they were shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.consent.given import Consent
from bot.core.ids import CommunityKey, GroupId, PersonId, PlatformName
from bot.storage.secrets import Vault
from bot.storage.tables import consents

_OF = select(consents).where(consents.c.person == bindparam("person")).order_by(consents.c.id)
_RECORD = insert(consents)
_END = update(consents).where(
    consents.c.person == bindparam("of_person"),
    consents.c.group_id == bindparam("in_group"),
    consents.c.ended_at.is_(None),
)
_FORGET = delete(consents).where(consents.c.ended_at < bindparam("before"))


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
            "ended_at": consent.ended_at,
        }
        await self._connection.execute(_RECORD, values)

    async def of(self, person: PersonId) -> Sequence[Consent]:
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
                ended_at=row.ended_at,
            )
            for row in rows
        ]

    async def end(self, person: PersonId, group: GroupId, key: str | None, now: datetime) -> int:
        ending = _END.values(ended_at=now)
        if key is not None:
            ending = ending.where(consents.c.key == key)
        return (await self._connection.execute(ending, {"of_person": person, "in_group": group})).rowcount

    async def forget(self, ended_before: datetime, community: CommunityKey) -> int:
        its = _FORGET.where(consents.c.group_id.startswith(f"{community}/", autoescape=True))
        return (await self._connection.execute(its, {"before": ended_before})).rowcount
