"""A server that answers what a test tells it to: for answers that no healthy Bot API server gives, or not on demand."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

if TYPE_CHECKING:
    from types import TracebackType

TOKEN = "42:its-secret"


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    content_type: str = "application/json"


@dataclass
class Asked:
    method: str
    parameters: dict[str, str]


def ok(result: Any) -> Answer:
    return Answer(200, json.dumps({"ok": True, "result": result}))


def no(status: int, description: str, **parameters: int) -> Answer:
    refusal: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return Answer(status, json.dumps(refusal | ({"parameters": parameters} if parameters else {})))


def bad(description: str) -> Answer:
    return no(400, f"Bad Request: {description}")


def forbidden(description: str) -> Answer:
    return no(403, f"Forbidden: {description}")


def page(status: int) -> Answer:
    return Answer(status, "<html>secret things</html>", "text/html")


@dataclass
class Scripted:
    """`answers` by method, used up in order; the last one stays."""

    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    _runner: web.AppRunner | None = None

    def will(self, method: str, *answers: Answer) -> None:
        self.answers[method] = list(answers)

    def methods(self) -> list[str]:
        return [call.method for call in self.asked]

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        assert self._runner
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        assert request.match_info["token"] == TOKEN
        method = request.match_info["method"]
        self.asked.append(Asked(method, {name: str(value) for name, value in (await request.post()).items()}))
        answers = self.answers[method]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return web.Response(status=answer.status, text=answer.body, content_type=answer.content_type)
