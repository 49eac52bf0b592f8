"""The world over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Self

from aiohttp import web

from bot.sandbox.bot_api.answers import bot_with_token, carry_out, failure
from bot.sandbox.bot_api.couriers import Couriers
from bot.sandbox.bot_api.refusals import Refusal, not_found
from bot.sandbox.bot_api.requests import LARGEST_UPLOAD, read_parameters

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.sandbox.bot_api.accounts import Bot
    from bot.sandbox.bot_api.faults import Fault
    from bot.sandbox.bot_api.parameters import Parameters
    from bot.sandbox.bot_api.world import BotApiWorld

BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


class BotApiServer:
    """Serves one world; may be stopped and started again, the world remembers."""

    def __init__(self, world: BotApiWorld) -> None:
        self.world = world
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._couriers = Couriers(world)
        self._deeds: set[asyncio.Task[web.Response]] = set()

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1; port 0 takes any free one. `url` names it then."""
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.01)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        server_port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{server_port}"
        self._couriers.start()

    async def stop(self) -> None:
        """Breaks what is under way, waiting polls among it, as a server that goes away does."""
        await self._couriers.stop()
        deeds = list(self._deeds)
        for deed in deeds:
            deed.cancel()
        await asyncio.gather(*deeds, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self.world.faults.is_unreachable:
            return _broken(request)
        path = request.path
        if path.startswith("/file/bot"):
            return self._file(path.removeprefix("/file/bot"))
        try:
            bot, method = self._called(path)
            params = await read_parameters(request)
        except Refusal as refusal:
            return failure(refusal)
        except web.HTTPRequestEntityTooLarge:
            return failure(Refusal(413, "Request Entity Too Large"))
        return await self._with_faults(request, bot, method, params)

    def _called(self, path: str) -> tuple[Bot, str]:
        token, slash, method = path.removeprefix("/bot").partition("/")
        if not path.startswith("/bot") or not slash:
            raise not_found()
        bot = bot_with_token(self.world, token)
        if not method:
            raise not_found()
        return bot, method

    async def _with_faults(self, request: web.Request, bot: Bot, method: str, params: Parameters) -> web.StreamResponse:
        fault = self.world.faults.next_for(method, params.integer("chat_id") or None)
        if fault and fault.kind == "drop":
            return _broken(request)
        if fault and fault.kind == "status":
            return _failed_on_demand(fault)
        if fault and fault.kind == "delay":
            await self.world.clock.sleep(fault.seconds)
        deed = carry_out(self.world, bot, method, params)
        response = await (deed if method.lower() == "getupdates" else self._to_the_end(deed))
        return _broken(request) if fault and fault.kind == "lose_reply" else response

    async def _to_the_end(self, deed: Coroutine[None, None, web.Response]) -> web.Response:
        """What was begun is done, even if the caller hangs up."""
        task = asyncio.ensure_future(deed)
        self._deeds.add(task)
        task.add_done_callback(self._deeds.discard)
        return await asyncio.shield(task)

    def _file(self, rest: str) -> web.Response:
        token, _, path = rest.partition("/")
        try:
            bot_with_token(self.world, token)
        except Refusal as refusal:
            return failure(refusal)
        content = self.world.files.at_path(path)
        return failure(not_found()) if content is None else web.Response(body=content)


def _broken(request: web.Request) -> web.Response:
    if request.transport:
        with contextlib.suppress(OSError):
            request.transport.abort()
    return web.Response()


def _failed_on_demand(fault: Fault) -> web.Response:
    if fault.html:
        return web.Response(status=fault.status, text=BAD_GATEWAY, content_type="text/html")
    if fault.retry_after is not None:
        words = f"Too Many Requests: retry after {fault.retry_after}"
        return failure(Refusal(fault.status, words, retry_after=fault.retry_after))
    return failure(Refusal(fault.status, "Internal Server Error"))
