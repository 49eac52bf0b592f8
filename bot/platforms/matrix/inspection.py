"""Matrix as `check` asks it: with the bot's own login, and without taking anything that a running bot waits for."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.community.rights import NOT_THERE
from bot.core.errors import NotYet, PlatformRefuses
from bot.core.ids import PlatformName
from bot.core.ports import Reach
from bot.platforms.matrix import looking
from bot.platforms.matrix.client import client_for
from bot.platforms.matrix.readable import sequence, text
from bot.platforms.matrix.refusals import UNKNOWN_TOKEN, trouble
from bot.platforms.matrix.wire import AskedToWait, MatrixRefusal, MatrixTrouble, Wire, escaped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.community.rights import GroupSight
    from bot.core.ids import NativeId
    from bot.platforms.matrix.client import LoggedIn

_IN_A_ROW = 12
"""Messages: more than the ten that Synapse lets through at once by default (`rc_message`), and soon sent."""
_LONGEST_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """So many messages went through in a row; then the homeserver asked to wait so many seconds, 0 if it did not."""

    messages: int
    wait: float = 0.0


class MatrixInspection:
    """`for_now`: the login was made for this alone, and is given up at the end. `sleep` takes seconds."""

    def __init__(
        self,
        homeserver: str,
        user: str,
        login: LoggedIn,
        *,
        for_now: bool = False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self._user = user
        self._for_now = for_now
        self._client = client_for(homeserver, user, login.device, login.token, crypto=None)
        self._wire = Wire(self._client)
        self._joined: frozenset[str] | None = None

    @property
    def name(self) -> PlatformName:
        return PlatformName.MATRIX

    async def who(self) -> str:
        try:
            answer = await self._wire.call("GET", "/account/whoami")
        except MatrixRefusal:
            raise PlatformRefuses(UNKNOWN_TOKEN) from None
        except MatrixTrouble as problem:
            raise NotYet(trouble(problem)) from None
        if text(answer, "user_id") != self._user:
            raise PlatformRefuses(f"This login belongs to {text(answer, 'user_id')}, and MATRIX_USER is {self._user}.")
        return self._user

    async def inspect(self, chat: NativeId) -> GroupSight:
        try:
            if self._joined is None:
                rooms = sequence(await self._wire.call("GET", "/joined_rooms"), "joined_rooms")
                self._joined = frozenset(room for room in rooms if isinstance(room, str))
            if chat not in self._joined:
                return NOT_THERE
            return looking.sight_of(await looking.read(self._wire, chat), self._user)
        except MatrixRefusal:
            return NOT_THERE  # sent away just now
        except MatrixTrouble as problem:
            raise NotYet(trouble(problem)) from None

    async def can_write_to(self, person: NativeId) -> Reach:
        """Whether somebody refuses invitations shows only when they are invited."""
        try:
            await self._wire.call("GET", f"/profile{escaped(person)}")
        except MatrixRefusal as refusal:
            return Reach.NO_SUCH if refusal.status == 404 else Reach.UNTRIED  # noqa: PLR2004 - HTTP's own number
        except MatrixTrouble as problem:
            raise NotYet(trouble(problem)) from None
        return Reach.UNTRIED

    async def pace(self) -> Pace | None:
        """How many messages the homeserver takes in a row, tried in a room of the bot's own; None: cannot be told.

        Nobody asks a homeserver for its limits but its admins, so there is no way but to run into them. Where there
        are any, the bot's own messages are slowed down for less than a minute afterwards.
        """
        sent = 0
        try:
            room = text(await self._wire.call("POST", "/createRoom", {"preset": "private_chat"}), "room_id")
            try:
                for sent in range(_IN_A_ROW):
                    note = {"msgtype": "m.notice", "body": "check"}
                    await self._wire.send(room, "m.room.message", note, f"check{sent}")
            finally:
                await self._give_up(room)
        except AskedToWait as request:
            return Pace(sent, request.seconds)
        except MatrixTrouble:
            return None
        return Pace(_IN_A_ROW)

    async def close(self) -> None:
        if self._for_now:
            with suppress(MatrixTrouble):
                await self._wire.call("POST", "/logout", {})
        await self._client.close()

    async def _give_up(self, room: str) -> None:
        """An empty room that nobody remembers is a matter of the homeserver's own housekeeping."""
        for path in ("leave", "forget"):
            try:
                await self._wire.call("POST", f"/rooms{escaped(room)}/{path}", {})
            except AskedToWait as request:
                await self._sleep(min(request.seconds, _LONGEST_WAIT))
                with suppress(MatrixTrouble):
                    await self._wire.call("POST", f"/rooms{escaped(room)}/{path}", {})
            except MatrixTrouble:
                return
