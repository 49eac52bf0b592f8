"""Keeping the page up to date: the whole of what is to be seen, anew whenever it has changed (server-sent events).

Nothing can be lost between two events, or while the line was down: each event stands by itself.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.bot_api.bell import Bell

GATHER = 0.02
"""Seconds for which changes that come together are gathered into one event."""
LOOK_AGAIN = 2.0
"""Seconds after which time alone may have changed something; it also shows that the line is still there."""


async def stream(request: web.Request, bell: Bell, look: Callable[[], dict[str, Any]]) -> web.StreamResponse:
    """Until whoever listens is gone."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    with suppress(ConnectionResetError):
        await response.prepare(request)
        await _tell(response, bell, look)
    return response


async def _tell(response: web.StreamResponse, bell: Bell, look: Callable[[], dict[str, Any]]) -> None:
    told, ring = "", bell.next_ring()
    while True:
        if ring.done():
            ring = bell.next_ring()  # before looking, or what changes while it is being sent would go unnoticed
        seen = json.dumps(look(), ensure_ascii=False)
        await response.write(b": still here\n\n" if seen == told else b"data: " + seen.encode() + b"\n\n")
        told = seen
        await asyncio.wait({ring}, timeout=LOOK_AGAIN)
        await asyncio.sleep(GATHER)
