"""Matrix as a platform of the house: receiving, carrying out, and what there is to do before and after."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.errors import NotYet, PlatformRefuses
from bot.core.ids import PlatformName
from bot.core.ports import Abilities
from bot.platforms.matrix.arrivals import Arrivals
from bot.platforms.matrix.census import Census
from bot.platforms.matrix.choices import Choices
from bot.platforms.matrix.client import client_for
from bot.platforms.matrix.closing import Closing
from bot.platforms.matrix.doors import Doors
from bot.platforms.matrix.outbound import Outbound
from bot.platforms.matrix.power_levels import PowerLevels
from bot.platforms.matrix.private_chats import PrivateChats
from bot.platforms.matrix.readable import text
from bot.platforms.matrix.reading import Reading
from bot.platforms.matrix.receive import Receiving
from bot.platforms.matrix.refusals import UNKNOWN_TOKEN, trouble
from bot.platforms.matrix.restricting import Restricting
from bot.platforms.matrix.rooms import Rooms
from bot.platforms.matrix.seals import Seals
from bot.platforms.matrix.sending import Sending
from bot.platforms.matrix.wire import AskedToWait, MatrixRefusal, MatrixTrouble, Wire
from bot.platforms.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.effects import Outcome
    from bot.core.ids import NativeId
    from bot.core.ports import Order, Take
    from bot.platforms.matrix.client import Crypto, LoggedIn


class MatrixPlatform:
    """`groups` tells which rooms are groups of a policy, `now` answers in UTC, `sleep` takes seconds.

    With `crypto` the private chats that the bot opens are encrypted, and what is encrypted can be read.
    """

    def __init__(
        self,
        homeserver: str,
        user: str,
        login: LoggedIn,
        *,
        groups: Callable[[NativeId], bool],
        now: Callable[[], datetime],
        crypto: Crypto | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._user = user
        self._client = client_for(homeserver, user, login.device, login.token, crypto=crypto)
        self._wire = Wire(self._client)
        self._seals = Seals(self._client, crypto)
        self._patience = Patience(sleep)
        rooms = Rooms(user, groups, able=self._seals.able)
        choices = Choices(self._wire)
        chats = PrivateChats(self._wire, rooms, encrypted=self._seals.able)
        sending = Sending(self._wire, rooms, chats, choices, self._seals)
        self.power_levels = PowerLevels(self._wire)
        self._outbound = Outbound(
            self._wire,
            rooms,
            sending=sending,
            choices=choices,
            doors=Doors(self._wire),
            restricting=Restricting(self._wire, rooms, self.power_levels),
            closing=Closing(user, rooms, self.power_levels),
        )
        arrivals = Arrivals(rooms, user, now)
        census = Census(self._wire, rooms, arrivals)
        reading = Reading(self._wire, rooms, seals=self._seals, arrivals=arrivals, census=census, choices=choices)
        self._receiving = Receiving(self._wire, rooms, self._seals, reading, sleep)

    @property
    def name(self) -> PlatformName:
        return PlatformName.MATRIX

    @property
    def called(self) -> str:
        """`hall` for `@hall:example.org`."""
        return self._user.removeprefix("@").partition(":")[0]

    @property
    def abilities(self) -> Abilities:
        """Into a group one is invited, not given a link.

        Whoever is invited to a private chat reads later what was said meanwhile, but for what was encrypted before
        they came.
        """
        plain = not self._seals.able
        return Abilities(writes_first=plain, writes_to_requesters=plain, makes_links=False)

    async def start(self) -> None:
        """Returns once the homeserver has told what rooms there are.

        Raises `Stop`, `PlatformRefuses` above all, where nothing comes of waiting.
        """
        answer = await self._who_is_it()
        if text(answer, "user_id") != self._user:
            raise PlatformRefuses(f"This login belongs to {text(answer, 'user_id')}, and MATRIX_USER is {self._user}.")
        await self._equip()
        await self._receiving.look()

    async def stop(self) -> None:
        """Closes the connections. The homeserver keeps everything for the next start."""
        await self._seals.close()
        await self._client.close()

    async def receive(self, take: Take, since: str) -> None:
        """As `Platform` promises it."""
        await self._receiving.for_ever(take, since)

    async def carry_out(self, order: Order) -> Outcome:
        """As `Platform` promises it."""
        return await self._outbound.carry_out(order)

    def start_address(self, payload: str) -> str:
        """The address that shows the bot, to open a private chat with it; Matrix has no place for a `payload`."""
        del payload
        return f"https://matrix.to/#/{self._user}"

    async def _equip(self) -> None:
        while True:
            try:
                await self._seals.equip()
            except NotYet as reason:
                why = str(reason)
            else:
                return
            await self._patience.bear(why)

    async def _who_is_it(self) -> dict[str, object]:
        while True:
            try:
                answer = await self._wire.call("GET", "/account/whoami")
            except MatrixRefusal:
                break
            except MatrixTrouble as problem:
                why, asked = trouble(problem), problem.seconds if isinstance(problem, AskedToWait) else 0
            else:
                self._patience.rewarded("The homeserver answers.")
                return answer
            await self._patience.bear(why, asked=asked)
        raise PlatformRefuses(UNKNOWN_TOKEN)
