"""What people were offered, found again by the buttons and by whose it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, OfferId, Token
from bot.core.offers import Button, Offer
from bot.storage.secrets import Vault
from bot.storage.tables import offer_buttons, offers

_NEWEST = (
    select(offers)
    .where(offers.c.account == bindparam("of_account"), offers.c.open)
    .order_by(offers.c.id.desc())
    .limit(1)
)
_BEARING = (
    select(offers)
    .join(offer_buttons, offer_buttons.c.offer == offers.c.id)
    .where(offer_buttons.c.token == bindparam("token"))
)
_BUTTONS = (
    select(offer_buttons.c.button).where(offer_buttons.c.offer == bindparam("of")).order_by(offer_buttons.c.place)
)
_CLOSE = update(offers).where(offers.c.account == bindparam("of_account"), offers.c.open).values(open=False)
_MAKE = insert(offers).returning(offers.c.id)
_ADD_BUTTONS = insert(offer_buttons)
_FORGET = delete(offers).where(offers.c.made_at < bindparam("before"))


class StoredOffers:
    """Tokens are found by keyed hash; what the buttons say is sealed."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def make(self, offer: Offer) -> Offer:
        if offer.open:
            await self.close(offer.account)
        values = {
            "account": offer.account,
            "awaits": self._vault.seal("offers.awaits", offer.awaits),
            "open": offer.open,
            "made_at": offer.made_at,
        }
        number = (await self._connection.execute(_MAKE, values)).scalar_one()
        rows = [self._row(number, *each) for each in enumerate(offer.buttons)]
        if rows:
            await self._connection.execute(_ADD_BUTTONS, rows)
        return replace(offer, id=OfferId(number))

    async def newest(self, account: AccountId) -> Offer | None:
        return await self._one(_NEWEST, of_account=account)

    async def bearing(self, token: Token) -> Offer | None:
        return await self._one(_BEARING, token=self._hash(token))

    async def close(self, account: AccountId) -> None:
        await self._connection.execute(_CLOSE, {"of_account": account})

    async def forget(self, made_before: datetime) -> int:
        return (await self._connection.execute(_FORGET, {"before": made_before})).rowcount

    def _row(self, offer: int, place: int, button: Button) -> dict[str, object]:
        sealed = self._vault.seal("offer_buttons.button", json.dumps([button.token, button.says, button.label]))
        return {"token": self._hash(button.token), "offer": offer, "place": place, "button": sealed}

    def _hash(self, token: Token) -> bytes:
        return self._vault.lookup("offer_buttons", token)

    async def _one(self, question: Any, **values: object) -> Offer | None:
        row = (await self._connection.execute(question, values)).one_or_none()
        if row is None:
            return None
        sealed = (await self._connection.execute(_BUTTONS, {"of": row.id})).scalars()
        return Offer(
            id=OfferId(row.id),
            account=AccountId(row.account),
            buttons=tuple(self._button(each) for each in sealed),
            awaits=self._vault.open("offers.awaits", row.awaits),
            open=row.open,
            made_at=row.made_at,
        )

    def _button(self, sealed: bytes) -> Button:
        token, says, label = json.loads(self._vault.open("offer_buttons.button", sealed))
        return Button(Token(token), says, label)
