"""Promoting, everybody's permissions, and what can be looked up about a group."""

import pytest

from bot.sandbox.bot_api.rights import MEDIA
from tests.sandbox.line import Hall, Json, a_hall


def about(hall: Hall, who: object) -> Json:
    return {"chat_id": hall.group.id, "user_id": getattr(who, "id", who)}


async def test_promoting_refuses_in_telegrams_order() -> None:
    hall = a_hall("can_restrict_members")
    dee = hall.world.add_person("Dee")
    hall.ann.add(hall.group, dee)
    hall.ann.promote(hall.group, dee, can_pin_messages=True)

    async def refusal(who: object, **rights: bool) -> str:
        return await hall.line.refusal("promoteChatMember", **about(hall, who), **rights)

    assert await refusal(hall.bot) == "Bad Request: can't promote self"
    assert await refusal(hall.ann) == "Bad Request: can't remove chat owner"
    assert await refusal(hall.ben) == "Bad Request: not enough rights"
    hall.ann.promote(hall.group, hall.bot, can_promote_members=True, can_pin_messages=True)
    assert await refusal(hall.ben, can_delete_messages=True) == "Bad Request: RIGHT_FORBIDDEN"
    assert await refusal(dee, can_pin_messages=True) == "Bad Request: CHAT_ADMIN_REQUIRED"
    hall.ben.leave(hall.group)
    assert await refusal(hall.ben, can_pin_messages=True) == "Bad Request: USER_NOT_PARTICIPANT"


async def test_any_right_lets_manage_the_chat_and_none_takes_all_away() -> None:
    hall = a_hall()
    hall.ann.restrict(hall.group, hall.ben)
    await hall.line.call("promoteChatMember", **about(hall, hall.ben), can_pin_messages=True)
    member = await hall.line.call("getChatMember", **about(hall, hall.ben))
    assert (member["status"], member["can_manage_chat"], member["can_be_edited"]) == ("administrator", True, True)
    await hall.line.call("promoteChatMember", **about(hall, hall.ben))
    assert (await hall.line.call("getChatMember", **about(hall, hall.ben)))["status"] == "member"


async def test_chat_member_comes_to_administrators_who_asked_alone() -> None:
    for member_only, asked, told in ((False, True, 1), (True, True, 0), (False, False, 0)):
        hall = a_hall(member_only=member_only)
        if not asked:
            hall.bot.inbox.allowed -= {"chat_member"}
        hall.ann.restrict(hall.group, hall.ben)
        assert len(hall.line.updates("chat_member")) == told


async def test_permissions_are_set_whole_and_nobody_is_told() -> None:
    hall = a_hall()
    await hall.line.call("setChatPermissions", chat_id=hall.group.id, permissions={"can_send_messages": True})
    assert hall.group.permissions == {"can_send_messages", "can_react_to_messages"}
    assert hall.line.updates() == []


@pytest.mark.parametrize(
    ("given", "independent", "allowed"),
    [
        ({"can_send_polls": True}, False, {"can_send_polls", "can_send_messages", "can_react_to_messages"}),
        ({"can_send_polls": True}, True, {"can_send_polls"}),
        (
            {"can_send_other_messages": True},
            False,
            {"can_send_other_messages", "can_send_messages", "can_react_to_messages", *MEDIA},
        ),
        ({"can_pin_messages": True}, True, {"can_pin_messages", "can_manage_topics", "can_edit_tag"}),
        ({"can_pin_messages": True, "can_manage_topics": False}, True, {"can_pin_messages", "can_edit_tag"}),
        ({"can_send_messages": True, "can_react_to_messages": False}, True, {"can_send_messages"}),
    ],
)
async def test_some_permissions_bring_others(given: Json, independent: bool, allowed: set[str]) -> None:
    hall = a_hall()
    await hall.line.call(
        "setChatPermissions",
        chat_id=hall.group.id,
        permissions=given,
        use_independent_chat_permissions=independent,
    )
    assert hall.group.permissions == allowed


async def test_permissions_need_a_group_and_the_right() -> None:
    hall = a_hall("can_invite_users")
    hall.ben.start(hall.bot)
    news = hall.world.add_channel("News", hall.ann)
    hall.ann.add_bot(news, hall.bot, as_admin=("all",))
    for chat_id, words in (
        (hall.group.id, "not enough rights to change chat permissions"),
        (hall.ben.id, "can't change private chat permissions"),
        (news.id, "can't change channel chat permissions"),
    ):
        refusal = await hall.line.refusal("setChatPermissions", chat_id=chat_id, permissions={})
        assert refusal == f"Bad Request: {words}"


async def test_administrators_are_listed_without_other_bots() -> None:
    hall = a_hall()
    other = hall.world.add_bot("77:B", "other_bot")
    hall.ann.add_bot(hall.group, other, as_admin=("can_pin_messages",))

    async def listed(**params: object) -> set[int]:
        admins = await hall.line.call("getChatAdministrators", chat_id=hall.group.id, **params)
        return {admin["user"]["id"] for admin in admins}

    assert await listed() == {hall.ann.id, hall.bot.id}
    assert await listed(return_bots=True) == {hall.ann.id, hall.bot.id, other.id}
    assert await hall.line.call("getChatMemberCount", chat_id=hall.group.id) == 4


async def test_a_private_chat_has_two_members_and_no_administrators() -> None:
    hall = a_hall()
    hall.ben.start(hall.bot)
    assert await hall.line.call("getChatMemberCount", chat_id=hall.ben.id) == 2
    words = "Bad Request: there are no administrators in the private chat"
    assert await hall.line.refusal("getChatAdministrators", chat_id=hall.ben.id) == words
    words = "Bad Request: member not found"
    assert await hall.line.refusal("getChatMember", chat_id=hall.ben.id, user_id=hall.ann.id) == words


async def test_hidden_members_show_themselves_to_administrators_alone() -> None:
    for member_only in (True, False):
        hall = a_hall(member_only=member_only)
        hall.group.hidden_members = True
        answer = await hall.line.answer("getChatMember", **about(hall, hall.ben))
        assert answer["ok"] is not member_only
        assert member_only is (answer.get("description") == "Bad Request: CHAT_ADMIN_REQUIRED")


async def test_who_was_never_in_is_left() -> None:
    hall = a_hall()
    hall.cy.start(hall.bot)
    assert (await hall.line.call("getChatMember", **about(hall, hall.cy)))["status"] == "left"


async def test_the_bot_hears_of_its_own_coming_and_going() -> None:
    hall = a_hall()
    other = hall.world.add_supergroup("Other", hall.ann)
    hall.ann.add_bot(other, hall.bot)
    hall.ann.promote(other, hall.bot, can_pin_messages=True)
    await hall.line.call("leaveChat", chat_id=other.id)
    told = hall.line.updates()
    statuses = [u["my_chat_member"]["new_chat_member"]["status"] for u in told if "my_chat_member" in u]
    assert statuses == ["member", "administrator", "left"]
    notes = [u["message"] for u in told if "message" in u]
    assert [("new_chat_members" in note, "left_chat_member" in note) for note in notes] == [
        (True, False),
        (False, True),
    ]


async def test_a_private_chat_cannot_be_left() -> None:
    hall = a_hall()
    hall.ben.start(hall.bot)
    assert await hall.line.refusal("leaveChat", chat_id=hall.ben.id) == "Bad Request: can't leave private chats"
