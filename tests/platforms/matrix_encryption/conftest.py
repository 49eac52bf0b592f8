from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.synapse import Synapse
from tests.homeservers import synapse
from tests.platforms.matrix_encryption.stage import Stage


@pytest.fixture
def homeserver() -> Synapse:
    return synapse()


@pytest.fixture
async def stage(homeserver: Synapse) -> AsyncIterator[Stage]:
    """A homeserver on which a bot has an account, and nobody has met it yet."""
    prepared = await Stage.prepared(homeserver)
    yield prepared
    await prepared.clear()
