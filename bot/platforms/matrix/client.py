"""The library's client as it is used here, and what encryption adds to it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import nio

from bot.platforms.matrix.limits import ANSWERS_WITHIN
from bot.platforms.matrix.wire import Wire


class CameLate(Protocol):
    """Messages whose keys came after them: `read` by now, or given up as `lost`. Each bears its `room_id`."""

    @property
    def read(self) -> Sequence[nio.Event]: ...
    @property
    def lost(self) -> Sequence[nio.MegolmEvent]: ...


class Crypto(Protocol):
    """End-to-end encryption, as far as the plain platform has to know of it. Without it everything is plain."""

    async def equip(self, client: nio.AsyncClient) -> None:
        """Before the first sync: load the keys or make them, publish them, vouch for the device.

        Raises `Stop` where patience won't help, `NotYet` where it may.
        """
        ...

    async def take_in(self, synced: dict[str, Any], *, news: bool = True) -> CameLate:
        """What a homeserver answered to a sync; what came of it is on disk afterwards. The answer is decided with it.

        Without `news` it tells how things are. After `NotYet` it may be shown the same again.
        """
        ...

    async def sealed(self, room_id: str, kind: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Kind and content as they are sent to that room, encrypted or not. Raises `NotReady`."""
        ...

    def undecryptable(self, event: nio.MegolmEvent) -> None:
        """A message that came otherwise than by a sync could not be read."""
        ...

    @property
    def waiting(self) -> bool:
        """Whether keys are awaited, so that the next sync should not take long."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """What a login leaves behind: to be kept, since every login makes another device."""

    device: str
    token: str


def client_for(homeserver: str, user: str, device: str, token: str, *, crypto: Crypto | None) -> nio.AsyncClient:
    """A client that is logged in and never repeats a call by itself: what was not done is told at once."""
    logging.getLogger("nio").setLevel(logging.ERROR)
    config = nio.AsyncClientConfig(
        encryption_enabled=crypto is not None,
        store_sync_tokens=False,
        max_limit_exceeded=0,
        max_timeouts=0,
        request_timeout=ANSWERS_WITHIN,
    )
    client = nio.AsyncClient(homeserver.rstrip("/"), user, device_id=device, config=config)
    client.access_token, client.user_id = token, user
    return client


async def log_in(homeserver: str, user: str, password: str) -> LoggedIn:
    """A new device with its token.

    Raises what `Wire.call` raises: `MatrixRefusal` for a wrong password.
    """
    client = client_for(homeserver, user, "", "", crypto=None)
    wanted: dict[str, Any] = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user},
        "password": password,
        "initial_device_display_name": "Hallkeeper",
    }
    wire = Wire(client)
    try:
        answer = await wire.call("POST", "/login", wanted)
    finally:
        await client.close()
    return LoggedIn(str(answer["device_id"]), str(answer["access_token"]))
