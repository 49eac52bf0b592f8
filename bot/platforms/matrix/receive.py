"""Our own loop around sync. A token is used only once everything before it has been taken, and saved together with it.

The library's own loop saves its token first, and loses what it has in hand when it is killed.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from bot.core.errors import NotYet, PlatformRefuses
from bot.core.events import Arrival, Batch
from bot.core.ids import NativeId, PlatformName
from bot.platforms.matrix.limits import ANSWERS_WITHIN, AT_ONCE, SUSPICIOUSLY_SOON, WAIT, WAIT_FOR_KEYS
from bot.platforms.matrix.readable import mapping, text
from bot.platforms.matrix.refusals import CHANCES_FOR_A_TOKEN, UNKNOWN_TOKEN, is_unknown_token, trouble
from bot.platforms.matrix.wire import AskedToWait, MatrixRefusal, MatrixTrouble
from bot.platforms.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.ports import Take
    from bot.platforms.matrix.reading import Reading
    from bot.platforms.matrix.rooms import Rooms
    from bot.platforms.matrix.seals import Seals
    from bot.platforms.matrix.wire import Wire

_log = structlog.get_logger()
_NOTHING = {"not_types": ["*"]}


def _heard(at_once: int) -> str:
    """A filter: members are told as they are needed, and of signs of life nothing at all."""
    in_rooms = {
        "account_data": _NOTHING,
        "ephemeral": _NOTHING,
        "state": {"lazy_load_members": True},
        "timeline": {"limit": at_once, "lazy_load_members": True},
    }
    return json.dumps({"presence": _NOTHING, "account_data": _NOTHING, "room": in_rooms})


_WHAT_IS_HEARD = _heard(AT_ONCE)
_HOW_THINGS_ARE = _heard(1)
_FOR_THE_DEVICE = ("to_device", "device_one_time_keys_count")
_T = TypeVar("_T")


class Receiving:
    def __init__(
        self, wire: Wire, rooms: Rooms, seals: Seals, reading: Reading, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._wire = wire
        self._rooms = rooms
        self._seals = seals
        self._reading = reading
        self._sleep = sleep
        self._homeserver = Patience(sleep)
        self._database = Patience(sleep)
        self._begun_at = ""
        self._found: dict[str, Any] = {}

    async def look(self) -> None:
        """See how things are: which rooms there are, and who is in them. Raises PlatformRefuses."""
        try:
            found = await self._ask(lambda: self._wire.call("GET", "/sync", query={"filter": _HOW_THINGS_ARE}))
        except MatrixRefusal as refusal:
            raise PlatformRefuses(trouble(refusal)) from None
        await self._seals.take_in({**found, "to_device": {}}, self._keep, news=False)  # that comes with what was missed
        for room, told in mapping(mapping(found, "rooms"), "join").items():
            self._reading.get_to_know(NativeId(room), told)
        self._found = found

    async def for_ever(self, take: Take, since: str) -> None:
        """Raises PlatformRefuses when the login is no longer good, and what `take` raises, except NotYet."""
        missed_some = bool(since or self._begun_at)  # at the very first start one has only just looked around
        since = await self._begin(take, since or self._begun_at)
        wait = 0
        while True:
            asked_at = time.monotonic()
            try:
                synced = await self._sync(since, wait)
            except MatrixRefusal as refusal:
                since, wait, missed_some = await self._begin_anew(take, refusal), 0, False
                continue
            went_on = text(synced, "next_batch") not in {"", since}
            if wait and not went_on and time.monotonic() - asked_at < SUSPICIOUSLY_SOON:
                await self._sleep(SUSPICIOUSLY_SOON)
            batch = await self._read(synced, since, catching_up=missed_some)
            await self._hand_over(batch, take)
            missed_some = False
            since, wait = batch.token or since, WAIT_FOR_KEYS if self._seals.waiting else WAIT

    async def _begin(self, take: Take, since: str) -> str:
        """Hand over what is found as things are; the answer is where to go on from.

        At the very first start that is now: what was said before the bot was there was not said to it.
        """
        if not self._found:
            await self.look()
        found, present = self._found, text(self._found, "next_batch")
        self._begun_at = since or present
        if not since:
            await self._take_in_for_the_device(found)
        arrivals = self._reading.look_around(found, self._begun_at, present)
        if not since:
            arrivals += await self._ask(self._reading.who_is_there)
        await self._hand_over(self._batch(arrivals, "" if since else present, more=True), take)
        self._found = {}
        return self._begun_at

    async def _take_in_for_the_device(self, found: dict[str, Any]) -> None:
        """Keys that were sent before the very first start: the homeserver forgets them once it is asked to go on.

        Under a token of its own, since the library passes over a sync that it has seen.
        """
        sent = {"next_batch": "", **{part: found[part] for part in _FOR_THE_DEVICE if part in found}}
        await self._seals.take_in(sent, self._keep, news=False)

    async def _begin_anew(self, take: Take, refusal: MatrixRefusal) -> str:
        """The homeserver no longer knows the moment that it is asked to go on from: it was put back, say."""
        if not self._begun_at:
            raise PlatformRefuses(trouble(refusal)) from None
        _log.warning(
            "The homeserver does not know how far it had told; what was said meanwhile may be lost.",
            code=refusal.code,
        )
        self._begun_at = ""
        since = await self._begin(take, "")
        self._begun_at = ""
        return since

    async def _sync(self, since: str, wait: int) -> dict[str, Any]:
        wanted = {"filter": _WHAT_IS_HEARD, "since": since, "timeout": str(wait * 1000)}
        return await self._ask(lambda: self._wire.call("GET", "/sync", query=wanted, wait=wait + ANSWERS_WITHIN))

    async def _read(self, synced: dict[str, Any], since: str, *, catching_up: bool) -> Batch:
        late = await self._seals.take_in(synced, self._keep)
        arrivals = await self._reading.of(synced, since, self._ask, late)
        if catching_up:
            arrivals += await self._ask(self._reading.who_is_there)
        return self._batch(arrivals, text(synced, "next_batch"))

    def _batch(self, arrivals: list[Arrival], token: str, *, more: bool = False) -> Batch:
        """What is told twice in one breath, by what happened and by how things are, is one arrival."""
        once: dict[str, Arrival] = {}
        for arrival in arrivals:
            once.setdefault(arrival.id, arrival)
        return Batch(PlatformName.MATRIX, tuple(once.values()), more=more, token=token)

    async def _ask(self, ask: Callable[[], Awaitable[_T]]) -> _T:
        """Asks until there is an answer. A refusal is one; one for the login's sake not, the first few times."""
        rejections = 0
        while True:
            try:
                answer = await ask()
            except MatrixTrouble as problem:
                if isinstance(problem, MatrixRefusal) and not is_unknown_token(problem):
                    raise
                rejections = rejections + 1 if is_unknown_token(problem) else 0
                why, asked = trouble(problem), problem.seconds if isinstance(problem, AskedToWait) else 0
            else:
                self._homeserver.rewarded("The homeserver answers again.")
                return answer
            if rejections >= CHANCES_FOR_A_TOKEN:
                raise PlatformRefuses(UNKNOWN_TOKEN)
            await self._homeserver.bear(why, asked=asked)

    async def _hand_over(self, batch: Batch, take: Take) -> None:
        await self._keep(lambda: take(batch))

    async def _keep(self, write: Callable[[], Awaitable[_T]]) -> _T:
        """Repeats it until the database takes it."""
        while True:
            try:
                kept = await write()
            except NotYet as reason:
                why = str(reason)
            else:
                self._database.rewarded("What Matrix brings can be saved again.")
                return kept
            await self._database.bear(why)
