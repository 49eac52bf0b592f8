"""Many people in many groups: in the world of our own Bot API server, and in the bot's database as if long known."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert

from bot.core.ids import PlatformName, group_id
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.people import Person
from bot.sandbox.bot_api.standing import MEMBER
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.secrets import Vault
from tests.databases import SECRETS
from tests.journeys.telegram_hall import TOKEN, Hall

_COMMUNITY = "northside"
_FIRST_PERSON = 5_000_000_000  # ids as people get them nowadays
_FIRST_CHAT = -1002000000001
_AT_A_TIME = 10_000
_WORDS = (
    "Good morning, everyone.",
    "Has anybody been to the new café by the station? I hear they have a quiet corner in the afternoon.",
    "Yes, that is what I thought, too 🙂",
    "Thank you all for yesterday. It was good to hear that I am not the only one.",
    "I'll be ten minutes late, please begin without me.",
    "Does somebody know whether the library is open on the bank holiday? Their page says nothing, as usual.",
)


@dataclass(frozen=True, slots=True)
class Circle:
    """A group by its key and chat, and its members, as Telegram numbers them."""

    key: str
    chat: int
    members: Sequence[int]


def circles(groups: int, members: int) -> list[Circle]:
    """Groups of so many members each, nobody in two of them."""
    return [
        Circle(
            f"circle-{number}",
            _FIRST_CHAT - number,
            range(_FIRST_PERSON + number * members, _FIRST_PERSON + (number + 1) * members),
        )
        for number in range(groups)
    ]


def move_in(hall: Hall, circle: Circle) -> tuple[Group, list[Person]]:
    """The circle in the hall's world, with the bot as an admin in it. No update tells the bot of it."""
    group = hall.world.groups.get(circle.chat) or hall.world.add_supergroup(
        f"Northside {circle.key}", hall.sam.person, id=circle.chat
    )
    hall.sam.person.add_bot(group, hall.bot, as_admin=("all",))
    people = [hall.world.add_person(f"Member {number}", id=number) for number in circle.members]
    group.standings |= {person.id: MEMBER for person in people}
    hall.bot.inbox.drop_all()
    return group, people


def chatter(group: Group, people: Sequence[Person], messages: int) -> None:
    """So many messages by these people in turn."""
    for number in range(messages):
        people[number % len(people)].write(group, _WORDS[number % len(_WORDS)])


async def remember(url: str, known: Sequence[Circle]) -> None:
    """Save groups, accounts and memberships into a SQLite database that is empty, as the bot itself would."""
    database = await Database.open(url, SECRETS)
    async with database.work() as work:
        for table, rows in _rows(database._vault, known):
            for start in range(0, len(rows), _AT_A_TIME):
                await work._connection.execute(insert(table), rows[start : start + _AT_A_TIME])
    await database.close()


def copy_database(url: str, to: str) -> None:
    """SQLite's files: the one as it stands takes the place of the other, which nobody may have open."""
    shutil.copyfile(_file(url), _file(to))


def environment(hall: Hall, policy: Path) -> dict[str, str]:
    """What `python -m bot run` is told."""
    return {
        "POLICY": str(policy),
        "SECRET_KEY": base64.urlsafe_b64encode(SECRETS[0]).decode(),
        "DATABASE_URL": hall.database_url,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": hall.server.url,
        "LOG_LEVEL": "warning",
    }


def _file(url: str) -> Path:
    return Path(url.partition("///")[2])


def _rows(vault: Vault, known: Sequence[Circle]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    now = datetime.now(UTC)
    numbers = {native: number for number, native in enumerate((m for c in known for m in c.members), start=1)}
    yield tables.people, [{"id": number, "met_at": now} for number in numbers.values()]
    yield tables.accounts, [_account(vault, native, number) for native, number in numbers.items()]
    yield tables.group_chats, [_chat(vault, circle) for circle in known]
    yield (
        tables.members,
        [
            {"group_id": group_id(_COMMUNITY, circle.key), "account": numbers[native], "since": now}
            for circle in known
            for native in circle.members
        ],
    )


def _account(vault: Vault, native: int, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "person": number,
        "platform": PlatformName.TELEGRAM.value,
        "who": vault.lookup("accounts", PlatformName.TELEGRAM, str(native)),
        "native": vault.seal("accounts.native", str(native)),
        "name": vault.seal("accounts.name", f"Member {native}"),
        "username": vault.seal("accounts.username", ""),
        "language": "en",
        "reachable": True,
    }


def _chat(vault: Vault, circle: Circle) -> dict[str, Any]:
    chat = vault.lookup("group_chats", PlatformName.TELEGRAM, str(circle.chat))
    return {
        "group_id": group_id(_COMMUNITY, circle.key),
        "platform": PlatformName.TELEGRAM.value,
        "chat": chat,
        "native": vault.seal("group_chats.native", str(circle.chat)),
        "declared": chat,
        "present": True,
        "rights": "can_invite_users",
    }
