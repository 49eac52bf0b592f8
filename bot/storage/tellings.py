"""What people were told when they came in, in the words that were said to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.consent.given import Telling
from bot.core.ids import GroupId, PersonId, PlatformName
from bot.storage.secrets import Vault
from bot.storage.tables import tellings

_OF = select(tellings).where(tellings.c.person == bindparam("person")).order_by(tellings.c.id)
_RECORD = insert(tellings)
_FORGET = delete(tellings).where(
    tellings.c.person == bindparam("of_person"), tellings.c.group_id == bindparam("in_group")
)


class StoredTellings:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def record(self, telling: Telling) -> None:
        values = {
            "person": telling.person,
            "group_id": telling.group,
            "key": telling.key,
            "text": self._vault.seal("tellings.text", telling.text),
            "language": telling.language,
            "policy_version": telling.policy_version,
            "platform": telling.platform.value,
            "told_at": telling.told_at,
        }
        await self._connection.execute(_RECORD, values)

    async def of(self, person: PersonId) -> Sequence[Telling]:
        rows = await self._connection.execute(_OF, {"person": person})
        return [
            Telling(
                person=PersonId(row.person),
                group=GroupId(row.group_id),
                key=row.key,
                text=self._vault.open("tellings.text", row.text),
                language=row.language,
                policy_version=row.policy_version,
                platform=PlatformName(row.platform),
                told_at=row.told_at,
            )
            for row in rows
        ]

    async def forget(self, person: PersonId, group: GroupId) -> int:
        return (await self._connection.execute(_FORGET, {"of_person": person, "in_group": group})).rowcount
