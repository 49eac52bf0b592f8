"""What every platform keeps to when somebody sends it a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.core.effects import LARGEST_FILE, Fetched, FetchFile, Outcome
from bot.core.events import PrivateFile, SentFile
from bot.core.ids import AccountId, EffectId
from bot.core.ports import Order
from tests.laws.stage import Stage
from tests.laws.stages import STAGES

LIST = "name,telegram\r\nZoë,@zoe_1\r\n".encode()


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with STAGES[request.param]() as stage:
        listening = stage.listen()
        try:
            await stage.opens_chat("Hello")
            yield stage
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening


async def fetch(stage: Stage, file: SentFile) -> Outcome:
    effect = FetchFile(to=AccountId(1), file=file, awaits="roster evening")
    return await stage.platform.carry_out(Order(EffectId(1), effect, stage.user))


async def test_a_file_is_announced_with_its_name_and_fetched_byte_by_byte_and_twice(stage: Stage) -> None:
    await stage.sends_file("ours.csv", LIST, "roster evening")
    sent = await stage.ears.hear(PrivateFile)
    assert sent.by.id == stage.user
    assert (sent.file.name, sent.caption, sent.file.size) == ("ours.csv", "roster evening", len(LIST))
    assert await fetch(stage, sent.file) == Fetched(LIST)
    assert await fetch(stage, sent.file) == Fetched(LIST)


async def test_of_a_file_that_is_too_large_nothing_is_taken_whatever_was_said_of_its_size(stage: Stage) -> None:
    await stage.sends_file("large.csv", b"x" * (LARGEST_FILE + 1))
    sent = await stage.ears.hear(PrivateFile)
    assert await fetch(stage, replace(sent.file, size=5)) == Fetched(None)


async def test_the_largest_file_that_is_allowed_is_fetched_whole(stage: Stage) -> None:
    await stage.sends_file("large.csv", b"x" * LARGEST_FILE)
    assert await fetch(stage, (await stage.ears.hear(PrivateFile)).file) == Fetched(b"x" * LARGEST_FILE)


async def test_a_file_that_is_gone_is_fetched_as_nothing(stage: Stage) -> None:
    await stage.sends_file("ours.csv", LIST)
    file = (await stage.ears.hear(PrivateFile)).file
    where = file.where.replace("mxc://", "mxc://gone.") if "mxc://" in file.where else "no-such-file"
    assert await fetch(stage, replace(file, where=where)) == Fetched(None)
