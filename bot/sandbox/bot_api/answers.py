"""Carries out a call and puts its outcome into Telegram's envelope."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.bot_api.call import Call, Described, RawResult
from bot.sandbox.bot_api.call_record import BotCall
from bot.sandbox.bot_api.methods.table import METHODS
from bot.sandbox.bot_api.parameters import integer
from bot.sandbox.bot_api.refusals import Refusal

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Bot
    from bot.sandbox.bot_api.parameters import Parameters
    from bot.sandbox.bot_api.world import BotApiWorld

LONGEST_TOKEN = 80


def bot_with_token(world: BotApiWorld, token: str) -> Bot:
    """Raises the Refusal 401 for a token that is none or nobody's."""
    number = token.partition(":")[0]
    if ":" not in token or len(token) > LONGEST_TOKEN or token.startswith("0") or integer(number) <= 0:
        raise Refusal(401, "Unauthorized: invalid token specified")
    if token not in world.bots:
        raise Refusal(401, "Unauthorized")
    return world.bots[token]


async def carry_out(world: BotApiWorld, bot: Bot, method: str, params: Parameters) -> web.Response:
    """Does it, records it, answers it."""
    name, handler = METHODS.get(method.lower(), (method, None))
    if handler is None:
        unknown = Refusal(404, "Not Found: method not found")
        _record(world, bot, name, params, error=unknown.description)
        return failure(unknown)
    try:
        result = handler(Call(world, bot, name, params))
        if inspect.isawaitable(result):
            result = await result
    except Refusal as refusal:
        _record(world, bot, name, params, error=refusal.description)
        return failure(refusal)
    _record(world, bot, name, params, result=result)
    return success(result)


def success(result: Any) -> web.Response:
    if isinstance(result, RawResult):
        return _response(200, b'{"ok":true,"result":' + result.json + b"}")
    envelope = {"ok": True, "result": result}
    if isinstance(result, Described):
        envelope = {"ok": True, "result": result.result, "description": result.description}
    return _response(200, _json(envelope))


def failure(refusal: Refusal) -> web.Response:
    envelope: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters():
        envelope["parameters"] = refusal.parameters()
    response = _response(refusal.code, _json(envelope))
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _record(
    world: BotApiWorld, bot: Bot, method: str, params: Parameters, *, result: Any = None, error: str | None = None
) -> None:
    kept = None if isinstance(result, RawResult) else result
    world.record.add(
        BotCall(bot_id=bot.id, method=method, params=params.texts, result=kept, error=error, at=world.clock.now())
    )
    world.changed_bell.ring()


def _response(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, content_type="application/json")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
