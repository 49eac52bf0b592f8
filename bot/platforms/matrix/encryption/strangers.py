"""Keys of people with whom the bot shares no room any more are not kept for ever.

Their devices are forgotten after a week, and met anew if they come back. The sessions with these are kept for as long
as room keys are: what somebody then says first, their client seals with the session that it has.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from nio import AsyncClient

from bot.platforms.matrix.encryption.line import Line, Refusal, path_of
from bot.platforms.matrix.encryption.machine import Machine
from bot.platforms.matrix.encryption.store import local

KEPT = 7 * 24 * 3600.0
SESSIONS_KEPT = 60 * 24 * 3600.0
_FIRST_LOOK, _EVERY = 600.0, 6 * 3600.0
_KIND = "gone"
_PRESENT = ("join", "invite")


class Strangers:
    """When each was first found gone is kept in the store."""

    def __init__(self, client: AsyncClient, line: Line, machine: Machine, now: Callable[[], float] = time.time) -> None:
        self._client = client
        self._line = line
        self._machine = machine
        self._now = now
        self._next = time.monotonic() + _FIRST_LOOK
        self._gone: dict[str, float] = dict(machine.store.take(_KIND))

    @property
    def due(self) -> bool:
        return time.monotonic() >= self._next

    async def sweep(self) -> None:
        """Raises `Refusal`; what is forgotten is on disk with the next flush."""
        self._next = time.monotonic() + _EVERY
        self._machine.forget_deleted_devices()
        gone = await self._not_to_be_found(set(self._machine.device_store.users) - {self._machine.user_id})
        for user in set(self._gone) - gone:
            self._remember(user, None)
        for user in gone:
            since = self._gone.get(user)
            if since is None:
                self._remember(user, self._now())
            elif self._now() - since > KEPT:
                self._machine.forget_user(user)
                self._remember(user, None)
        self._machine.forget_sessions(unused_since=local(self._now() - SESSIONS_KEPT))

    def _remember(self, user: str, since: float | None) -> None:
        if since is None:
            self._gone.pop(user, None)
            self._machine.store.forget(_KIND, user)
        else:
            self._gone[user] = since
            self._machine.store.remember(_KIND, user, since)

    async def _not_to_be_found(self, users: set[str]) -> set[str]:
        """Those of them who are in no room that the bot is in. Rooms whose members are known are looked at first."""
        answer = await self._line.ask("GET", path_of("joined_rooms"))
        joined = [room for room in answer.get("joined_rooms", ()) if isinstance(room, str)]
        for room in joined:
            users.difference_update(self._known_in(room))
        for room in joined:
            if not users:
                break
            if not self._knows_all_in(room):
                users.difference_update(await self._members_of(room))
        return users

    def _known_in(self, room: str) -> Iterator[str]:
        known = self._client.rooms.get(room)
        return iter(list(known.users) if known else ())

    def _knows_all_in(self, room: str) -> bool:
        known = self._client.rooms.get(room)
        return bool(known and known.members_synced)

    async def _members_of(self, room: str) -> list[str]:
        """None where the bot was sent away from it just now."""
        try:
            answer = await self._line.ask("GET", path_of("rooms", room, "members"))
        except Refusal as refusal:
            if refusal.passing:
                raise
            return []
        return [str(event.get("state_key", "")) for event in answer.get("chunk", ()) if _is_present(event)]


def _is_present(event: dict[str, Any]) -> bool:
    return event.get("content", {}).get("membership") in _PRESENT
