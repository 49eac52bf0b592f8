"""Calls of a homeserver through the library's connections, each made once, with its refusals told apart.

The library's own methods repeat a call for ever while they are asked for patience, whoever is waiting behind them.
Nothing of a call reaches a log: addresses hold ids of people, and bodies what they wrote.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import aiohttp

from bot.platforms.matrix.limits import ANSWERS_WITHIN
from bot.platforms.matrix.readable import text, whole_number

if TYPE_CHECKING:
    import nio

_DEFAULT_WAIT = 5.0
_PREFIX = "/_matrix/client/v3"


class MatrixTrouble(Exception):  # noqa: N818
    """A homeserver did not do what it was asked."""


class Unanswered(MatrixTrouble):
    """No answer, or an error of the server's own: perhaps done, perhaps not."""


class AskedToWait(MatrixTrouble):
    """429: not before so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("M_LIMIT_EXCEEDED")
        self.seconds = seconds


class MatrixRefusal(MatrixTrouble):
    """4xx: not done, and why. The words are the server's, and may name people."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(code or str(status))
        self.status = status
        self.code = code
        self.words = words


class Wire:
    def __init__(self, client: nio.AsyncClient) -> None:
        self._client = client

    @property
    def me(self) -> str:
        return str(self._client.user_id)

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, str] | None = None,
        wait: float = ANSWERS_WITHIN,
    ) -> dict[str, Any]:
        """`path` is what follows `/_matrix/client/v3`, or the whole of it. Raises MatrixTrouble."""
        address = path if path.startswith("/_matrix") else _PREFIX + path
        asked = f"{address}?{urlencode(query)}" if query else address
        data = None if body is None else json.dumps(body)
        return _understood(*await self._ask(method, asked, data, wait))

    async def fetch(self, path: str, most: int) -> bytes | None:
        """What lies at a path that is no call; None if it is more than `most` bytes. Raises MatrixTrouble."""
        status, payload = await self._ask("GET", path, None, ANSWERS_WITHIN, most)
        if status != 200:  # noqa: PLR2004 - HTTP's own number
            _understood(status, payload)
        return payload if len(payload) <= most else None

    async def _ask(
        self, method: str, address: str, data: str | None, wait: float, most: int | None = None
    ) -> tuple[int, bytes]:
        """Of an answer that is longer than `most`, the beginning: enough to see that it is."""
        headers = {"Content-Type": "application/json"}
        if self._client.access_token:
            headers["Authorization"] = f"Bearer {self._client.access_token}"
        timeout: Any = aiohttp.ClientTimeout(total=wait)
        try:
            response = await self._client.send(method, address, data, headers, timeout=timeout)
            async with response:
                return response.status, await (response.read() if most is None else _beginning(response, most + 1))
        except (TimeoutError, aiohttp.ClientError, OSError) as problem:
            raise Unanswered(type(problem).__name__) from None

    async def get_state(self, room: str, kind: str, key: str = "") -> dict[str, Any] | None:
        """None where there is none. Raises MatrixTrouble."""
        try:
            return await self.call("GET", f"/rooms{escaped(room)}/state{escaped(kind)}/{quote(key, safe='')}")
        except MatrixRefusal as refusal:
            if refusal.code == "M_NOT_FOUND":
                return None
            raise

    async def get_state_event(self, room: str, kind: str) -> dict[str, Any] | None:
        """With its sender; from a homeserver that gives the content alone, as it was asked in older times, without.

        https://spec.matrix.org/v1.16/client-server-api/#get_matrixclientv3roomsroomidstateeventtypestatekey
        """
        try:
            answer = await self.call("GET", f"/rooms{escaped(room)}/state{escaped(kind)}/", query={"format": "event"})
        except MatrixRefusal as refusal:
            if refusal.code == "M_NOT_FOUND":
                return None
            raise
        whole = isinstance(answer.get("content"), dict) and answer.get("type") == kind
        return answer if whole else {"type": kind, "state_key": "", "content": answer}

    async def put_state(self, room: str, kind: str, content: dict[str, Any], key: str = "") -> None:
        """Raises MatrixTrouble."""
        await self.call("PUT", f"/rooms{escaped(room)}/state{escaped(kind)}/{quote(key, safe='')}", content)

    async def send(self, room: str, kind: str, content: dict[str, Any], transaction: str) -> str:
        """The id of the event, the same for a repeated transaction. Raises MatrixTrouble."""
        answer = await self.call("PUT", f"/rooms{escaped(room)}/send{escaped(kind, transaction)}", content)
        return text(answer, "event_id")

    async def redact(self, room: str, event: str, transaction: str) -> None:
        """Without a reason: everybody in the room would see it. Raises MatrixTrouble."""
        await self.call("PUT", f"/rooms{escaped(room)}/redact{escaped(event, transaction)}", {})


def escaped(*parts: str) -> str:
    """Ids as a path, each preceded by a slash, and none able to leave its place."""
    return "".join(f"/{quote(part, safe='')}" for part in parts)


async def _beginning(response: aiohttp.ClientResponse, most: int) -> bytes:
    content = bytearray()
    async for part in response.content.iter_any():
        content += part
        if len(content) >= most:
            break
    return bytes(content[:most])


def _understood(status: int, payload: bytes) -> dict[str, Any]:
    if status >= 500:  # noqa: PLR2004 - HTTP's own numbers
        raise Unanswered(str(status))
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise Unanswered("This is not an answer of a homeserver")
    if status == 429:  # noqa: PLR2004
        asked = whole_number(answer, "retry_after_ms")
        raise AskedToWait(_DEFAULT_WAIT if asked is None else max(0.1, asked / 1000))
    if status != 200:  # noqa: PLR2004
        raise MatrixRefusal(status, text(answer, "errcode"), text(answer, "error"))
    return answer
