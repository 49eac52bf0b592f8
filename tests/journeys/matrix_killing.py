"""One seed of the killing journey on Matrix: people at the door of a room, and a bot that is killed again and again."""

from __future__ import annotations

import asyncio
import itertools
import random
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.resident import Resident
from bot.sandbox.synapse import Synapse
from tests.databases import fresh_database
from tests.element.element import Element
from tests.homeservers import fresh_name, synapse
from tests.journeys.at_matrix import AtElement, Client, Letter, Plain
from tests.journeys.killing import Life, Seed, die_young, live_on
from tests.journeys.manners import Manner
from tests.journeys.matrix_newcomers import Hand, MatrixNewcomer
from tests.journeys.matrix_room import PASSWORD, Room, open_room
from tests.journeys.on_record import Record, on_record
from tests.journeys.process import Program, program

_NAMES = ("ada", "bo", "cleo", "dan", "eve")
_FAULTS = 0.05  # the share of calls that meet a fault, where there are faults
_TO_BEGIN = 0.6  # seconds of a start that go by before anybody is asked anything


@dataclass(frozen=True, slots=True)
class MatrixSeed(Seed):
    encrypted: bool = False
    people: int = 4

    def __str__(self) -> str:
        return f"{Seed.__str__(self)}{'-encrypted' if self.encrypted else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixAftermath:
    """The room when everybody has had their answer, and the bot was told to stop with nothing left to do.

    `standing` of everybody in the room, by id. `read` is what each of those who are in has read there.
    """

    seed: MatrixSeed
    room: Room
    people: list[MatrixNewcomer]
    standing: dict[str, str]
    read: dict[str, list[Letter]]
    record: Record
    exit_code: int
    said: str

    def figures(self) -> Counter[str]:
        """What can be added up over many seeds."""
        messages = sum(len(person.heard) for person in self.people)
        repeated = sum((person.heard_marks() - person.expected).total() for person in self.people)
        named = {"seeds": 1, "kills": self.seed.kills, "restarts": self.seed.kills}
        return Counter({**named, "messages": messages, "repeated messages": repeated})


@asynccontextmanager
async def killed_and_restarted(
    seed: MatrixSeed, folder: Path, *, homeserver: Synapse | None = None, **more: str
) -> AsyncIterator[MatrixAftermath]:
    """People do what their seed says, while the bot dies `seed.kills` times and then lives to see them all out.

    Each of its lives begins in an empty folder, with `more` in its environment.
    """
    chance = random.Random(seed.number)
    here = await asyncio.to_thread(synapse) if homeserver is None else homeserver
    faults = _FAULTS if seed.faulty else 0.0
    async with AsyncExitStack() as stack:
        opening = open_room(here, encrypted=seed.encrypted, faults=faults, chance=seed.number)
        room = await stack.enter_async_context(opening)
        url = await stack.enter_async_context(fresh_database(seed.kind, folder))
        record = await stack.enter_async_context(on_record(url))
        people = [await _newcomer(name, room, seed, chance, stack) for name in _NAMES[: seed.people]]
        life = _lives(folder, str(seed), lambda disk: room.environment(disk, url, **more))
        exit_code, said = await _to_the_end(seed, life, people, room=room, record=record, chance=chance)
        for person in people:
            await person.look()
        yield MatrixAftermath(
            seed=seed,
            room=room,
            people=people,
            standing=await room.standing(),
            read={person.client.id: await person.client.letters(room.id) for person in people if person.wants_in},
            record=record,
            exit_code=exit_code,
            said=said,
        )


def _lives(folder: Path, name: str, environment: Callable[[Path], Mapping[str, str]]) -> Life:
    numbers = itertools.count(1)

    def life() -> AbstractAsyncContextManager[Program]:
        number = next(numbers)
        shutil.rmtree(folder / f"{name}-{number - 1}", ignore_errors=True)
        disk = folder / f"{name}-{number}"
        disk.mkdir()
        return program("run", folder=disk, environment=environment(disk))

    return life


async def _to_the_end(
    seed: MatrixSeed,
    life: Life,
    people: Sequence[MatrixNewcomer],
    *,
    room: Room,
    record: Record,
    chance: random.Random,
) -> tuple[int, str]:
    going: asyncio.Future[Any] = asyncio.ensure_future(_all_go(people, room))
    try:
        for _ in range(seed.kills):
            await die_young(life, chance, begun=lambda short: short.is_ready(room.port), to_begin=_TO_BEGIN)
        return await live_on(life, going, record)
    finally:
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)


async def _all_go(people: Sequence[MatrixNewcomer], room: Room) -> None:
    """To people with encryption the bot has been shown before: what is written before it has any keys is lost to it."""
    while any(person.client.encrypted for person in people) and not await room.bot_has_keys():
        await asyncio.sleep(0.1)
    await asyncio.gather(*(person.go() for person in people))


async def _newcomer(
    name: str, room: Room, seed: MatrixSeed, chance: random.Random, stack: AsyncExitStack
) -> MatrixNewcomer:
    client: Client
    if seed.encrypted:
        user = await asyncio.to_thread(room.homeserver.register, fresh_name(name), PASSWORD)
        client = AtElement(await stack.enter_async_context(Element.at(room.homeserver.url, user, PASSWORD)))
    else:
        resident = await Resident.arrive(room.homeserver, fresh_name(name), PASSWORD)
        stack.push_async_callback(resident.go)
        client = await stack.enter_async_context(Plain.of(resident))
    return MatrixNewcomer(client, Manner.of(chance), Hand.of(chance), room.bot, room.id)
