"""A basic group becomes a supergroup."""

import pytest

from bot.sandbox.bot_api.refusals import ClientTold
from tests.sandbox.line import Hall, a_hall


def an_old_group(hall: Hall) -> int:
    group = hall.world.add_basic_group("Old", hall.ann)
    hall.ann.add_bot(group, hall.bot, as_admin=())
    hall.ann.add(group, hall.ben)
    hall.line.updates()
    return group.id


async def test_both_groups_bear_a_note_and_ids_start_over() -> None:
    hall = a_hall()
    old = hall.world.groups[an_old_group(hall)]
    new = hall.ann.upgrade(old)
    notes = hall.line.updates("message")
    assert [note.get("migrate_to_chat_id") or note["migrate_from_chat_id"] for note in notes] == [new.id, old.id]
    assert [note["chat"]["id"] for note in notes] == [old.id, new.id]
    assert str(new.id).startswith("-100")
    assert notes[1]["message_id"] == 1
    assert new.is_member(hall.ben)
    hall.ben.write(new, "hello")
    assert hall.line.kinds() == ["message"]


async def test_the_old_group_names_the_new_one_to_who_writes_there() -> None:
    hall = a_hall()
    old = hall.world.groups[an_old_group(hall)]
    new = hall.ann.upgrade(old)
    answer = await hall.line.answer("sendMessage", chat_id=old.id, text="x")
    assert answer["error_code"] == 400
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    answer = await hall.line.answer("getChatMember", chat_id=old.id, user_id=hall.ben.id)
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    with pytest.raises(ClientTold):
        hall.ben.write(old, "x")


async def test_a_bot_in_charge_stays_so() -> None:
    hall = a_hall()
    new = hall.ann.upgrade(hall.world.groups[an_old_group(hall)])
    assert await hall.line.call("setChatPermissions", chat_id=new.id, permissions={})
    who = {"chat_id": new.id, "user_id": hall.ben.id}
    words = "Bad Request: not enough rights"
    assert await hall.line.refusal("promoteChatMember", **who, can_pin_messages=True) == words


async def test_in_a_basic_group_a_bot_in_charge_may_do_everything_but_promote() -> None:
    hall = a_hall()
    where = {"chat_id": an_old_group(hall)}
    assert await hall.line.call("setChatTitle", **where, title="New")
    assert await hall.line.call("createChatInviteLink", **where)
    words = "Bad Request: not enough rights"
    assert await hall.line.refusal("promoteChatMember", **where, user_id=hall.ben.id, can_pin_messages=True) == words


async def test_private_chats_and_basic_groups_share_one_counter_and_supergroups_have_their_own() -> None:
    hall = a_hall()
    old = hall.world.groups[an_old_group(hall)]
    first, second = hall.ben.start(hall.bot), hall.ben.write(old, "x")
    assert second.id == first.id + 1
    assert hall.ben.write(hall.group, "x").id == hall.group.messages[-2].id + 1
