"""What `check` asks of a homeserver, beside a bot that runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.core.community.rights import NOT_THERE, Right, WayIn
from bot.core.errors import NotYet, PlatformRefuses
from bot.core.ids import NativeId
from bot.core.ports import Reach
from bot.platforms.matrix.client import LoggedIn
from bot.platforms.matrix.inspection import MatrixInspection, Pace
from bot.sandbox.matrix_http import HomeserverTold
from bot.sandbox.resident import Resident
from tests.homeservers import fresh_name, limited_synapse
from tests.platforms.matrix.scene import Scene, no_nap


@asynccontextmanager
async def inspection(url: str, bot: Resident, **options: object) -> AsyncIterator[MatrixInspection]:
    login = LoggedIn(bot.device, bot.http.token)
    inspecting = MatrixInspection(url, bot.id, login, sleep=no_nap, **options)  # type: ignore[arg-type]
    try:
        yield inspecting
    finally:
        await inspecting.close()


@pytest.mark.parametrize("version", ["11", "12"])
async def test_a_room_is_seen_as_the_running_platform_sees_it(scene: Scene, version: str) -> None:
    room = await scene.owner.group("Another", version=version)
    async with inspection(scene.synapse.url, scene.bot) as inspecting:
        assert await inspecting.inspect(NativeId(room)) == NOT_THERE
    await scene.owner.invite(room, scene.bot.id)
    await scene.bot.join(room)
    await scene.owner.set_power(room, scene.bot.id, 60)
    async with inspection(scene.synapse.url, scene.bot) as inspecting:
        seen = await inspecting.inspect(NativeId(room))
        mine = await scene.bot.group("My own", version=version, knock=False)
        own = await inspecting.inspect(NativeId(mine))
    assert (seen.kind, seen.level, seen.way_in) == (f"room version {version}", 60, WayIn.KNOCKING)
    missing = {power.right: power.needs for power in seen.powers if not power.held}
    assert missing == {Right.MUTE: 100, Right.CLOSE: 100, Right.MOVE: 150 if version == "12" else 100}
    assert own == NOT_THERE, "the rooms that the bot is in are asked for once"


async def test_who_made_a_room_of_version_12_lacks_nothing_there(scene: Scene) -> None:
    mine = await scene.bot.group("My own", version="12", knock=False)
    async with inspection(scene.synapse.url, scene.bot) as inspecting:
        seen = await inspecting.inspect(NativeId(mine))
    assert all(power.held for power in seen.powers)
    assert (seen.level, seen.way_in) == (None, WayIn.INVITED)


async def test_a_login_that_is_not_accepted_is_told_from_a_homeserver_that_does_not_answer(scene: Scene) -> None:
    async with inspection(scene.synapse.url, scene.bot) as inspecting:
        assert await inspecting.who() == scene.bot.id
        inspecting._wire._client.access_token = "syt_nobodys"
        with pytest.raises(PlatformRefuses, match="does not know this login"):
            await inspecting.who()
    async with inspection("http://127.0.0.1:9", scene.bot) as inspecting:
        for ask in (inspecting.who(), inspecting.inspect(scene.group), inspecting.can_write_to(NativeId(scene.ada.id))):
            with pytest.raises(NotYet):
                await ask
        assert await inspecting.pace() is None


async def test_whether_somebody_is_there_can_be_told_and_whether_they_listen_cannot(scene: Scene) -> None:
    async with inspection(scene.synapse.url, scene.bot) as inspecting:
        assert await inspecting.can_write_to(NativeId(scene.ada.id)) is Reach.UNTRIED
        assert await inspecting.can_write_to(NativeId("@nobody:hall.example")) is Reach.NO_SUCH


async def test_a_login_that_was_made_for_this_alone_is_given_up_and_the_other_one_stays(scene: Scene) -> None:
    second = await Resident.log_in(scene.synapse.url, scene.bot.id)
    async with inspection(scene.synapse.url, second, for_now=True) as inspecting:
        await inspecting.who()
    with pytest.raises(HomeserverTold):
        await second.http.call("GET", "/account/whoami")
    await second.go()
    async with inspection(scene.synapse.url, scene.bot) as inspecting:
        await inspecting.who()
    assert (await scene.bot.http.call("GET", "/account/whoami"))["device_id"] == scene.bot.device


async def test_where_nobody_is_slowed_down_a_dozen_messages_go_through_and_nothing_is_left_of_it(scene: Scene) -> None:
    before = (await scene.bot.http.call("GET", "/joined_rooms"))["joined_rooms"]
    async with inspection(scene.synapse.url, scene.bot) as inspecting:
        assert await inspecting.pace() == Pace(12)
    assert (await scene.bot.http.call("GET", "/joined_rooms"))["joined_rooms"] == before


async def test_under_synapses_own_limits_it_is_told_after_how_many_messages_the_bot_has_to_wait() -> None:
    homeserver = limited_synapse()
    bot = await Resident.arrive(homeserver, fresh_name("hall"))
    async with inspection(homeserver.url, bot) as inspecting:
        pace = await inspecting.pace()
    assert pace is not None
    assert 0 < pace.messages <= 10
    assert 0 < pace.wait < 60
    await bot.go()
