"""What people have agreed to, in the words that they were shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.consent.given import Consent
from bot.core.ids import CommunityKey, GroupId, PersonId, PlatformName
from bot.core.membership.application import Standing
from bot.storage.secrets import Vault
from bot.storage.tables import accounts, applications, consents, members

_OF = select(consents).where(consents.c.person == bindparam("person")).order_by(consents.c.id)
_RECORD = insert(consents)
_END = update(consents).where(
    consents.c.person == bindparam("of_person"),
    consents.c.group_id == bindparam("in_group"),
    consents.c.ended_at.is_(None),
)
_IS_IN = exists().where(
    accounts.c.person == consents.c.person,
    members.c.account == accounts.c.id,
    members.c.group_id == consents.c.group_id,
)
_IS_AT_THE_DOOR = exists().where(
    applications.c.person == consents.c.person,
    applications.c.group_id == consents.c.group_id,
    applications.c.standing.not_in([standing.value for standing in Standing if standing.is_over]),
)
_END_UNUSED = update(consents).where(
    consents.c.ended_at.is_(None), consents.c.given_at < bindparam("before"), ~_IS_IN, ~_IS_AT_THE_DOOR
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

    async def end_unused(self, given_before: datetime, community: CommunityKey, now: datetime) -> int:
        its = _END_UNUSED.where(_is_of(community)).values(ended_at=now)
        return (await self._connection.execute(its, {"before": given_before})).rowcount

    async def forget(self, ended_before: datetime, community: CommunityKey) -> int:
        its = _FORGET.where(_is_of(community))
        return (await self._connection.execute(its, {"before": ended_before})).rowcount


def _is_of(community: CommunityKey) -> ColumnElement[bool]:
    return consents.c.group_id.startswith(f"{community}/", autoescape=True)
