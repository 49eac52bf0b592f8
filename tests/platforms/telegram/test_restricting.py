"""Taking out and silencing on Telegram, where its groups differ, and what was set by hand before."""

from __future__ import annotations

from bot.core.effects import Done, Look, Mute, Refused, Remove, Unmute
from bot.core.events import MemberJoined, MemberLeft
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.people import Person
from tests.platforms.telegram.conftest import Hall
from tests.platforms.telegram.orders import ANN, EVENING, order

REMOVE, LOOK, MUTE, UNMUTE = (kind(to=ANN, group=EVENING) for kind in (Remove, Look, Mute, Unmute))
HOUR = 3600


def in_charge(hall: Hall) -> tuple[Group, Person]:
    group, ann = hall.world.add_supergroup("Morning", hall.owner), hall.world.add_person("Ann")
    hall.owner.add_bot(group, hall.bot, as_admin=("all",))
    hall.owner.add(group, ann)
    return group, ann


async def test_from_a_basic_group_somebody_is_removed_and_in_it_nobody_can_be_silenced(hall: Hall) -> None:
    group, ann = hall.world.add_basic_group("Morning", hall.owner), hall.world.add_person("Ann")
    hall.owner.add_bot(group, hall.bot, as_admin=("all",))
    hall.owner.add(group, ann)
    muted = await hall.platform.carry_out(order(MUTE, group.id, ann.id))
    assert isinstance(muted, Refused)
    assert "supergroups" in muted.words
    assert await hall.platform.carry_out(order(REMOVE, group.id, ann.id)) == Done()
    assert not group.is_member(ann)
    assert await hall.platform.carry_out(order(REMOVE, group.id, ann.id)) == Done()


async def test_what_was_set_by_hand_until_a_day_is_set_until_that_day_again_and_not_after_it(hall: Hall) -> None:
    group, ann = in_charge(hall)
    until = int(hall.world.clock.now()) + HOUR
    hall.owner.restrict(group, ann, "can_send_messages", until=until)
    found = await hall.platform.carry_out(order(LOOK, group.id, ann.id))
    assert isinstance(found, Done)
    unmute = Unmute(to=ANN, group=EVENING, had=found.receipt)
    await hall.platform.carry_out(order(MUTE, group.id, ann.id))
    await hall.platform.carry_out(order(unmute, group.id, ann.id))
    assert group.standing(ann).own_permissions == {"can_send_messages"}
    assert group.standing(ann).until == until
    await hall.platform.carry_out(order(MUTE, group.id, ann.id))
    hall.world.clock.advance(2 * HOUR)
    await hall.platform.carry_out(order(unmute, group.id, ann.id))
    assert group.standing(ann).status == "member"


async def test_the_groups_own_permissions_stay_out_of_it(hall: Hall) -> None:
    group, ann = in_charge(hall)
    hall.owner.set_permissions(group, "can_send_messages")
    await hall.platform.carry_out(order(MUTE, group.id, ann.id))
    await hall.platform.carry_out(order(UNMUTE, group.id, ann.id))
    hall.owner.set_permissions(group, "can_send_messages", "can_send_polls")
    assert group.standing(ann).status == "member"


async def test_somebody_whom_telegram_does_not_know_is_not_there(hall: Hall) -> None:
    group, _ = in_charge(hall)
    for effect in (REMOVE, MUTE, UNMUTE, LOOK):
        assert await hall.platform.carry_out(order(effect, group.id, 999_999)) == Done()


async def test_being_thrown_out_arrives_as_leaving_and_not_as_a_bar(hall: Hall) -> None:
    group, ann = in_charge(hall)
    async with hall.listening():
        await hall.platform.carry_out(order(REMOVE, group.id, ann.id))
        await hall.hears(MemberLeft)
        hall.owner.add(group, ann)
        await hall.hears(MemberJoined)
    kinds = [type(event).__name__ for event in hall.events() if getattr(event, "who", None)]
    assert "MemberBarred" not in kinds
