"""python-telegram-bot as it is used here: its methods and types over HTTP, with errors told apart and nothing let out.

Addresses of the Bot API contain the token, and its answers what people wrote: neither may reach a log.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import logging
import ssl
from typing import Any
from urllib.parse import urlsplit

import telegram
from telegram.error import BadRequest, EndPointNotFound, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.platforms.telegram.limits import AT_ONCE, SENT_AT_ONCE

_CONNECTIONS = SENT_AT_ONCE + 1
"""Against a local server one connection sends 940 messages a second, and many together send fewer."""
_TALKATIVE = ("httpx", "httpcore", "telegram")
_DEFAULT_WAIT = 5


class AskedToWait(TelegramError):  # noqa: N818 - it is a request, not an error
    """429, in place of the library's own error, which may not be raised without a deprecation warning."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: int) -> None:
        super().__init__("Too Many Requests")
        self.seconds = seconds


class ServerFailing(NetworkError):  # noqa: N818
    """5xx: perhaps done, perhaps not."""

    __slots__ = ()


class QuietRequest(HTTPXRequest):
    """Tells apart what the library throws together, and logs no answer that it cannot read."""

    __slots__ = ()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """As the library promises it.

        Raises AskedToWait, ServerFailing, EndPointNotFound (the method or the token is unknown), BadRequest also for
        413 and its like, and NetworkError for what no Bot API server would answer.
        """
        status, payload = await super().do_request(*args, **kwargs)
        if status >= 300:  # noqa: PLR2004 - HTTP's own numbers
            _tell_apart(status, payload)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise NetworkError("This is not an answer of a Bot API server") from None
        if not isinstance(answer, dict) or not {"result", "description"} & answer.keys():
            raise NetworkError("This is not an answer of a Bot API server")
        return answer


def _tell_apart(status: int, payload: bytes) -> None:
    """Raises for what the library would take for something else, a proxy's own 403 for Telegram's, say."""
    if status >= 500:  # noqa: PLR2004
        raise ServerFailing(f"Server error {status}")
    answer = QuietRequest.parse_json_payload(payload)
    words = str(answer.get("description", ""))
    parameters = answer.get("parameters")
    if status == 429:  # noqa: PLR2004
        asked = parameters.get("retry_after") if isinstance(parameters, dict) else None
        raise AskedToWait(max(1, asked) if isinstance(asked, int) else _DEFAULT_WAIT)
    if status not in {400, 401, 403, 409}:
        raise EndPointNotFound(words) if status == 404 else BadRequest(words)  # noqa: PLR2004


class Wire(telegram.Bot):
    """The library's bot, and some calls whose answers it would not parse, or not one by one."""

    __slots__ = ()

    async def updates(self, offset: int | None, *, wait: int, asked_for: tuple[str, ...]) -> list[dict[str, Any]]:
        """The next updates, unparsed. Raises TelegramError, also for an answer that has none."""
        asked = {"offset": offset, "timeout": wait, "limit": AT_ONCE, "allowed_updates": asked_for}
        answer = await self._post("getUpdates", asked, read_timeout=wait + 10)
        if not isinstance(answer, list) or not all(_is_update(update) for update in answer):
            raise NetworkError("This is not an answer of a Bot API server")
        return answer

    async def standing(self, chat: str, user: int) -> dict[str, Any]:
        """ChatMember, unparsed: the library refuses restricted ones of older servers. Raises TelegramError."""
        answer = await self._post("getChatMember", {"chat_id": chat, "user_id": user})
        return answer if isinstance(answer, dict) else {}

    async def restrict(self, chat: str, user: int, permissions: dict[str, bool], until: int) -> None:
        """Set what somebody alone may do, with permissions that may be newer than the library. Raises TelegramError."""
        asked = {"chat_id": chat, "user_id": user, "permissions": permissions, "until_date": until}
        await self._post("restrictChatMember", {**asked, "use_independent_chat_permissions": True})

    async def allow_all(self, chat: str, permissions: dict[str, bool]) -> None:
        """Set what all members may do, with permissions that may be newer than the library. Raises TelegramError."""
        asked = {"chat_id": chat, "permissions": permissions, "use_independent_chat_permissions": True}
        await self._post("setChatPermissions", asked)

    async def content(self, file_id: str, most: int) -> bytes | None:
        """What is in a file; None if it is larger than `most` bytes. Raises TelegramError, also for one that is gone.

        A path is good for an hour (https://core.telegram.org/bots/api#getfile), so both calls belong together.
        """
        file = await self.get_file(file_id)
        if file.file_size is not None and file.file_size > most:
            return None
        content = bytes(await file.download_as_bytearray())
        return content if len(content) <= most else None

    async def about(self, chat: str) -> dict[str, Any]:
        """ChatFullInfo, unparsed: of all that it has, next to nothing is needed. Raises TelegramError."""
        answer = await self._post("getChat", {"chat_id": chat})
        return answer if isinstance(answer, dict) else {}


def _is_update(update: object) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int


def _options(own_server: str) -> dict[str, Any]:
    """What is on the same machine is never behind the proxy that the environment may name.

    Where nothing is encrypted, the world's certificates need not be loaded: a context that trusts nobody will do.
    """
    options: dict[str, Any] = {}
    if _is_loopback(own_server):
        options["trust_env"] = False
    if own_server.startswith("http://"):
        options["verify"] = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return options


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def wire_to(token: str, api_url: str | None) -> tuple[Wire, tuple[QuietRequest, QuietRequest]]:
    """A bot and its two pools of connections, the first for receiving. Its libraries are silent from now on."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    options = _options(api_url or "")
    receiving = QuietRequest(connection_pool_size=2, httpx_kwargs=options)
    sending = QuietRequest(_CONNECTIONS, read_timeout=15, write_timeout=10, pool_timeout=30, httpx_kwargs=options)
    address = (api_url or "https://api.telegram.org").rstrip("/")
    wire = Wire(
        token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        get_updates_request=receiving,
        request=sending,
    )
    return wire, (receiving, sending)
