"""Suggestions: what was written is sealed, and the way in is found by keyed hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, GroupId, PersonId, SuggestionId, Token
from bot.core.membership.suggestion import Stage, Suggestion
from bot.storage.secrets import Vault
from bot.storage.tables import accounts, suggestions

_PLACE = "suggestions.words"

_ALL = select(suggestions)
_THIS_ONE = suggestions.c.id == bindparam("suggestion")
_BY_ID = _ALL.where(_THIS_ONE)
_BEARING = _ALL.where(suggestions.c.token == bindparam("hashed"))
_OPEN_IN = _ALL.where(suggestions.c.group_id == bindparam("group"), suggestions.c.stage == Stage.OPEN.value).order_by(
    suggestions.c.id
)
_OPEN_OF = (
    select(func.count())
    .select_from(suggestions)
    .join(accounts, accounts.c.id == suggestions.c.account)
    .where(accounts.c.person == bindparam("person"), suggestions.c.stage == Stage.OPEN.value)
)
_ENDED = (
    _ALL.where(suggestions.c.ends_at <= bindparam("now"))
    .order_by(suggestions.c.ends_at, suggestions.c.id)
    .limit(bindparam("most"))
)
_ADD = insert(suggestions).returning(suggestions.c.id)
_SAVE = update(suggestions).where(_THIS_ONE)
_FORGET = delete(suggestions).where(_THIS_ONE)
_FORGET_DRAFTS = delete(suggestions).where(
    suggestions.c.account == bindparam("of_account"), suggestions.c.stage == Stage.DRAFT.value
)


class StoredSuggestions:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def add(self, suggestion: Suggestion) -> Suggestion:
        if suggestion.stage is Stage.DRAFT:
            await self._connection.execute(_FORGET_DRAFTS, {"of_account": suggestion.account})
        number = (await self._connection.execute(_ADD, self._columns(suggestion))).scalar_one()
        return replace(suggestion, id=SuggestionId(number))

    async def get(self, suggestion: SuggestionId) -> Suggestion | None:
        return await self._one(_BY_ID, suggestion=suggestion)

    async def bearing(self, token: Token) -> Suggestion | None:
        return await self._one(_BEARING, hashed=self._hash(token))

    async def open_in(self, group: GroupId) -> Sequence[Suggestion]:
        return [self._suggestion(row) for row in await self._connection.execute(_OPEN_IN, {"group": group})]

    async def count_open(self, person: PersonId) -> int:
        return (await self._connection.execute(_OPEN_OF, {"person": person})).scalar_one()

    async def save(self, suggestion: Suggestion) -> None:
        change = _SAVE.values(self._columns(suggestion))
        await self._connection.execute(change, {"suggestion": suggestion.id})

    async def give_out(self, suggestion: SuggestionId, token: Token) -> None:
        await self._connection.execute(_SAVE.values(token=self._hash(token)), {"suggestion": suggestion})

    async def forget(self, suggestion: SuggestionId) -> None:
        await self._connection.execute(_FORGET, {"suggestion": suggestion})

    async def ended(self, now: datetime, most: int) -> Sequence[Suggestion]:
        rows = await self._connection.execute(_ENDED, {"now": now, "most": most})
        return [self._suggestion(row) for row in rows]

    def _hash(self, token: Token) -> bytes:
        return self._vault.lookup("suggestions", token)

    async def _one(self, question: Any, **values: object) -> Suggestion | None:
        row = (await self._connection.execute(question, values)).one_or_none()
        return None if row is None else self._suggestion(row)

    def _columns(self, suggestion: Suggestion) -> dict[str, object]:
        return {
            "account": suggestion.account,
            "group_id": suggestion.group,
            "stage": suggestion.stage.value,
            "words": self._vault.seal(_PLACE, suggestion.words),
            "bound": suggestion.bound,
            "decided_by": suggestion.decided_by,
            "made_at": suggestion.made_at,
            "ends_at": suggestion.ends_at,
        }

    def _suggestion(self, row: Any) -> Suggestion:
        return Suggestion(
            id=SuggestionId(row.id),
            account=AccountId(row.account),
            group=GroupId(row.group_id),
            stage=Stage(row.stage),
            words=self._vault.open(_PLACE, row.words),
            made_at=row.made_at,
            ends_at=row.ends_at,
            bound=None if row.bound is None else AccountId(row.bound),
            decided_by=None if row.decided_by is None else AccountId(row.decided_by),
        )
