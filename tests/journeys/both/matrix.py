"""Matrix, as both platforms' journeys see it: plain rooms on a real Synapse."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app.house import House
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from bot.platforms.matrix.client import LoggedIn
from bot.sandbox.bot_api.clock import MovableClock
from bot.sandbox.matrix_http import MatrixHttp
from bot.sandbox.resident import Resident, Said
from bot.sandbox.synapse import Synapse
from tests.databases import fresh_database
from tests.homeservers import fresh_name, limited_synapse, synapse
from tests.journeys import matrix_hall
from tests.journeys.both.hall import Hall, Heard, Somebody
from tests.journeys.both.policy_text import names_in, placed, title_of
from tests.journeys.telegram_hall import EXAMPLE, PATIENCE

_LISTED = re.compile(r"^(?:\d+\.|•) (.+)$")
_PASSWORD = "let the bot in"


class MatrixSomebody(Somebody):
    def __init__(self, hall: MatrixHall, resident: Resident, name: str) -> None:
        self.hall = hall
        self.resident = resident
        self.name = name
        self.user = User(PlatformName.MATRIX, NativeId(resident.id), name)
        self.chat = ""
        self._read = 0
        self._last: Said | None = None

    async def opens_chat(self, words: str = "start") -> None:
        self.chat = await self.resident.private_chat(self.hall.inner.bot)
        await self.resident.is_joined_by(self.chat, self.hall.inner.bot)
        await self.says(words)

    async def comes_to(self, group: str) -> None:
        if self.chat:
            await self.says(f"!join {group}")
        else:
            await self.opens_chat(f"join {group}")

    async def says(self, words: str) -> None:
        if not self.chat:
            await self._finds_chat()
        await self.resident.write(self.chat, words)

    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        await self.resident.send_file(self.chat, name, content, caption)

    @property
    def handle(self) -> str:
        return self.resident.id

    async def hears(self, *words: str) -> Heard:
        if not self.chat:
            await self._finds_chat()
        found: list[Said] = []

        async def came() -> bool:
            said = await self._said()
            for number, each in enumerate(said[self._read :], start=self._read + 1):
                if all(word in each.text for word in words):
                    self._read = number
                    found.append(each)
                    return True
            return False

        if not await within(PATIENCE, came):
            raise AssertionError(f"never heard {words}, but: {await self.heard()}")
        self._last = found[0]
        self.last = _heard(found[0])
        return self.last

    async def heard(self) -> list[str]:
        return [said.text for said in await self._said()] if self.chat else []

    async def everything_heard(self) -> list[Heard]:
        return [_heard(said) for said in await self._said()]

    async def chooses(self, label: str) -> None:
        assert self._last is not None
        numbered = re.search(rf"^(\d+)\. {re.escape(label)}$", self._last.text, re.MULTILINE)
        if numbered:
            await self.says(numbered[1])
            return
        last, sign = self._last.id, "👎" if label.startswith("No") else "👍"

        async def offered() -> bool:
            return sign in [each for _, each in await self.resident.reactions_to(last, self.chat)]

        if label.startswith(("Yes", "No")) and await within(2.0, offered):
            await self.resident.react(self.chat, last, sign)
        else:
            await self.says(label)

    async def comes_in(self, group: str) -> None:
        room = self.hall.rooms[group]

        async def invited() -> bool:
            return await self.resident.membership(room) == "join" or room in await self.resident.invitations()

        if not await within(PATIENCE, invited):
            raise AssertionError(f"never invited to {group}, but heard: {await self.heard()}")
        await self.resident.join(room)

    async def follows_way_in_of(self, other: Somebody) -> None:
        """An invitation cannot be passed on. Raises HomeserverTold."""
        await self.resident.join(self.hall.rooms["evening"])

    async def is_in(self, group: str) -> bool:
        return await self.hall.founder.membership(self.hall.rooms[group], self.resident.id) == "join"

    async def leaves(self, group: str) -> None:
        await self.resident.leave(self.hall.rooms[group])

    async def posts(self, group: str, words: str) -> None:
        await self.resident.write(self.hall.rooms[group], words)

    async def adds(self, other: Somebody, group: str) -> None:
        assert isinstance(other, MatrixSomebody)
        room = self.hall.rooms[group]
        await self.resident.invite(room, other.resident.id)
        await other.resident.join(room)

    async def _said(self) -> list[Said]:
        return [said for said in await self.resident.read(self.chat) if said.sender == self.hall.inner.bot]

    async def _finds_chat(self) -> None:
        """The bot has asked them in."""

        async def asked() -> bool:
            rooms = [room for room in await self.resident.invitations() if room not in self.hall.rooms.values()]
            self.chat = rooms[0] if rooms else ""
            return bool(rooms)

        if not await within(PATIENCE, asked):
            raise AssertionError("the bot never asked them into a private chat")
        await self.resident.join(self.chat)


def _heard(said: Said) -> Heard:
    lines = said.text.split("\n")
    labels = tuple(found[1] for found in map(_LISTED.match, lines) if found)
    words = "\n".join(line for line in lines if not _LISTED.match(line)).strip()
    return Heard(words, labels, said.id, numbered=any(line.startswith("1. ") for line in lines))


async def within(seconds: float, holds: Callable[[], Awaitable[bool]]) -> bool:
    """Looks again and again, less often the longer it takes: a homeserver that is asked all the time is slow."""
    pause = 0.02
    try:
        async with asyncio.timeout(seconds):
            while not await holds():
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, 0.4)
    except TimeoutError:
        return False
    return True


class MovedClock:
    """The real time and an offset."""

    def __init__(self) -> None:
        self.movable = MovableClock()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.movable.now(), UTC)

    async def sleep_until(self, moment: datetime) -> None:
        while self.now() < moment:
            await asyncio.sleep(0.02)


@dataclass
class MatrixHall(Hall):
    inner: matrix_hall.MatrixHall
    rooms: dict[str, str]
    founder: Resident
    homeserver: Synapse
    clock: MovedClock
    team: dict[str, MatrixSomebody] = field(default_factory=dict)
    platform = PlatformName.MATRIX

    @property
    def policy_text(self) -> str:  # type: ignore[override]
        return self.inner.policy_text

    @property
    def database_url(self) -> str:  # type: ignore[override]
        return self.inner.database_url

    async def somebody(self, name: str = "Ada") -> MatrixSomebody:
        resident = await Resident.arrive(self.homeserver, fresh_name(name.lower()), display_name=name)
        self.inner.stack.push_async_callback(resident.go)
        return MatrixSomebody(self, resident, name)

    async def one_of_the_team(self, name: str) -> MatrixSomebody:
        return self.team[name]

    async def posts_in(self, group: str) -> list[str]:
        return await self.founder.heard_from(self.inner.bot, self.rooms[group])

    async def bans(self, somebody: Somebody, group: str) -> None:
        assert isinstance(somebody, MatrixSomebody)
        await self.founder.ban(self.rooms[group], somebody.resident.id)

    async def unbans(self, somebody: Somebody, group: str) -> None:
        assert isinstance(somebody, MatrixSomebody)
        await self.founder.unban(self.rooms[group], somebody.resident.id)

    def at_work(self) -> AbstractAsyncContextManager[House]:
        return self.inner.at_work(clock=self.clock)

    def passes(self, time: timedelta) -> None:
        self.clock.movable.advance(time.total_seconds())


@asynccontextmanager
async def open_on_matrix(
    folder: Path, *, policy: str | None = None, kind: str = "sqlite", limits: bool = False
) -> AsyncIterator[MatrixHall]:
    text = policy or EXAMPLE.read_text()
    keys, names = names_in(text)
    async with AsyncExitStack() as stack:
        homeserver = await asyncio.to_thread(limited_synapse if limits else synapse)
        enrolled = await asyncio.to_thread(homeserver.enrol, fresh_name("hall"), _PASSWORD)
        bot, login = enrolled["user_id"], LoggedIn(enrolled["device_id"], enrolled["access_token"])
        url = await stack.enter_async_context(fresh_database(kind, folder))
        founder = await Resident.arrive(homeserver, fresh_name("founder"))
        stack.push_async_callback(founder.go)
        sam = matrix_hall.Guest.__new__(matrix_hall.Guest)  # nobody: those of the team stand beside it
        inner = matrix_hall.MatrixHall(homeserver.url, bot, login, url, sam, "", stack)
        hall = MatrixHall(inner, {}, founder, homeserver, MovedClock())
        hall.team = {name: await hall.somebody(name) for name in names}
        for key in keys:
            hall.rooms[key] = await _room(hall, title_of(text, key))
        at = {key: f'matrix = "{room}"' for key, room in hall.rooms.items()}
        people = {name: f'matrix = "{who.resident.id}"' for name, who in hall.team.items()}
        hall.inner.policy_text = placed(text, at, people)
        yield hall


async def _room(hall: MatrixHall, title: str) -> str:
    """In which the bot may do everything; the team is in it too, and in charge."""
    founder, bot = hall.founder, hall.inner.bot
    team = {each.resident.id: 50 for each in hall.team.values()}
    room = await founder.group(
        title, version="11", knock=False, invited={bot: 95, **team}, events={"m.room.power_levels": 95}
    )
    for each in hall.team.values():
        await each.resident.join(room)
    await Resident(_as_bot(hall), bot, hall.inner.login.device).join(room)
    return room


def _as_bot(hall: MatrixHall) -> MatrixHttp:
    http = MatrixHttp(hall.inner.homeserver)
    http.token = hall.inner.login.token
    hall.inner.stack.push_async_callback(http.close)
    return http
