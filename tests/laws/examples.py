"""People, groups and applications to try the laws on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.effects import Say
from bot.core.events import Chat, User
from bot.core.ids import AccountId, CommunityKey, GroupId, NativeId, PlatformName
from bot.core.membership.application import Application, Came, Standing
from bot.core.messages import line, message
from bot.core.people import Account
from bot.core.ports import Work

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

TELEGRAM = PlatformName.TELEGRAM
MATRIX = PlatformName.MATRIX

NORTHSIDE = CommunityKey("northside")
EVENING = GroupId("northside/evening")
MORNING = GroupId("northside/morning")
ELSEWHERE = GroupId("southside/evening")

ANN = User(TELEGRAM, NativeId("1001"), "Ann", "ann_of_the_north", "en")
BEN = User(TELEGRAM, NativeId("1002"), "Ben")
CAT = User(MATRIX, NativeId("@cat:example.org"), "Cat", language="cy")


async def meet(work: Work, user: User = ANN) -> Account:
    return await work.people.meet(user, NOON)


def application(account: Account, group: GroupId = EVENING, **changes: Any) -> Application:
    plain = Application(
        person=account.person,
        account=account.id,
        group=group,
        came=Came.BY_REQUEST,
        standing=Standing.OPEN,
        started_at=NOON,
    )
    return replace(plain, **changes)


def say(to: AccountId, text: str = "Hello.", **changes: Any) -> Say:
    return replace(Say(to=to, message=message(line(text))), **changes)


def chat(native: str, platform: PlatformName = TELEGRAM) -> Chat:
    return Chat(platform, NativeId(native))
