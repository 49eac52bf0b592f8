"""`python -m bot run`, saying how much processor time it took between two counts of updates that were taken in.

It goes on until it is killed. Arguments: how many updates to let pass, and how many to measure; in whole batches.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from unittest.mock import patch

from bot.app import run, telegram
from bot.app.journal import open_journal
from bot.core.events import Batch
from bot.core.ports import Take
from bot.platforms.telegram.platform import TelegramPlatform
from config.settings import read_settings
from tests.benchmarks.stopwatch import Stopwatch


def counted(stopwatch: Stopwatch, done: Callable[[], None]) -> type[TelegramPlatform]:
    """The platform as it is, counting what was taken in."""

    class CountedTelegram(TelegramPlatform):
        async def receive(self, take: Take, since: str = "") -> None:
            async def counted_take(batch: Batch) -> None:
                await take(batch)
                if stopwatch.count(len(batch.arrivals)):
                    done()

            await super().receive(counted_take, since)

    return CountedTelegram


def main() -> None:
    stopwatch = Stopwatch(skip=int(sys.argv[1]), measure=int(sys.argv[2]))

    def done() -> None:
        print(stopwatch.told(), flush=True)  # noqa: T201 - it is what the parent waits for

    settings = read_settings(os.environ)
    open_journal(settings.log_level, settings.log_format)
    with patch.object(telegram, "TelegramPlatform", counted(stopwatch, done)):
        asyncio.run(run.run(settings))


if __name__ == "__main__":
    main()
