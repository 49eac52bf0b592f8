"""A way to the homeserver on which things go wrong by rule: a call fails, is answered late, or its answer is lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

Fits = Callable[[str, str], bool]
"""Whether a rule is for this call: its method and its path."""


@dataclass
class Rule:
    """`times` it applies; `lost`: it is done, and nobody hears of it."""

    fits: Fits
    times: int = 1
    status: int = 0
    body: dict[str, Any] = field(default_factory=dict)
    lost: bool = False
    seconds: float = 0.0
    met: int = 0


_TROUBLES: tuple[dict[str, Any], ...] = (
    {"status": 502, "body": {"errcode": "M_UNKNOWN", "error": "by chance"}},
    {"status": 429, "body": {"errcode": "M_LIMIT_EXCEEDED", "error": "by chance", "retry_after_ms": 300}},
    {"lost": True},
    {"seconds": 0.3},
)


class Proxy:
    """Between a client and a homeserver, on loopback. `asked` is what went through, methods and paths."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._rules: list[Rule] = []
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self._chance, self._share = random.Random(0), 0.0
        self.asked: list[tuple[str, str]] = []
        self.met_at_random = 0
        self.url = ""

    def fails(self, what: str, *, status: int = 502, times: int = 1, code: str = "M_UNKNOWN", **more: Any) -> Rule:
        """Calls whose path has this in it are not done."""
        body = {"errcode": code, "error": "as the test wants it", **more}
        return self._add(Rule(lambda _, path: what in path, times, status, body))

    def answers_nothing_to(self, what: str, *, times: int = 1) -> Rule:
        """`{}`, which is an answer and says nothing."""
        return self._add(Rule(lambda _, path: what in path, times, status=200))

    def asks_to_wait(self, what: str, *, milliseconds: int, times: int = 1) -> Rule:
        return self.fails(what, status=429, times=times, code="M_LIMIT_EXCEEDED", retry_after_ms=milliseconds)

    def loses_answers_to(self, what: str, *, times: int = 1) -> Rule:
        """They are done, but the line goes dead."""
        return self._add(Rule(lambda _, path: what in path, times, lost=True))

    def is_slow_with(self, what: str, seconds: float, *, times: int = 1) -> Rule:
        return self._add(Rule(lambda _, path: what in path, times, seconds=seconds))

    def goes_wrong_at_random(self, share: float, seed: int) -> None:
        """This share of all calls fails, has to wait a little, is answered late, or done without an answer."""
        self._chance, self._share = random.Random(seed), share

    def count(self, what: str) -> int:
        return sum(what in path for _, path in self.asked)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(auto_decompress=False)
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.01)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner
        assert self._session
        await self._runner.cleanup()
        await self._session.close()

    def _add(self, rule: Rule) -> Rule:
        self._rules.append(rule)
        return rule

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        rule = self._rule_for(request.method, request.path)
        self.asked.append((request.method, request.path))
        if rule is not None and rule.status:
            return web.json_response(rule.body, status=rule.status)
        if rule is not None and rule.seconds:
            await asyncio.sleep(rule.seconds)
        try:
            status, body, kind = await self._ask(request)
        except aiohttp.ClientError:
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        if rule is not None and rule.lost:
            assert request.transport
            request.transport.close()
        return web.Response(status=status, body=body, headers={"Content-Type": kind})

    async def _ask(self, request: web.Request) -> tuple[int, bytes, str]:
        assert self._session
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        body = await request.read()
        asked = self._session.request(
            request.method, f"{self._target}{request.raw_path}", data=body or None, headers=headers
        )
        async with asked as answer:
            return answer.status, await answer.read(), answer.headers.get("Content-Type", "application/json")

    def _rule_for(self, method: str, path: str) -> Rule | None:
        for rule in self._rules:
            if rule.met < rule.times and rule.fits(method, path):
                rule.met += 1
                return rule
        if self._chance.random() < self._share:
            self.met_at_random += 1
            return Rule(lambda *_: True, **self._chance.choice(_TROUBLES))
        return None
