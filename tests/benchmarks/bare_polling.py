"""The least that a bot on python-telegram-bot can do: ask for updates, and look at none of them.

Arguments: the address of the Bot API server, the token, how many updates to let pass, and how many to measure.
"""

from __future__ import annotations

import asyncio
import sys

import telegram

from tests.benchmarks.stopwatch import Stopwatch


async def poll(api_url: str, token: str, stopwatch: Stopwatch) -> None:
    """Until all have been counted."""
    offset = None
    async with telegram.Bot(token, base_url=f"{api_url}/bot") as bot:
        while True:
            updates = await bot.get_updates(offset=offset, limit=100)
            if updates:
                offset = updates[-1].update_id + 1
            if stopwatch.count(len(updates)):
                return


def main() -> None:
    api_url, token, skip, measure = sys.argv[1:]
    stopwatch = Stopwatch(skip=int(skip), measure=int(measure))
    asyncio.run(poll(api_url, token, stopwatch))
    print(stopwatch.told(), flush=True)  # noqa: T201 - it is what the parent waits for


if __name__ == "__main__":
    main()
