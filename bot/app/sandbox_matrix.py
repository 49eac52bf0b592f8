"""The sandbox's Matrix: a homeserver started and stopped with it, or a sentence why there is none."""

from __future__ import annotations

import asyncio
import importlib.util
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp

from bot.sandbox.matrix_http import HomeserverTold
from bot.sandbox.matrix_scene import matrix_scene
from bot.sandbox.synapse import Synapse, SynapseFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AsyncExitStack
    from pathlib import Path

    from bot.sandbox.community import ExampleCommunity
    from bot.sandbox.matrix_scene import MatrixScene
    from bot.sandbox.telegram_scene import TelegramScene

NOT_INSTALLED = "Matrix is not there: Synapse, the homeserver, is not installed here. `make run` installs it."
NOT_STARTED = "Matrix is not there: Synapse, the homeserver, did not start."


async def open_matrix(
    stack: AsyncExitStack,
    folder: Path,
    community: ExampleCommunity,
    telegram: TelegramScene,
    *,
    clock_file: Path,
    say: Callable[[str], None],
) -> MatrixScene | str:
    """Open for as long as the stack is. Why there is none is also said."""
    if importlib.util.find_spec("synapse") is None:
        say(NOT_INSTALLED)
        return NOT_INSTALLED
    try:
        synapse = await stack.enter_async_context(_homeserver(folder, clock_file))
        return await stack.enter_async_context(matrix_scene(synapse, community, telegram))
    except (SynapseFailed, HomeserverTold, aiohttp.ClientError, OSError) as reason:
        last = (str(reason).strip().splitlines() or [""])[-1]
        say(f"{NOT_STARTED} Its last words: {last}" if last else NOT_STARTED)
        return NOT_STARTED


@asynccontextmanager
async def _homeserver(folder: Path, clock_file: Path) -> AsyncIterator[Synapse]:
    """Stopped also when somebody loses patience while it is starting."""
    synapse = Synapse(folder, clock_file=clock_file)
    starting = asyncio.ensure_future(asyncio.to_thread(synapse.start))
    try:
        await asyncio.shield(starting)
        yield synapse
    finally:
        await asyncio.wait({starting})
        await asyncio.to_thread(synapse.stop)
