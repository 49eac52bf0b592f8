"""The libraries that Hallkeeper runs on, and an event loop in which nothing happens. It goes on until it is killed."""

from __future__ import annotations

import asyncio
import json

import aiohttp.web
import aiosqlite
import babel.dates
import babel.support
import cryptography.hazmat.primitives.ciphers.aead
import prometheus_client
import pydantic
import pydantic_settings
import sqlalchemy.ext.asyncio
import structlog
import telegram.request

LIBRARIES = (
    aiohttp,
    aiosqlite,
    babel,
    cryptography,
    prometheus_client,
    pydantic,
    pydantic_settings,
    sqlalchemy,
    structlog,
    telegram,
)


async def idle() -> None:
    print(json.dumps(len(LIBRARIES)), flush=True)  # noqa: T201 - it is what the parent waits for
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(idle())
