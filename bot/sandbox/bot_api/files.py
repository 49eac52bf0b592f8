"""Files that were sent: their ids, their bytes, and the paths under which they can be fetched for an hour."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.bot_api.world import BotApiWorld

PATH_LIFE = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    file_id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    content: bytes


class Files:
    def __init__(self, world: BotApiWorld) -> None:
        self._world = world
        self._by_id: dict[str, StoredFile] = {}
        self._paths: dict[str, tuple[str, float]] = {}

    def keep(self, content: bytes, *, kind: str, name: str, mime_type: str) -> StoredFile:
        stored = StoredFile(
            file_id=self._world.random_word(40),
            unique_id=self._world.random_word(12),
            kind=kind,
            name=name,
            mime_type=mime_type,
            content=content,
        )
        self._by_id[stored.file_id] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def open_path(self, stored: StoredFile) -> str:
        """A path under which the file can be fetched for the next hour."""
        path = f"{stored.kind}s/{stored.unique_id}-{stored.name}"
        self._paths[path] = (stored.file_id, self._world.clock.now() + PATH_LIFE)
        return path

    def at_path(self, path: str) -> bytes | None:
        file_id, until = self._paths.get(path, ("", 0.0))
        return self._by_id[file_id].content if self._world.clock.now() < until else None


def tiny_png() -> bytes:
    """One grey pixel, as a real PNG."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )
