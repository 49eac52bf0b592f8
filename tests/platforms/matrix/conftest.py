from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.sandbox.synapse import Synapse
from tests.homeservers import synapse
from tests.platforms.matrix.proxy import Proxy
from tests.platforms.matrix.scene import Scene, no_nap, scene_on


@pytest.fixture
async def homeserver() -> Synapse:
    return await asyncio.to_thread(synapse)


@pytest.fixture
async def scene(homeserver: Synapse) -> AsyncIterator[Scene]:
    async with scene_on(homeserver) as scene:
        yield scene


@pytest.fixture
async def proxy(homeserver: Synapse) -> AsyncIterator[Proxy]:
    async with Proxy(homeserver.url) as proxy:
        yield proxy


@pytest.fixture
async def by_proxy(homeserver: Synapse, proxy: Proxy) -> AsyncIterator[Scene]:
    """The same, on a line that the test can spoil; what has to be waited for takes an instant."""
    async with scene_on(homeserver, proxy.url, sleep=no_nap) as scene:
        yield scene
