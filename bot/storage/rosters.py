"""Rosters: what is known of somebody is sealed together; they are found by keyed hashes of their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, DraftId, EntryId, NativeId, PlatformName, RosterKey
from bot.core.membership.roster import Changes, Draft, Entry, Guardian, Row
from bot.storage.secrets import Vault
from bot.storage.tables import roster_drafts, roster_entries

_PLACE = "roster_entries.particulars"
_DRAFT_PLACE = "roster_drafts.particulars"

_ALL = select(roster_entries).where(roster_entries.c.roster == bindparam("on_roster")).order_by(roster_entries.c.id)
_COUNT = select(func.count()).where(roster_entries.c.roster == bindparam("on_roster"))
_MATCHING = (
    select(roster_entries)
    .where(
        roster_entries.c.roster.in_(bindparam("rosters", expanding=True)),
        or_(roster_entries.c.account == bindparam("account"), roster_entries.c.username == bindparam("name")),
    )
    .order_by(roster_entries.c.id)
)
_MATRIX_MATCHING = (
    select(roster_entries)
    .where(
        roster_entries.c.roster.in_(bindparam("rosters", expanding=True)),
        roster_entries.c.matrix == bindparam("account"),
    )
    .order_by(roster_entries.c.id)
)
_THIS_ONE = roster_entries.c.id == bindparam("entry")
_ADD = insert(roster_entries)
_CHANGE = (
    update(roster_entries)
    .where(_THIS_ONE)
    .values(
        particulars=bindparam("sealed"),
        account=bindparam("of_account"),
        username=bindparam("of_username"),
        matrix=bindparam("of_matrix"),
    )
)
_STRIKE = delete(roster_entries).where(_THIS_ONE)
_DRAFT = insert(roster_drafts).returning(roster_drafts.c.id)
_DRAFT_OF = select(roster_drafts).where(roster_drafts.c.account == bindparam("of_account"))
_DROP = delete(roster_drafts).where(roster_drafts.c.account == bindparam("of_account"))
_FORGET = delete(roster_drafts).where(roster_drafts.c.made_at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class _Particulars:
    row: Row
    bound: str | None = None
    guardian: Guardian | None = None


@dataclass(frozen=True, slots=True)
class _Drafted:
    rows: tuple[Row, ...]
    seen: str


_PARTICULARS = TypeAdapter(_Particulars)
_DRAFTED = TypeAdapter(_Drafted)


class StoredRosters:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def entries(self, roster: RosterKey) -> Sequence[Entry]:
        rows = await self._connection.execute(_ALL, {"on_roster": roster})
        return [self._entry(row) for row in rows]

    async def count(self, roster: RosterKey) -> int:
        return (await self._connection.execute(_COUNT, {"on_roster": roster})).scalar_one()

    async def matching(
        self, rosters: Sequence[RosterKey], platform: PlatformName, native: NativeId, username: str
    ) -> Sequence[Entry]:
        values = {"rosters": list(rosters), "account": self._account(platform, native)}
        if platform is PlatformName.MATRIX:
            rows = await self._connection.execute(_MATRIX_MATCHING, values)
        else:
            name = self._username(username.casefold()) if username else b""
            rows = await self._connection.execute(_MATCHING, {**values, "name": name})
        entries = [self._entry(row) for row in rows]
        return [entry for entry in entries if entry.is_about(platform, native, username)]

    async def apply(self, roster: RosterKey, changes: Changes) -> None:
        if changes.struck:
            await self._connection.execute(_STRIKE, [{"entry": entry.id} for entry in changes.struck])
        if changes.changed:
            await self._connection.execute(_CHANGE, [self._change(after) for _, after in changes.changed])
        added = [{"roster": roster, **self._columns(Entry(row))} for row in changes.added]
        if added:
            await self._connection.execute(_ADD, added)

    async def save(self, entry: Entry) -> None:
        await self._connection.execute(_CHANGE, self._change(entry))

    def _change(self, entry: Entry) -> dict[str, object]:
        columns = self._columns(entry)
        return {
            "entry": entry.id,
            "sealed": columns["particulars"],
            "of_account": columns["account"],
            "of_username": columns["username"],
            "of_matrix": columns["matrix"],
        }

    async def draft(self, draft: Draft) -> Draft:
        await self.drop(draft.account)
        particulars = _DRAFTED.dump_json(_Drafted(draft.rows, draft.seen)).decode()
        values = {
            "account": draft.account,
            "roster": draft.roster,
            "particulars": self._vault.seal(_DRAFT_PLACE, particulars),
            "made_at": draft.made_at,
        }
        number = (await self._connection.execute(_DRAFT, values)).scalar_one()
        return replace(draft, id=DraftId(number))

    async def drafted(self, account: AccountId) -> Draft | None:
        row = (await self._connection.execute(_DRAFT_OF, {"of_account": account})).one_or_none()
        if row is None:
            return None
        drafted = _DRAFTED.validate_json(self._vault.open(_DRAFT_PLACE, row.particulars))
        return Draft(
            id=DraftId(row.id),
            account=AccountId(row.account),
            roster=RosterKey(row.roster),
            rows=drafted.rows,
            seen=drafted.seen,
            made_at=row.made_at,
        )

    async def drop(self, account: AccountId) -> None:
        await self._connection.execute(_DROP, {"of_account": account})

    async def forget_drafts(self, made_before: datetime) -> int:
        return (await self._connection.execute(_FORGET, {"before": made_before})).rowcount

    def _columns(self, entry: Entry) -> dict[str, bytes | None]:
        row, telegram = entry.row, entry.telegram
        particulars = _PARTICULARS.dump_json(_Particulars(row, entry.bound, entry.guardian)).decode()
        username = row.username if telegram is None else ""
        return {
            "particulars": self._vault.seal(_PLACE, particulars),
            "account": self._account(PlatformName.TELEGRAM, telegram) if telegram else None,
            "username": self._username(username) if username else None,
            "matrix": self._account(PlatformName.MATRIX, NativeId(row.matrix)) if row.matrix else None,
        }

    def _entry(self, row: Any) -> Entry:
        particulars = _PARTICULARS.validate_json(self._vault.open(_PLACE, row.particulars))
        bound = None if particulars.bound is None else NativeId(particulars.bound)
        return Entry(particulars.row, EntryId(row.id), bound, particulars.guardian)

    def _account(self, platform: PlatformName, native: NativeId) -> bytes:
        return self._vault.lookup("roster_entries.account", platform, native.casefold())

    def _username(self, username: str) -> bytes:
        return self._vault.lookup("roster_entries.username", username)
