"""Files that people send: what is said of one, and what is in it, deciphered where it was sent encrypted.

https://spec.matrix.org/v1.12/client-server-api/#mfile and #sending-encrypted-attachments
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from bot.core.events import SentFile
from bot.platforms.legible import legible_name
from bot.platforms.matrix.readable import mapping, text, whole_number
from bot.platforms.matrix.refusals import is_unknown_token
from bot.platforms.matrix.wire import MatrixRefusal, escaped

if TYPE_CHECKING:
    from bot.platforms.matrix.wire import Wire

_ADDRESS = re.compile(r"mxc://([^/]+)/([^/]+)")
_DOWNLOAD = "/_matrix/client/v1/media/download"
_DOWNLOAD_BEFORE = "/_matrix/media/v3/download"
"""Where homeservers have it that do not ask who downloads (before version 1.11 of the specification)."""


def sent(content: dict[str, Any]) -> SentFile:
    """Raises nothing, whatever the content of the `m.file` holds."""
    info, sealed = mapping(content, "info"), mapping(content, "file")
    where = {"url": text(sealed, "url") or text(content, "url")}
    if sealed:
        where["key"] = text(mapping(sealed, "key"), "k")
        where["hash"] = text(mapping(sealed, "hashes"), "sha256")
        where["iv"] = text(sealed, "iv")
    name = text(content, "filename") or text(content, "body")
    return SentFile(json.dumps(where), legible_name(name), kind=text(info, "mimetype"), size=whole_number(info, "size"))


async def content(wire: Wire, file: SentFile, most: int) -> bytes | None:
    """None if it is gone, larger than `most` bytes, was altered, or cannot be deciphered. Raises MatrixTrouble."""
    where = json.loads(file.where)
    address = _ADDRESS.fullmatch(where["url"])
    if address is None:
        return None
    try:
        loaded = await _loaded(wire, escaped(*address.groups()), most)
    except MatrixRefusal as refusal:
        if is_unknown_token(refusal):
            raise
        return None
    return _deciphered(loaded, where) if loaded is not None and "key" in where else loaded


async def _loaded(wire: Wire, path: str, most: int) -> bytes | None:
    try:
        return await wire.fetch(_DOWNLOAD + path, most)
    except MatrixRefusal as refusal:
        if refusal.code != "M_UNRECOGNIZED":
            raise
    return await wire.fetch(_DOWNLOAD_BEFORE + path, most)


def _deciphered(sealed: bytes, where: dict[str, str]) -> bytes | None:
    """Loads the library's cryptography only for those who send something encrypted."""
    from nio.crypto.attachments import decrypt_attachment  # noqa: PLC0415 - of some size

    try:
        return bytes(decrypt_attachment(sealed, where["key"], where["hash"], where["iv"]))
    except Exception:  # noqa: BLE001 - a stranger wrote the key, and the library raises whatever its parts raise
        return None
