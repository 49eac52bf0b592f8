"""The policy files as they were read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import CommunityKey
from bot.storage.secrets import Vault
from bot.storage.tables import policies_read

_LAST = (
    select(policies_read)
    .where(policies_read.c.community == bindparam("of_community"))
    .order_by(policies_read.c.id.desc())
    .limit(1)
)
_IN_FORCE = _LAST.where(policies_read.c.in_force)
_RECORD = insert(policies_read)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRead:
    """A policy file as it was read at a moment: `source` is its text. `in_force`: it took effect then."""

    community: CommunityKey
    version: str
    fingerprint: str
    source: str
    read_at: datetime
    in_force: bool


class StoredPoliciesRead:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def record(self, policy: PolicyRead) -> None:
        """Remember this reading."""
        values = {
            "community": policy.community,
            "version": policy.version,
            "fingerprint": policy.fingerprint,
            "source": self._vault.seal("policies_read.source", policy.source),
            "read_at": policy.read_at,
            "in_force": policy.in_force,
        }
        await self._connection.execute(_RECORD, values)

    async def last(self, community: CommunityKey) -> PolicyRead | None:
        """The latest reading, whether it came into force or not."""
        return await self._one(_LAST, community)

    async def in_force(self, community: CommunityKey) -> PolicyRead | None:
        """The latest reading that took effect."""
        return await self._one(_IN_FORCE, community)

    async def _one(self, question: Any, community: CommunityKey) -> PolicyRead | None:
        row = (await self._connection.execute(question, {"of_community": community})).one_or_none()
        if row is None:
            return None
        return PolicyRead(
            community=CommunityKey(row.community),
            version=row.version,
            fingerprint=row.fingerprint,
            source=self._vault.open("policies_read.source", row.source),
            read_at=row.read_at,
            in_force=row.in_force,
        )
