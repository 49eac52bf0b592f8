"""The example community on Matrix: the same people, a room of its first group, and the bot, invited."""

from __future__ import annotations

import asyncio
import re
import secrets
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.bot_api.standing import Status
from bot.sandbox.matrix_watch import RoomSeen, Watch
from bot.sandbox.message_view import full_name
from bot.sandbox.resident import Resident

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from bot.sandbox.bot_api.people import Person
    from bot.sandbox.community import ExampleCommunity, ExampleGroup
    from bot.sandbox.synapse import Synapse
    from bot.sandbox.telegram_scene import TelegramScene

PRIVATE = "matrix"
"""The name of the private chat with the bot among somebody's chats. Groups go by `matrix:` and their key, other rooms
by their id."""
BOT_NAME = "Hallkeeper"
BOT_POWER = 100
"""Enough to change who may do what, which on Matrix is how a group is locked."""
_THERE = ("join", "invite")


@dataclass(frozen=True, slots=True)
class MatrixPlayer:
    """`number` is the one by which the page knows this person."""

    number: int
    resident: Resident
    watch: Watch

    @property
    def id(self) -> str:
        return self.resident.id


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixVenue:
    """A group of the policy; `key` is how the policy calls it, `owner` who made the room."""

    room: str
    key: str
    title: str
    purpose: str
    owner: str

    @property
    def chat(self) -> str:
        return f"{PRIVATE}:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixScene:
    """`password` is the bot's."""

    url: str
    bot: str
    password: str
    players: dict[int, MatrixPlayer]
    venue: MatrixVenue

    @property
    def trouble(self) -> str | None:
        lost = any(player.watch.is_lost for player in self.players.values())
        return "Matrix does not answer. What stands below may be old." if lost else None

    @property
    def staff(self) -> str:
        """The id of the one who owns the room."""
        return self.venue.owner

    def player(self, number: int) -> MatrixPlayer:
        """Raises LookupError if nobody there has this number."""
        return self.players[number]

    def private(self, player: MatrixPlayer) -> RoomSeen | None:
        """Of several private chats with the bot the one that they are in, and in which it wrote last."""
        found = (room for room in player.watch.rooms.values() if self._is_private(room))
        return max(found, key=lambda room: (room.membership == "join", room.newest), default=None)

    def room(self, player: MatrixPlayer, chat: str) -> RoomSeen | None:
        """None where they know of none yet. Raises LookupError if no chat of anybody goes by this name."""
        if chat == PRIVATE:
            return self.private(player)
        number = self.venue.room if chat == self.venue.chat else chat
        if all(number not in each.watch.rooms for each in self.players.values()):
            raise LookupError(chat)
        return player.watch.rooms.get(number)

    def name_of(self, player: MatrixPlayer, room: RoomSeen) -> str:
        """The name by which a room goes among this person's chats."""
        if room.id == self.venue.room:
            return self.venue.chat
        return PRIVATE if room is self.private(player) else room.id

    async def bot_takes_up_work(self) -> None:
        """Until the bot has come into the group. It is not waited for any longer than somebody would."""
        [watch] = (player.watch for player in self.players.values() if player.id == self.staff)
        with suppress(TimeoutError):
            await watch.until(lambda: watch.rooms[self.venue.room].membership_of(self.bot) == "join")

    def _is_private(self, room: RoomSeen) -> bool:
        is_theirs = room.membership in _THERE and room.membership_of(self.bot) in _THERE
        return is_theirs and room.id != self.venue.room


@asynccontextmanager
async def matrix_scene(
    synapse: Synapse,
    community: ExampleCommunity,
    telegram: TelegramScene,
    *,
    called: Callable[[str], str] = lambda name: name,
) -> AsyncIterator[MatrixScene]:
    """Everybody who is there on Telegram, logged in and looking for as long as this is open.

    `called` makes of a name the one under which to register.

    Raises SynapseFailed, HomeserverTold and what aiohttp raises.
    """
    password = secrets.token_urlsafe(26)
    bot = await _register_bot(synapse, called(BOT_NAME.lower()), password)
    people = [player.person for player in telegram.players]
    residents = await asyncio.gather(*(_arrive(synapse, called, person) for person in people))
    looking: list[asyncio.Task[None]] = []
    try:
        venue = await _open_room(community.groups[0], bot, _insiders(telegram, residents))
        bell = telegram.world.changed_bell
        players = {
            person.id: MatrixPlayer(person.id, resident, Watch(resident, bell))
            for person, resident in zip(people, residents, strict=True)
        }
        await asyncio.gather(*(player.watch.catch_up() for player in players.values()))
        looking = [asyncio.create_task(player.watch.keep_up()) for player in players.values()]
        yield MatrixScene(url=synapse.url, bot=bot, password=password, players=players, venue=venue)
    finally:
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
        await asyncio.gather(*(resident.go() for resident in residents))


async def _register_bot(synapse: Synapse, name: str, password: str) -> str:
    bot = await Resident.arrive(synapse, name, password, BOT_NAME)
    await bot.http.call("POST", "/logout", {})
    await bot.go()
    return bot.id


async def _arrive(synapse: Synapse, called: Callable[[str], str], person: Person) -> Resident:
    localpart = re.sub("[^a-z0-9]", "", person.first_name.lower()) or f"person{person.id}"
    return await Resident.arrive(synapse, called(localpart), display_name=full_name(person))


def _insiders(telegram: TelegramScene, residents: Sequence[Resident]) -> tuple[Resident, ...]:
    """Who is in the group on Telegram, its owner first."""
    group = telegram.venues[0].group
    pairs = zip(telegram.players, residents, strict=True)
    inside = [(player.person, resident) for player, resident in pairs if group.is_member(player.person)]
    inside.sort(key=lambda pair: group.standing(pair[0]).status is not Status.CREATOR)
    return tuple(resident for _, resident in inside)


async def _open_room(group: ExampleGroup, bot: str, insiders: Sequence[Resident]) -> MatrixVenue:
    """Entered by invitation alone: who knocks is seen by all members, and the policy asks something sensitive."""
    owner, *others = insiders
    room = await owner.group(group.title, knock=False)
    await owner.set_state(room, "m.room.topic", {"topic": group.purpose})
    await owner.set_power(room, bot, BOT_POWER)
    for each in others:
        await owner.invite(room, each.id)
        await each.join(room)
    await owner.invite(room, bot)
    # So that the bot can write to staff without having to open a chat.
    await owner.private_chat(bot)
    return MatrixVenue(room=room, key=group.key, title=group.title, purpose=group.purpose, owner=owner.id)
