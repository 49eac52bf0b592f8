from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from tests.laws.stage import Stage
from tests.laws.stages import STAGES


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with STAGES[request.param]() as stage:
        listening = stage.listen()
        try:
            yield stage
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
