"""The least that a bot on python-telegram-bot can do to answer: to each message, the same words, one after the other.

Arguments: the address of the Bot API server, and the token. It goes on until it is killed.
"""

from __future__ import annotations

import asyncio
import sys

import telegram


async def echo(api_url: str, token: str) -> None:
    offset = None
    async with telegram.Bot(token, base_url=f"{api_url}/bot") as bot:
        while True:
            for update in await bot.get_updates(offset=offset, timeout=25):
                offset = update.update_id + 1
                if update.message and update.message.text:
                    await bot.send_message(update.message.chat_id, update.message.text)


if __name__ == "__main__":
    asyncio.run(echo(*sys.argv[1:]))
