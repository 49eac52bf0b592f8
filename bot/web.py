"""The web server: alive, ready, how it is doing, and the platforms' webhooks. It knows no group and nobody."""

from __future__ import annotations

import asyncio
import hmac
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.core.errors import Stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Receive = Callable[[bytes, str | None], Awaitable[int]]
    Handler = Callable[[web.Request], Awaitable[web.Response]]

_BODY_MOST = 1024 * 1024
"""Bytes; an update has some thousand."""
_BODY_WITHIN = 30
_SHUTDOWN_WITHIN = 5
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


class Web:
    """`ready` answers None, or what is still missing. Without `metrics_token` there is no /metrics.

    `webhooks`: by path, what takes body and secret and answers with an HTTP status.
    """

    def __init__(
        self,
        *,
        port: int,
        host: str = "0.0.0.0",  # noqa: S104 - it is meant to be reached from outside
        ready: Callable[[], str | None],
        metrics_token: str | None,
        webhooks: Mapping[str, Receive],
        registry: CollectorRegistry = REGISTRY,
    ) -> None:
        self._address = (host, port)
        self._ready = ready
        self._metrics_token = metrics_token
        self._registry = registry
        app = web.Application(client_max_size=_BODY_MOST)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        for path, receive in webhooks.items():
            app.router.add_post(path, _delivery(receive))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_WITHIN)

    @property
    def port(self) -> int:
        """The port that is listened on, once it is: with 0 the system has chosen one."""
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        """Raises Stop if the port cannot be had."""
        await self._runner.setup()
        host, port = self._address
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as reason:
            await self._runner.cleanup()
            why = reason.strerror or "it cannot be used"
            raise Stop(f"PORT {port} cannot be listened on: {why}. Choose another, or end what uses it.") from None

    async def stop(self) -> None:
        """Lets deliveries in hand end, for 5 s at most."""
        await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        missing = self._ready()
        return web.Response(text=f"{missing or 'ready'}\n", status=503 if missing else 200)

    async def _metrics(self, request: web.Request) -> web.Response:
        if not self._metrics_token:
            raise web.HTTPNotFound
        shown = request.headers.get("Authorization", "")
        if not _same(shown, f"Bearer {self._metrics_token}"):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"}, text="METRICS_TOKEN is needed\n")
        page = generate_latest(self._registry)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


def _delivery(receive: Receive) -> Handler:
    async def take(request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(_BODY_WITHIN):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        return web.Response(status=await receive(body, request.headers.get(_SECRET_HEADER)))

    return take


def _same(one: str, other: str) -> bool:
    """In a time that does not tell how much of it was right."""
    return hmac.compare_digest(one.encode("utf-8", "surrogateescape"), other.encode("utf-8", "surrogateescape"))
