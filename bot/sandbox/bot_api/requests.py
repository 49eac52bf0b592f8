"""Reads a call's parameters out of an HTTP request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web

from bot.sandbox.bot_api.parameters import Parameters, Upload, from_json
from bot.sandbox.bot_api.refusals import bad_request

LARGEST_UPLOAD = 50 * 1024 * 1024

if TYPE_CHECKING:
    from aiohttp.multipart import MultipartReader


async def read_parameters(request: web.Request) -> Parameters:
    """The query's parameters and the body's: a form, a multipart form with files, or a JSON object."""
    params = Parameters(dict(request.query))
    if (request.content_length or 0) > LARGEST_UPLOAD:
        raise web.HTTPRequestEntityTooLarge(LARGEST_UPLOAD, request.content_length or 0)
    if request.content_type.startswith("multipart/"):
        await _read_parts(await request.multipart(), params)
    elif request.content_type == "application/x-www-form-urlencoded":
        params.texts.update({name: str(value) for name, value in (await request.post()).items()})
    elif request.content_type == "application/json" and (body := await request.read()):
        params.texts.update(_json_body(body).texts)
    return params


def _json_body(body: bytes) -> Parameters:
    try:
        return from_json(json.loads(body))
    except ValueError:
        raise bad_request("can't parse request: JSON object expected") from None


async def _read_parts(parts: MultipartReader, params: Parameters) -> None:
    size = 0
    while (part := await parts.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = await part.read(decode=False)
        size += len(content)
        if size > LARGEST_UPLOAD:
            raise web.HTTPRequestEntityTooLarge(LARGEST_UPLOAD, size)
        if part.filename is None:
            params.texts[part.name] = content.decode()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            params.files[part.name] = Upload(part.filename, mime_type, bytes(content))
