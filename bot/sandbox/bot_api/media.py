"""Attached files and things, as they stand in a message."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.files import tiny_png
from bot.sandbox.bot_api.messages import Media

if TYPE_CHECKING:
    from bot.sandbox.bot_api.files import StoredFile
    from bot.sandbox.bot_api.world import BotApiWorld

Json = dict[str, Any]

_FILES: dict[str, tuple[str, str, Json]] = {
    "photo": ("photo.png", "image/png", {"width": 1, "height": 1}),
    "document": ("paper.txt", "text/plain", {}),
    "video": ("film.mp4", "video/mp4", {"width": 320, "height": 240, "duration": 3}),
    "animation": ("loop.mp4", "video/mp4", {"width": 320, "height": 240, "duration": 3}),
    "video_note": ("round.mp4", "video/mp4", {"length": 240, "duration": 3}),
    "voice": ("voice.ogg", "audio/ogg", {"duration": 3}),
    "audio": ("song.mp3", "audio/mpeg", {"duration": 3}),
    "sticker": (
        "sticker.webp",
        "image/webp",
        {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "🙂"},
    ),
}
_THINGS: dict[str, Json] = {
    "location": {"latitude": 51.5, "longitude": -0.12},
    "venue": {"location": {"latitude": 51.5, "longitude": -0.12}, "title": "Hall", "address": "1 High Street"},
    "contact": {"phone_number": "+447700900123", "first_name": "Alex"},
    "dice": {"emoji": "🎲", "value": 4},
}
_NAMED = {"document", "video", "animation", "audio"}
_TYPED = {"document", "video", "animation", "audio", "voice"}


def sample(world: BotApiWorld, kind: str) -> Media:
    """A small example of this kind; raises KeyError for a kind that nobody attaches."""
    if kind in _THINGS:
        return Media(kind=kind, body=_THINGS[kind])
    name, mime_type, _ = _FILES[kind]
    content = tiny_png() if kind == "photo" else f"a sample {kind}".encode()
    return file_media(world.files.keep(content, kind=kind, name=name, mime_type=mime_type))


def own_file(world: BotApiWorld, name: str, content: bytes) -> Media:
    mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return file_media(world.files.keep(content, kind="document", name=name, mime_type=mime_type))


def file_media(stored: StoredFile) -> Media:
    """The file as a message shows it."""
    body: Json = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        **_FILES[stored.kind][2],
    }
    if stored.kind in _NAMED:
        body["file_name"] = stored.name
    if stored.kind in _TYPED:
        body["mime_type"] = stored.mime_type
    return Media(kind=stored.kind, body=[body] if stored.kind == "photo" else body)
