"""getFile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call

LARGEST_DOWNLOAD = 20 * 1024 * 1024


def get_file(call: Call) -> dict[str, Any]:
    stored = call.world.files.get(call.params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": call.world.files.open_path(stored),
    }


METHODS = {"getFile": get_file}
