"""Tells whoever waits that something has changed."""

import asyncio


class Bell:
    """Rings once for everybody who was listening at that moment.

    There is no await between a ring and the next look at the world, so a loop of `look; await bell.heard()` in one
    event loop misses nothing.
    """

    def __init__(self) -> None:
        self._listeners: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        listeners, self._listeners = self._listeners, []
        for listener in listeners:
            if not listener.done():
                listener.set_result(None)

    def next_ring(self) -> asyncio.Future[None]:
        listener: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._listeners.append(listener)
        return listener

    async def heard(self) -> None:
        await self.next_ring()
