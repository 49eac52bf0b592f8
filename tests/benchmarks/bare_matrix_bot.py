"""The least that a bot on matrix-nio can do: it comes wherever it is asked in, and says the same to each message.

Arguments: the homeserver, the user and the password; then `encrypted` and a folder for the library's own key store, or
`plain`; or `silent`, which is plain and says nothing. It goes on until it is killed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time

from nio import AsyncClient, AsyncClientConfig, InviteMemberEvent, MatrixRoom, RoomMessageText

_WAIT_MS = 25_000
_ANSWER = {"msgtype": "m.text", "body": "Thank you. What would you like to say next?"}


async def answer(homeserver: str, user: str, password: str, how: str, folder: str = "") -> None:
    logging.getLogger("nio").setLevel(logging.ERROR)
    encrypted = how == "encrypted"
    config = AsyncClientConfig(encryption_enabled=encrypted, store_sync_tokens=False)
    client = AsyncClient(homeserver, user, store_path=folder if encrypted else "", config=config)
    since = time.time() * 1000

    async def come(room: MatrixRoom, event: InviteMemberEvent) -> None:
        if event.state_key == client.user_id and event.membership == "invite":
            await client.join(room.room_id)

    async def say(room: MatrixRoom, event: RoomMessageText) -> None:
        if event.sender != client.user_id and event.server_timestamp >= since:
            await client.room_send(room.room_id, "m.room.message", _ANSWER, ignore_unverified_devices=True)

    await client.login(password)
    client.add_event_callback(come, InviteMemberEvent)
    if how != "silent":
        client.add_event_callback(say, RoomMessageText)
    print(json.dumps(client.user_id), flush=True)  # noqa: T201 - it is what the parent waits for
    await client.sync_forever(_WAIT_MS)


if __name__ == "__main__":
    asyncio.run(answer(*sys.argv[1:]))
