"""How somebody is called where others read of them."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.ids import PlatformName
from bot.core.people import Account

_LONGEST = 40


def called(account: Account) -> str:
    """Their name on one line, short enough for a button."""
    name = " ".join(account.name.split()) or account.username or "?"
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


async def in_full(desk: Desk, account: Account) -> str:
    """With what tells people of the same name apart, where there is something: `Ada (@ada)`, `Ada (@ada:b.org)`."""
    if account.platform is PlatformName.MATRIX:
        _, native = await desk.records.people.native(account.id)
        return f"{called(account)} ({native})"
    return f"{called(account)} (@{account.username})" if account.username else called(account)
