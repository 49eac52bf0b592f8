"""A client's calls of a homeserver, over plain HTTP: each answered, or refused in the server's words."""

from __future__ import annotations

import itertools
import json
from typing import Any
from urllib.parse import quote

import aiohttp

_OK = 200


class HomeserverTold(Exception):  # noqa: N818 - it is what somebody is told
    """The server said no: its HTTP status, its code (`M_FORBIDDEN`) and its words."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(f"{status} {code}: {words}")
        self.status = status
        self.code = code


class MatrixHttp:
    """One login at a homeserver. `close` it in the end."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session = aiohttp.ClientSession()
        self._numbers = itertools.count(1)
        self.token = ""

    async def close(self) -> None:
        await self._session.close()

    async def call(self, method: str, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        """`path` is what follows `/_matrix/client/v3`, or the whole of it. Raises HomeserverTold."""
        address = path if path.startswith("/_matrix") else f"/_matrix/client/v3{path}"
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = None if body is None else json.dumps(body)
        asked = self._session.request(method, self._url + address, data=data, params=query, headers=headers)
        async with asked as answer:
            said = await answer.json(content_type=None)
            if answer.status != _OK:
                raise HomeserverTold(answer.status, said.get("errcode", ""), said.get("error", ""))
            return dict(said)

    async def upload(self, content: bytes, kind: str) -> str:
        """The address of what was uploaded."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        address = f"{self._url}/_matrix/media/v3/upload"
        async with self._session.post(address, data=content, headers=headers) as answer:
            return str((await answer.json())["content_uri"])

    def number(self) -> str:
        """A transaction id that this login has not used."""
        return f"r{next(self._numbers)}"


def escaped(*parts: str) -> str:
    """Ids as one path, none of them able to leave its place."""
    return "".join(f"/{quote(part, safe='')}" for part in parts)
