"""Closing and opening on Telegram, where its groups differ."""

from __future__ import annotations

import json

import pytest

from bot.core.community.rights import Right
from bot.core.effects import CloseGroup, Done, LookIn, OpenGroup, Seen
from bot.core.ids import PlatformName
from bot.sandbox.bot_api.refusals import ClientTold
from tests.platforms.telegram.conftest import Hall
from tests.platforms.telegram.orders import EVENING, order

TELEGRAM = PlatformName.TELEGRAM
LOOK, CLOSE = (kind(group=EVENING, platform=TELEGRAM) for kind in (LookIn, CloseGroup))


async def test_a_basic_group_is_closed_like_any_other(hall: Hall) -> None:
    group, ann = hall.world.add_basic_group("Morning", hall.owner), hall.world.add_person("Ann")
    hall.owner.add_bot(group, hall.bot, as_admin=("all",))
    hall.owner.add(group, ann)
    before, found = group.permissions, await hall.platform.carry_out(order(LOOK, group.id))
    assert isinstance(found, Seen)
    assert found.sight.may(Right.CLOSE)
    assert not found.sight.may(Right.MUTE)
    assert await hall.platform.carry_out(order(CLOSE, group.id)) == Done()
    with pytest.raises(ClientTold):
        ann.write(group, "hello")
    hall.owner.write(group, "hello")
    opening = OpenGroup(group=EVENING, platform=TELEGRAM, had=found.sight.permissions)
    assert await hall.platform.carry_out(order(opening, group.id)) == Done()
    assert group.permissions == before
    ann.write(group, "hello")


async def test_what_is_as_it_should_be_is_not_set_again(hall: Hall) -> None:
    group = hall.world.add_supergroup("Morning", hall.owner)
    hall.owner.add_bot(group, hall.bot, as_admin=("all",))
    found = await hall.platform.carry_out(order(LOOK, group.id))
    assert isinstance(found, Seen)
    opening = OpenGroup(group=EVENING, platform=TELEGRAM, had=found.sight.permissions)
    await hall.platform.carry_out(order(opening, group.id))
    await hall.platform.carry_out(order(CLOSE, group.id))
    await hall.platform.carry_out(order(CLOSE, group.id))
    assert len(hall.world.calls_to("setChatPermissions")) == 1


async def test_a_kind_of_message_that_was_unknown_when_the_group_was_closed_is_allowed(hall: Hall) -> None:
    group = hall.world.add_supergroup("Morning", hall.owner)
    hall.owner.add_bot(group, hall.bot, as_admin=("all",))
    await hall.platform.carry_out(order(CLOSE, group.id))
    opening = OpenGroup(group=EVENING, platform=TELEGRAM, had=json.dumps({"can_send_messages": False}))
    await hall.platform.carry_out(order(opening, group.id))
    assert "can_send_messages" not in group.permissions
    assert "can_send_polls" in group.permissions
