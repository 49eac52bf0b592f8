"""People and their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import User
from bot.core.ids import AccountId, GroupId, NativeId, PersonId, PlatformName
from bot.core.people import Account
from bot.storage.secrets import Vault
from bot.storage.tables import accounts, members, metadata, people

if TYPE_CHECKING:
    from bot.storage.errands import StoredErrands

_ACCOUNTS = select(
    accounts.c.id,
    accounts.c.person,
    accounts.c.platform,
    accounts.c.name,
    accounts.c.username,
    accounts.c.language,
    accounts.c.reachable,
    accounts.c.chosen_language,
)
_BY_USER = _ACCOUNTS.where(accounts.c.who == bindparam("who"))
_BY_ID = _ACCOUNTS.where(accounts.c.id == bindparam("account"))
_NATIVE = select(accounts.c.platform, accounts.c.native).where(accounts.c.id == bindparam("account"))
_NATIVES = select(accounts.c.platform, accounts.c.native).where(
    accounts.c.person.in_(select(accounts.c.person).where(accounts.c.id == bindparam("account")))
)
_INSIDE = (
    _ACCOUNTS.add_columns(accounts.c.native)
    .join(members, members.c.account == accounts.c.id)
    .where(members.c.group_id == bindparam("of_group"))
    .order_by(accounts.c.id)
)
_OF_PEOPLE = [column for table in metadata.tables.values() for column in table.c if column.references(people.c.id)]
"""Whatever is kept of a person, in whichever table."""
_CHANGE = update(accounts).where(accounts.c.id == bindparam("account"))
_NEW_PERSON = insert(people).returning(people.c.id)
_NEW_ACCOUNT = insert(accounts).returning(accounts.c.id)


class StoredPeople:
    def __init__(self, connection: AsyncConnection, vault: Vault, errands: StoredErrands) -> None:
        self._connection = connection
        self._vault = vault
        self._errands = errands

    async def meet(self, user: User, now: datetime) -> Account:
        """A new account counts as reachable until a platform says otherwise. An empty language changes nothing."""
        who = self._vault.lookup("accounts", user.platform, user.id)
        row = (await self._connection.execute(_BY_USER, {"who": who})).one_or_none()
        if row is None:
            return await self._add(user, who, now)
        known = self._account(row)
        if not user.name:
            return known
        told = user.language or known.told_language
        language = row.chosen_language or told
        as_told = replace(known, name=user.name, username=user.username, language=language, told_language=told)
        if as_told != known:
            await self._change(as_told)
        return as_told

    async def known(self, user: User) -> Account | None:
        """As `meet`, but nobody is met by it."""
        who = self._vault.lookup("accounts", user.platform, user.id)
        row = (await self._connection.execute(_BY_USER, {"who": who})).one_or_none()
        return None if row is None else self._account(row)

    async def account(self, account: AccountId) -> Account:
        row = (await self._connection.execute(_BY_ID, {"account": account})).one_or_none()
        if row is None:
            raise KeyError(account)
        return self._account(row)

    async def choose_language(self, account: AccountId, language: str) -> None:
        await self._connection.execute(_CHANGE.values(chosen_language=language), {"account": account})

    async def set_reachable(self, account: AccountId, *, reachable: bool) -> None:
        change = _CHANGE.where(accounts.c.reachable != reachable).values(reachable=reachable)
        await self._connection.execute(change, {"account": account})
        if reachable:
            await self._errands.release(account)

    async def native(self, account: AccountId) -> tuple[PlatformName, NativeId]:
        """What its platform calls this account. Raises KeyError if there is no such account."""
        row = (await self._connection.execute(_NATIVE, {"account": account})).one_or_none()
        if row is None:
            raise KeyError(account)
        return PlatformName(row.platform), NativeId(self._vault.open("accounts.native", row.native))

    async def natives(self, account: AccountId) -> Sequence[tuple[PlatformName, NativeId]]:
        """Of all accounts of the person whose this is. Raises KeyError if there is no such account."""
        rows = (await self._connection.execute(_NATIVES, {"account": account})).all()
        if not rows:
            raise KeyError(account)
        return [(PlatformName(row.platform), NativeId(self._vault.open("accounts.native", row.native))) for row in rows]

    async def inside(self, group: GroupId) -> Sequence[tuple[Account, NativeId]]:
        rows = await self._connection.execute(_INSIDE, {"of_group": group})
        return [(self._account(row), NativeId(self._vault.open("accounts.native", row.native))) for row in rows]

    async def unite(self, account: AccountId, other: AccountId) -> None:
        """Whoever was met first is who they both are."""
        one, another = (await self.account(account)).person, (await self.account(other)).person
        stays, goes = sorted((one, another))
        if stays == goes:
            return
        for column in _OF_PEOPLE:
            await self._connection.execute(update(column.table).where(column == goes).values({column.name: stays}))
        await self._connection.execute(delete(people).where(people.c.id == goes))

    async def _add(self, user: User, who: bytes, now: datetime) -> Account:
        person = (await self._connection.execute(_NEW_PERSON, {"met_at": now})).scalar_one()
        values = {
            "person": person,
            "platform": user.platform.value,
            "who": who,
            "native": self._vault.seal("accounts.native", user.id),
            "name": self._vault.seal("accounts.name", user.name),
            "username": self._vault.seal("accounts.username", user.username),
            "language": user.language,
            "reachable": True,
        }
        number = (await self._connection.execute(_NEW_ACCOUNT, values)).scalar_one()
        return Account(
            id=AccountId(number),
            person=PersonId(person),
            platform=user.platform,
            name=user.name,
            username=user.username,
            language=user.language,
            reachable=True,
            told_language=user.language,
        )

    async def _change(self, account: Account) -> None:
        values = {
            "name": self._vault.seal("accounts.name", account.name),
            "username": self._vault.seal("accounts.username", account.username),
            "language": account.told_language,
        }
        await self._connection.execute(_CHANGE.values(values), {"account": account.id})

    def _account(self, row: Any) -> Account:
        return Account(
            id=AccountId(row.id),
            person=PersonId(row.person),
            platform=PlatformName(row.platform),
            name=self._vault.open("accounts.name", row.name),
            username=self._vault.open("accounts.username", row.username),
            language=row.chosen_language or row.language,
            reachable=row.reachable,
            told_language=row.language,
        )
