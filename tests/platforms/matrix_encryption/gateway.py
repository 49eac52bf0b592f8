"""A small proxy before a homeserver, for bad days: it turns requests away, loses them or loses the answers."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from yarl import URL

_NOT_PASSED_ON = {"host", "content-length", "content-encoding", "transfer-encoding", "connection"}


@dataclass(slots=True)
class Trouble:
    """For the next `times` requests whose path has `part` in it. `reaches`: the homeserver gets them all the same."""

    part: str
    status: int
    body: dict[str, Any]
    times: int
    reaches: bool = False
    delay: float = 0.0


class Gateway:
    def __init__(self, homeserver: str) -> None:
        self.url = ""
        self.passed: Counter[str] = Counter()
        self.bodies: list[tuple[str, dict[str, Any]]] = []
        self._homeserver = homeserver
        self._troubles: list[Trouble] = []
        self._session: aiohttp.ClientSession

    @classmethod
    @asynccontextmanager
    async def before(cls, homeserver: str) -> AsyncIterator[Gateway]:
        gateway = cls(homeserver)
        application = web.Application(client_max_size=16 * 1024 * 1024)
        application.router.add_route("*", "/{path:.*}", gateway._handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        gateway.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession(auto_decompress=True) as gateway._session:
            yield gateway
            await runner.cleanup()

    def trouble(
        self, part: str, *, status: int = 429, times: int = 1, after_ms: int = 200, reaches: bool = False
    ) -> None:
        errcode = "M_LIMIT_EXCEEDED" if status == 429 else "M_UNKNOWN"
        body = {"errcode": errcode, "error": "not now", "retry_after_ms": after_ms}
        self._troubles.append(Trouble(part, status, body, times, reaches))

    def slow(self, part: str, seconds: float, *, times: int = 1) -> None:
        """The homeserver gets the next such requests, that much later."""
        self._troubles.append(Trouble(part, 0, {}, times, delay=seconds))

    def count(self, part: str) -> int:
        """Requests that the homeserver has answered."""
        return sum(times for path, times in self.passed.items() if part in path)

    def sent(self, part: str) -> list[dict[str, Any]]:
        """The bodies of the requests that came for such a path, answered or not."""
        return [body for path, body in self.bodies if part in path]

    async def _handle(self, request: web.Request) -> web.Response:
        data = await request.read()
        if data:
            self.bodies.append((request.path, json.loads(data)))
        trouble = next((each for each in self._troubles if each.times and each.part in request.path), None)
        if trouble is not None:
            trouble.times -= 1
            if trouble.delay:
                await asyncio.sleep(trouble.delay)
                return await self._pass_on(request, data)
            if trouble.reaches:
                await self._pass_on(request, data)
            return web.json_response(trouble.body, status=trouble.status)
        return await self._pass_on(request, data)

    async def _pass_on(self, request: web.Request, data: bytes) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _NOT_PASSED_ON}
        address = self._homeserver + request.raw_path
        async with self._session.request(
            request.method, URL(address, encoded=True), data=data or None, headers=headers
        ) as answer:
            body = await answer.read()
            self.passed[request.path] += answer.ok
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in _NOT_PASSED_ON}
            return web.Response(status=answer.status, body=body, headers=kept)
