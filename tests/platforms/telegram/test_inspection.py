"""What `check` asks of Telegram, beside a bot that runs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.community.rights import NOT_THERE, Right
from bot.core.errors import NotYet, PlatformRefuses
from bot.core.ids import NativeId
from bot.core.ports import Reach
from bot.platforms.telegram.inspection import TelegramInspection
from bot.sandbox.bot_api.people import Person
from tests.platforms.telegram.conftest import Hall, Naps
from tests.platforms.telegram.scripted import TOKEN, Scripted, bad, forbidden, no, ok, page

EVENING = NativeId("-1001234567890")
ADMIN = ok({"status": "administrator", "can_invite_users": True})


@pytest.fixture
async def inspecting(scripted: Scripted, naps: Naps) -> AsyncIterator[TelegramInspection]:
    inspection = TelegramInspection(TOKEN, scripted.url, sleep=naps)
    yield inspection
    await inspection.close()


@pytest.fixture
async def beside(hall: Hall) -> AsyncIterator[TelegramInspection]:
    inspection = TelegramInspection(TOKEN, hall.server.url)
    yield inspection
    await inspection.close()


def native(person: Person) -> NativeId:
    return NativeId(str(person.id))


async def test_nothing_is_taken_from_the_bot_that_runs(hall: Hall, beside: TelegramInspection) -> None:
    assert await beside.who() == "@hall_bot"
    seen = await beside.inspect(NativeId(str(hall.group.id)))
    assert seen.kind == "supergroup"
    assert seen.rights == {Right.INVITE, Right.DELETE}
    called = {call.method for call in hall.world.calls}
    assert not called & {"getUpdates", "setWebhook", "logOut", "close", "sendMessage"}


async def test_a_group_that_is_none_of_its_own_is_not_there(hall: Hall, beside: TelegramInspection) -> None:
    other = hall.world.add_supergroup("Another", hall.owner)
    assert await beside.inspect(NativeId(str(other.id))) == NOT_THERE
    hall.owner.ban(hall.group, hall.bot)
    assert await beside.inspect(NativeId(str(hall.group.id))) == NOT_THERE


async def test_whoever_has_not_opened_the_chat_or_has_closed_it_cannot_be_written_to(
    hall: Hall, beside: TelegramInspection
) -> None:
    ada, bo = hall.world.add_person("Ada"), hall.world.add_person("Bo")
    assert await beside.can_write_to(native(ada)) is Reach.CLOSED
    ada.write(hall.bot, "Hello")
    bo.write(hall.bot, "Hello")
    bo.block(hall.bot)
    assert await beside.can_write_to(native(ada)) is Reach.OPEN
    assert await beside.can_write_to(native(bo)) is Reach.CLOSED


async def test_a_basic_group_that_has_become_a_supergroup_is_looked_at_where_it_is_now(
    hall: Hall, beside: TelegramInspection
) -> None:
    basic = hall.world.add_basic_group("Small", hall.owner)
    hall.owner.add_bot(basic, hall.bot, as_admin=("all",))
    seen = await beside.inspect(NativeId(str(basic.id)))
    assert (seen.kind, seen.may(Right.REMOVE), seen.may(Right.MUTE)) == ("group", True, False)
    hall.owner.upgrade(basic)
    assert (await beside.inspect(NativeId(str(basic.id)))).kind == "supergroup"


@pytest.mark.parametrize("answer", [no(401, "Unauthorized"), no(404, "Not Found")])
async def test_a_token_that_is_not_accepted_is_said_so(
    scripted: Scripted, inspecting: TelegramInspection, answer: object
) -> None:
    scripted.will("getMe", answer)  # type: ignore[arg-type]
    with pytest.raises(PlatformRefuses, match="TELEGRAM_TOKEN"):
        await inspecting.who()


async def test_telegram_is_waited_for_when_it_asks_for_patience_but_not_for_ever(
    scripted: Scripted, inspecting: TelegramInspection, naps: Naps
) -> None:
    slow = no(429, "Too Many Requests: retry after 3", retry_after=3)
    scripted.will("getChatMember", slow, ADMIN)
    scripted.will("getChat", ok({"type": "supergroup"}))
    assert (await inspecting.inspect(EVENING)).may(Right.INVITE)
    assert naps.taken == [3]
    scripted.will("getChatMember", slow)
    with pytest.raises(NotYet, match="patience"):
        await inspecting.inspect(EVENING)


@pytest.mark.parametrize("answer", [page(502), no(500, "Internal Server Error"), bad("member list is inaccessible")])
async def test_what_cannot_be_looked_at_is_not_taken_for_a_group_without_the_bot(
    scripted: Scripted, inspecting: TelegramInspection, answer: object
) -> None:
    scripted.will("getChatMember", answer)  # type: ignore[arg-type]
    with pytest.raises(NotYet):
        await inspecting.inspect(EVENING)


@pytest.mark.parametrize(
    "answer", [forbidden("bot was kicked from the supergroup chat"), bad("chat not found")], ids=["kicked", "never"]
)
async def test_where_the_bot_is_not_the_group_is_seen_as_such(
    scripted: Scripted, inspecting: TelegramInspection, answer: object
) -> None:
    scripted.will("getChatMember", answer)  # type: ignore[arg-type]
    assert await inspecting.inspect(EVENING) == NOT_THERE
