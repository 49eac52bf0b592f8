"""What a sync has left out, because more happened than it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.platforms.matrix.limits import AT_ONCE
from bot.platforms.matrix.readable import mappings, text
from bot.platforms.matrix.wire import MatrixRefusal, escaped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.platforms.matrix.wire import Wire


async def fill(
    wire: Wire,
    room: str,
    patiently: Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]],
    *,
    before: str,
    since: str,
) -> list[dict[str, Any]]:
    """The events of a room from `since` up to `before`, both tokens of a sync, the oldest first.

    Empty where the bot may not look any more. `patiently` repeats a call until it is answered.
    """
    found: list[dict[str, Any]] = []
    position = before
    address = f"/rooms{escaped(room)}/messages"
    while position:
        asked = {"from": position, "to": since, "dir": "b", "limit": str(AT_ONCE), "filter": json.dumps({})}
        try:
            answer = await patiently(lambda: wire.call("GET", address, query=asked))  # noqa: B023 - awaited at once
        except MatrixRefusal:
            break
        chunk = mappings(answer, "chunk")
        found += chunk
        further = text(answer, "end")
        position = further if chunk and further != position else ""
    return list(reversed(found))
