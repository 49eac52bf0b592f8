"""Questions that were asked, found again by the buttons under them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, ApplicationId, PromptId, Token
from bot.core.membership.application import Prompt
from bot.storage.secrets import Vault
from bot.storage.tables import prompt_tokens, prompts

_OPEN_FOR = (
    select(prompts)
    .where(prompts.c.application == bindparam("application"), prompts.c.open)
    .order_by(prompts.c.id.desc())
    .limit(1)
)
_BEARING = (
    select(prompts)
    .join(prompt_tokens, prompt_tokens.c.prompt == prompts.c.id)
    .where(prompt_tokens.c.token == bindparam("token"))
)
_CLOSE = (
    update(prompts)
    .where(prompts.c.application == bindparam("of_application"), prompts.c.open)
    .values(open=False, options=bindparam("nothing"))
)
_ASK = insert(prompts).returning(prompts.c.id)
_TOKENS = insert(prompt_tokens)


class StoredPrompts:
    """Tokens are found by keyed hash; the pairs of token and value are sealed."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def ask(self, prompt: Prompt) -> Prompt:
        await self.close(prompt.application)
        values = {
            "account": prompt.account,
            "application": prompt.application,
            "step": self._vault.seal("prompts.step", prompt.step),
            "options": self._vault.seal("prompts.options", json.dumps(prompt.options)),
            "open": True,
        }
        number = (await self._connection.execute(_ASK, values)).scalar_one()
        if prompt.options:
            tokens = [{"token": self._hash(token), "prompt": number} for token, _ in prompt.options]
            await self._connection.execute(_TOKENS, tokens)
        return replace(prompt, id=PromptId(number), open=True)

    async def open_for(self, application: ApplicationId) -> Prompt | None:
        return await self._one(_OPEN_FOR, application=application)

    async def bearing(self, token: Token) -> Prompt | None:
        return await self._one(_BEARING, token=self._hash(token))

    async def close(self, application: ApplicationId) -> None:
        """What its options stood for is forgotten: an age may have been among them."""
        nothing = self._vault.seal("prompts.options", "[]")
        await self._connection.execute(_CLOSE, {"of_application": application, "nothing": nothing})

    async def _one(self, question: Any, **values: object) -> Prompt | None:
        row = (await self._connection.execute(question, values)).one_or_none()
        return None if row is None else self._prompt(row)

    def _hash(self, token: Token) -> bytes:
        return self._vault.lookup("prompt_tokens", token)

    def _prompt(self, row: Any) -> Prompt:
        options = json.loads(self._vault.open("prompts.options", row.options))
        return Prompt(
            id=PromptId(row.id),
            account=AccountId(row.account),
            application=ApplicationId(row.application),
            step=self._vault.open("prompts.step", row.step),
            options=tuple((Token(token), value) for token, value in options),
            open=row.open,
        )
