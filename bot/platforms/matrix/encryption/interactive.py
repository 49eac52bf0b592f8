"""Requests for which the homeserver wants the password once more."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from bot.core.errors import Stop
from bot.platforms.matrix.encryption.line import Line, Refusal

_PASSWORD, _DUMMY = "m.login.password", "m.login.dummy"


async def with_password(line: Line, path: str, body: dict[str, Any], *, user: str, password: str | None) -> None:
    """Send it, and where the homeserver asks who is there, answer with the password.

    The protocol: https://spec.matrix.org/v1.16/client-server-api/#user-interactive-authentication-api. Raises `Stop`
    where a password is wanted and there is none, or another proof is wanted; `Refusal` for anything else.
    """
    try:
        await line.ask("POST", path, body)
    except Refusal as refusal:
        if refusal.status != HTTPStatus.UNAUTHORIZED or "flows" not in refusal.answer:
            raise
        await line.ask("POST", path, {**body, "auth": _proof(refusal.answer, user, password)})


def _proof(asked: dict[str, Any], user: str, password: str | None) -> dict[str, Any]:
    ways = [flow.get("stages", []) for flow in asked["flows"]]
    proof: dict[str, Any] = {"session": asked.get("session")}
    if [_DUMMY] in ways:
        return {**proof, "type": _DUMMY}
    if [_PASSWORD] not in ways:
        raise Stop(
            f"The homeserver wants {user} to prove itself in another way than by password before it takes the "
            "bot's encryption keys, and Hallkeeper cannot. Use an account with a password."
        )
    if password is None:
        raise Stop("The homeserver wants the bot's password before it takes its encryption keys. Set MATRIX_PASSWORD.")
    return {**proof, "type": _PASSWORD, "identifier": {"type": "m.id.user", "user": user}, "password": password}
