"""Banning, freeing and restricting."""

import asyncio

import pytest

from bot.sandbox.bot_api.rights import ALL_PERMISSIONS
from bot.sandbox.bot_api.standing import Status
from tests.sandbox.line import Hall, Json, a_hall

DAY = 24 * 3600
ALL_TRUE = dict.fromkeys(ALL_PERMISSIONS, True)
MODERATION = ("banChatMember", "unbanChatMember", "restrictChatMember")


def about(hall: Hall, who: object) -> Json:
    return {"chat_id": hall.group.id, "user_id": getattr(who, "id", who)}


def changes(hall: Hall) -> list[tuple[str, str]]:
    told = hall.line.updates("chat_member")
    return [(update["old_chat_member"]["status"], update["new_chat_member"]["status"]) for update in told]


async def throw_out(hall: Hall, **params: object) -> None:
    deed = asyncio.ensure_future(hall.line.call("unbanChatMember", **about(hall, hall.ben), **params))
    await asyncio.sleep(0)
    hall.clock.advance(1)
    await deed


@pytest.mark.parametrize("method", MODERATION)
async def test_moderation_refuses_in_telegrams_order(method: str) -> None:
    hall = a_hall("can_invite_users")
    dee = hall.world.add_person("Dee")
    hall.ann.add(hall.group, dee)
    hall.ann.promote(hall.group, dee, can_pin_messages=True)
    refusal = hall.line.refusal
    assert await refusal(method, **about(hall, hall.bot)) == "Bad Request: can't restrict self"
    assert await refusal(method, **about(hall, hall.ann)) == "Bad Request: can't remove chat owner"
    words = "Bad Request: not enough rights to restrict/unrestrict chat member"
    assert await refusal(method, **about(hall, dee)) == words
    assert await refusal(method, **about(hall, hall.ben)) == words
    hall.ann.promote(hall.group, hall.bot, can_restrict_members=True)
    assert await refusal(method, **about(hall, dee)) == "Bad Request: user is an administrator of the chat"


@pytest.mark.parametrize("method", [*MODERATION, "promoteChatMember", "getChatMember"])
async def test_somebody_unknown_is_no_participant(method: str) -> None:
    hall = a_hall()
    assert await hall.line.refusal(method, **about(hall, 5)) == "Bad Request: PARTICIPANT_ID_INVALID"
    assert await hall.line.refusal(method, **about(hall, 0)) == "Bad Request: invalid user_id specified"


async def test_a_ban_puts_out_bars_and_is_told_once() -> None:
    hall = a_hall()
    await hall.line.call("banChatMember", **about(hall, hall.ben))
    assert sorted(hall.line.kinds()) == ["chat_member", "message"]
    assert not hall.group.is_member(hall.ben)
    await hall.line.call("banChatMember", **about(hall, hall.ben))
    assert hall.line.updates() == []


@pytest.mark.parametrize(("ahead", "for_ever"), [(29, True), (30, False), (366 * DAY, False), (366 * DAY + 9, True)])
async def test_a_date_too_near_or_too_far_is_for_ever(ahead: int, for_ever: bool) -> None:
    hall = a_hall()
    until = int(hall.clock.now()) + ahead
    await hall.line.call("banChatMember", **about(hall, hall.ben), until_date=until)
    member = await hall.line.call("getChatMember", **about(hall, hall.ben))
    assert member["until_date"] == (0 if for_ever else until)
    hall.line.updates()
    hall.clock.advance(ahead + 1)
    member = await hall.line.call("getChatMember", **about(hall, hall.ben))
    assert member["status"] == ("kicked" if for_ever else "left")
    assert hall.line.updates() == []


async def test_freeing_the_barred_lets_them_come_back() -> None:
    hall = a_hall()
    hall.ann.ban(hall.group, hall.ben)
    hall.line.updates()
    await hall.line.call("unbanChatMember", **about(hall, hall.ben), only_if_banned=True)
    assert changes(hall) == [("kicked", "left")]
    assert hall.ben.join(hall.group.primary_link) == "joined"


async def test_freeing_a_member_throws_them_out_within_a_second() -> None:
    hall = a_hall()
    await throw_out(hall)
    assert changes(hall) == [("member", "kicked"), ("kicked", "left")]
    assert hall.ben.join(hall.group.primary_link) == "joined"


async def test_freeing_a_member_only_if_banned_does_nothing() -> None:
    hall = a_hall()
    await hall.line.call("unbanChatMember", **about(hall, hall.ben), only_if_banned=True)
    assert hall.line.updates() == []
    assert hall.group.is_member(hall.ben)


async def test_a_restriction_replaces_permissions_and_date_and_all_true_ends_it() -> None:
    hall = a_hall()
    who = about(hall, hall.ben)
    until = int(hall.clock.now()) + DAY
    await hall.line.call("restrictChatMember", **who, permissions={}, until_date=until)
    member = await hall.line.call("getChatMember", **who)
    assert (member["status"], member["is_member"], member["until_date"]) == ("restricted", True, until)
    assert not any(member[name] for name in ALL_PERMISSIONS)
    await hall.line.call("restrictChatMember", **who, permissions={"can_send_messages": True})
    member = await hall.line.call("getChatMember", **who)
    assert (member["can_send_messages"], member["until_date"]) == (True, 0)
    await hall.line.call("restrictChatMember", **who, permissions=ALL_TRUE)
    assert changes(hall) == [("member", "restricted"), ("restricted", "restricted"), ("restricted", "member")]
    assert hall.line.updates("message") == []


async def test_a_restriction_ends_at_its_date_and_nobody_is_told() -> None:
    hall = a_hall()
    until = int(hall.clock.now()) + 60
    await hall.line.call("restrictChatMember", **about(hall, hall.ben), permissions={}, until_date=until)
    hall.line.updates()
    hall.clock.advance(60)
    hall.ben.write(hall.group, "free")
    assert hall.line.kinds() == ["message"]


async def test_somebody_outside_can_be_restricted_and_a_ban_ends_with_it() -> None:
    hall = a_hall()
    hall.ann.ban(hall.group, hall.ben)
    await hall.line.call("restrictChatMember", **about(hall, hall.ben), permissions={})
    member = await hall.line.call("getChatMember", **about(hall, hall.ben))
    assert (member["status"], member["is_member"]) == ("restricted", False)
    hall.ben.join(hall.group.primary_link)
    member = await hall.line.call("getChatMember", **about(hall, hall.ben))
    assert (member["status"], member["is_member"]) == ("restricted", True)


async def test_who_leaves_restricted_stays_so() -> None:
    hall = a_hall()
    hall.ann.restrict(hall.group, hall.ben)
    hall.line.updates()
    hall.ben.leave(hall.group)
    (told,) = hall.line.updates("chat_member")
    assert [told[side]["is_member"] for side in ("old_chat_member", "new_chat_member")] == [True, False]
    assert told["from"]["id"] == hall.ben.id


async def test_administrators_whom_the_bot_made_it_can_restrict() -> None:
    hall = a_hall()
    await hall.line.call("promoteChatMember", **about(hall, hall.ben), can_pin_messages=True)
    await hall.line.call("restrictChatMember", **about(hall, hall.ben), permissions={})
    assert hall.group.standing(hall.ben).status is Status.RESTRICTED


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("unbanChatMember", "method is available for supergroup and channel chats only"),
        ("restrictChatMember", "method is available only for supergroups"),
    ],
)
async def test_some_methods_are_not_for_basic_groups(method: str, words: str) -> None:
    hall = a_hall()
    group = hall.world.add_basic_group("Old", hall.ann)
    hall.ann.add_bot(group, hall.bot, as_admin=())
    hall.ann.add(group, hall.ben)
    assert await hall.line.refusal(method, chat_id=group.id, user_id=hall.ben.id) == f"Bad Request: {words}"


async def test_a_ban_from_a_basic_group_merely_puts_out() -> None:
    hall = a_hall()
    group = hall.world.add_basic_group("Old", hall.ann)
    hall.ann.add_bot(group, hall.bot, as_admin=())
    hall.ann.add(group, hall.ben)
    where = {"chat_id": group.id, "user_id": hall.ben.id}
    await hall.line.call("banChatMember", **where)
    assert (await hall.line.call("getChatMember", **where))["status"] == "left"
    assert await hall.line.refusal("banChatMember", **where) == "Bad Request: USER_NOT_PARTICIPANT"
