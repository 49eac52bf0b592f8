"""A file that comes with a call: uploaded, or named by a file_id from before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.media import file_media
from bot.sandbox.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.messages import Media
    from bot.sandbox.bot_api.parameters import Upload

LARGEST_PHOTO = 10 * 1024 * 1024
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
ATTACHED = "attach://"


def read_attachment(call: Call, kind: str) -> Media:
    """The file in the parameter of that name; raises the Refusal for none, a wrong id, or what is no picture."""
    value = call.params.text(kind)
    name = value.removeprefix(ATTACHED) if value.startswith(ATTACHED) else kind
    upload = call.params.files.get(name)
    if upload:
        return _kept(call, kind, upload)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    stored = call.world.files.get(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
    return file_media(stored)


def _kept(call: Call, kind: str, upload: Upload) -> Media:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        if len(upload.content) > LARGEST_PHOTO:
            raise bad_request("file is too big")
        if not upload.content.startswith(_PICTURES):
            raise bad_request("IMAGE_PROCESS_FAILED")
    return file_media(call.world.files.keep(upload.content, kind=kind, name=upload.name, mime_type=upload.mime_type))
