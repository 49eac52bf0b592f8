"""The homeserver, asked once: nothing is repeated, slept over or swallowed here."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from aiohttp import ClientError, ClientTimeout
from nio import AsyncClient

_PREFIX = "/_matrix/client/v3"
_ANSWERS_WITHIN = 20.0
_WORTH_REPEATING = {0, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class Refusal(Exception):  # noqa: N818 - it says what happened
    """The homeserver said no, or nothing (`status` 0). `after`: the seconds to wait, where it told any."""

    def __init__(self, status: int, answer: dict[str, Any], after: float | None = None) -> None:
        super().__init__(f"{status} {answer.get('errcode', '')} {answer.get('error', '')}".strip())
        self.status = status
        self.answer = answer
        self.after = after

    @property
    def code(self) -> str:
        return str(self.answer.get("errcode", ""))

    @property
    def passing(self) -> bool:
        """Whether the same may succeed later."""
        return self.status in _WORTH_REPEATING or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR


class Line:
    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The answer. `path` begins after the version, its parts quoted by `path_of`. Raises `Refusal`."""
        headers = {"Authorization": f"Bearer {self._client.access_token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body)
        timeout: Any = ClientTimeout(total=_ANSWERS_WITHIN)
        try:
            response = await self._client.send(method, _PREFIX + path, data, headers, timeout=timeout)
            async with response:
                text = await response.text()
        except (ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise Refusal(0, {"error": f"{type(error).__name__}: {error}"}) from None
        answer = _understood(text)
        if response.status != HTTPStatus.OK:
            raise Refusal(response.status, answer, _after(answer, response.headers.get("Retry-After")))
        return answer

    async def to_devices(self, kind: str, messages: dict[str, dict[str, Any]]) -> None:
        """Contents by user and device. Raises `Refusal`."""
        await self.ask("PUT", path_of("sendToDevice", kind, str(uuid4())), {"messages": messages})


def path_of(*parts: str) -> str:
    return "".join(f"/{quote(part, safe='')}" for part in parts)


def _understood(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _after(answer: dict[str, Any], header: str | None) -> float | None:
    milliseconds = answer.get("retry_after_ms")
    if isinstance(milliseconds, int | float):
        return float(milliseconds) / 1000
    return float(header) if header and header.isdecimal() else None
