"""The sandbox's page: a small server for this machine alone, one address for what is seen and one for each deed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox import matrix_deeds, matrix_view, telegram_deeds, telegram_view
from bot.sandbox.asked import Asked, NotDone
from bot.sandbox.live import stream

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.sandbox.matrix_scene import MatrixScene
    from bot.sandbox.telegram_scene import TelegramScene

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

Json = dict[str, Any]
HOST = "127.0.0.1"
LARGEST_BODY = 64 * 1024
LONGEST_STEP = 24 * 3600
FURTHEST = 20 * 365 * 24 * 3600
"""Seconds by which the clock can be moved: at once, and in all."""

_FOLDER = Path(__file__).parent / "page_files"
_FILES = {
    "/": ("index.html", "text/html"),
    "/page.js": ("page.js", "text/javascript"),
    "/drawing.js": ("drawing.js", "text/javascript"),
    "/messages.js": ("messages.js", "text/javascript"),
    "/page.css": ("page.css", "text/css"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Page:
    """`trouble` answers a sentence when the bot is not at work; `moved` is told by how many seconds the clock is ahead.

    `matrix` is the second scene, or the sentence why there is none (yet).
    """

    def __init__(
        self, scene: TelegramScene, *, trouble: Callable[[], str | None], moved: Callable[[float], None]
    ) -> None:
        self.matrix: MatrixScene | str = "Matrix is starting."
        self._scene = scene
        self._trouble = trouble
        self._moved = moved
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[self._guard])
        for path in _FILES:
            app.router.add_get(path, _file)
        app.router.add_get("/api/live", self._live)
        app.router.add_post("/api/clock", self._clock)
        app.router.add_post("/api/{deed}", self._deed)
        app.on_response_prepare.append(_with_headers)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)

    async def start(self, port: int) -> None:
        """Listens on this machine alone; port 0 takes any free one. Raises OSError if the port cannot be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, port).start()
        except OSError:
            await self._runner.cleanup()
            raise

    async def stop(self) -> None:
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        return int(self._runner.addresses[0][1])

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def view(self, person_id: int, chat: str) -> Json:
        """All that the page shows to somebody who looks into one chat. Raises LookupError for what is not there."""
        scene, matrix = self._scene, self.matrix
        person = scene.player(person_id).person
        people, chats = telegram_view.people_view(scene), telegram_view.chats_view(scene, person)
        if isinstance(matrix, str):
            return self._around() | {
                "missing": matrix,
                "people": people,
                "person": person.id,
                "chats": chats,
                "shown": telegram_view.chat_view(scene, person, chat),
            }
        return self._around() | {
            "missing": matrix.trouble,
            "people": [matrix_view.person_view(matrix, each) for each in people],
            "person": person.id,
            "chats": [*chats, *matrix_view.chats_view(matrix, person.id)],
            "shown": matrix_view.chat_view(matrix, person.id, chat)
            if matrix_view.is_on_matrix(chat)
            else telegram_view.chat_view(scene, person, chat),
        }

    def _around(self) -> Json:
        scene = self._scene
        return {
            "community": scene.name,
            "timezone": scene.timezone,
            "ahead": round(scene.world.clock.offset),
            "trouble": self._trouble(),
        }

    async def _live(self, request: web.Request) -> web.StreamResponse:
        scene, query = self._scene, request.query
        try:
            person = int(query.get("person", scene.players[0].person.id))
            chat = query.get("chat", str(scene.venues[0].group.id))
            self.view(person, chat)
        except (ValueError, LookupError):
            raise NotDone("There is no such person or chat here.", status=404) from None
        return await stream(request, scene.world.changed_bell, lambda: self.view(person, chat))

    async def _clock(self, request: web.Request) -> web.Response:
        seconds = Asked(await request.read()).number("seconds")
        clock = self._scene.world.clock
        if not 0 < seconds <= LONGEST_STEP:
            raise NotDone("The clock can be moved forward by up to one day at a time.")
        if clock.offset + seconds > FURTHEST:
            raise NotDone("The clock cannot be moved any further.")
        # The bot's clock first: it must never be behind the one by which Telegram dates what it tells.
        self._moved(clock.offset + seconds)
        clock.advance(seconds)
        self._scene.world.changed_bell.ring()
        return web.json_response({})

    async def _deed(self, request: web.Request) -> web.Response:
        asked, deed = Asked(await request.read()), request.match_info["deed"]
        if not matrix_view.is_on_matrix(asked.text("chat", "")):
            return web.json_response(await telegram_deeds.carry_out(self._scene, deed, asked))
        if isinstance(self.matrix, str):
            raise NotDone(self.matrix, status=404)
        return web.json_response(await matrix_deeds.carry_out(self.matrix, deed, asked))

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            self._must_be_ours(request)
            return await handler(request)
        except NotDone as reason:
            return _sentence(str(reason), reason.status)
        except web.HTTPException as refusal:
            return _sentence(f"This cannot be had here ({refusal.reason.lower()}).", refusal.status)

    def _must_be_ours(self, request: web.Request) -> None:
        """Another site's page that is open in the same browser must not reach this one, by whatever name."""
        ours = {f"{name}:{self.port}" for name in (HOST, "localhost")}
        origin = request.headers.get("Origin")
        if request.headers.get("Host") not in ours or (origin and origin not in {f"http://{each}" for each in ours}):
            raise NotDone(f"This page is only to be had at {self.url}.", status=403)
        if request.method == "POST" and request.content_type != "application/json":
            raise NotDone("The request has to be JSON.", status=415)


async def _file(request: web.Request) -> web.Response:
    name, kind = _FILES[request.path]
    return web.Response(body=(_FOLDER / name).read_bytes(), content_type=kind, charset="utf-8")


async def _with_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _sentence(words: str, status: int) -> web.Response:
    return web.Response(
        body=json.dumps({"error": words}, ensure_ascii=False).encode(), status=status, content_type="application/json"
    )
