"""Invite links, requests to join, and the right to write that comes with them."""

import pytest

from bot.sandbox.bot_api.refusals import ClientTold
from tests.sandbox.line import Hall, Json, Line, a_hall

CANNOT = "Forbidden: bot can't initiate conversation with a user"


async def asking_link(hall: Hall) -> Json:
    link: Json = await hall.line.call("createChatInviteLink", chat_id=hall.group.id, creates_join_request=True)
    return link


async def asked(hall: Hall) -> Json:
    """Cy asks to join; the request as the bot is told of it."""
    assert hall.cy.join((await asking_link(hall))["invite_link"]) == "asked"
    (request,) = hall.line.updates("chat_join_request")
    told: Json = request
    return told


def decide(hall: Hall) -> Json:
    return {"chat_id": hall.group.id, "user_id": hall.cy.id}


async def write(hall: Hall) -> str:
    answer = await hall.line.answer("sendMessage", chat_id=hall.cy.id, text="welcome")
    return "ok" if answer["ok"] else str(answer["description"])


async def test_a_request_is_told_with_its_link_and_where_to_write() -> None:
    hall = a_hall()
    request = await asked(hall)
    assert request["user_chat_id"] == request["from"]["id"] == hall.cy.id
    assert request["invite_link"]["creates_join_request"]
    assert [pending.person for pending in hall.world.pending_requests(hall.group)] == [hall.cy]


async def test_only_who_may_invite_is_told_of_requests() -> None:
    hall = a_hall("can_restrict_members")
    assert hall.cy.join(hall.group.create_link(hall.ann)) == "asked"
    assert hall.line.updates() == []


async def test_the_links_of_others_are_shown_by_half() -> None:
    hall = a_hall()
    url = hall.group.create_link(hall.ann)
    hall.cy.join(url)
    (request,) = hall.line.updates("chat_join_request")
    shown = request["invite_link"]["invite_link"]
    assert shown.endswith("...")
    assert url.startswith(shown[:-3])


async def test_an_approval_is_a_change_by_the_bot_and_a_note_by_the_newcomer() -> None:
    hall = a_hall()
    await asked(hall)
    assert await hall.line.call("approveChatJoinRequest", **decide(hall))
    told = hall.line.updates()
    (change,) = [update["chat_member"] for update in told if "chat_member" in update]
    (note,) = [update["message"] for update in told if "message" in update]
    assert change["from"]["id"] == hall.bot.id
    assert "invite_link" in change
    assert "via_join_request" not in change
    assert note["from"]["id"] == hall.cy.id
    assert note["new_chat_members"][0]["id"] == hall.cy.id
    assert hall.group.is_member(hall.cy)


async def test_a_decline_is_told_to_nobody() -> None:
    hall = a_hall()
    await asked(hall)
    assert await hall.line.call("declineChatJoinRequest", **decide(hall))
    assert hall.line.updates() == []
    assert not hall.group.is_member(hall.cy)


@pytest.mark.parametrize("method", ["approveChatJoinRequest", "declineChatJoinRequest"])
async def test_what_is_settled_cannot_be_decided_again(method: str) -> None:
    hall = a_hall()
    await asked(hall)
    hall.cy.withdraw_request(hall.group)
    assert await hall.line.refusal(method, **decide(hall)) == "Bad Request: HIDE_REQUESTER_MISSING"
    hall.cy.join(hall.group.primary_link)
    assert await hall.line.refusal(method, **decide(hall)) == "Bad Request: USER_ALREADY_PARTICIPANT"


async def test_coming_in_another_way_ends_the_request() -> None:
    hall = a_hall()
    await asked(hall)
    hall.cy.join(hall.group.primary_link)
    assert hall.world.pending_requests(hall.group) == []


async def test_deciding_needs_the_right_to_invite() -> None:
    hall = a_hall()
    await asked(hall)
    hall.ann.promote(hall.group, hall.bot, can_restrict_members=True)
    words = "Bad Request: not enough rights to manage chat join requests"
    assert await hall.line.refusal("approveChatJoinRequest", **decide(hall)) == words


async def test_the_bot_may_write_for_five_minutes_after_a_request() -> None:
    hall = a_hall()
    await asked(hall)
    hall.clock.advance(299)
    assert await write(hall) == "ok"
    hall.clock.advance(1)
    assert await write(hall) == CANNOT


@pytest.mark.parametrize("end", ["approve", "decline", "withdraw", "by another", "ban"])
async def test_the_right_to_write_ends_with_the_request(end: str) -> None:
    hall = a_hall()
    await asked(hall)
    match end:
        case "approve" | "decline":
            await hall.line.call(f"{end}ChatJoinRequest", **decide(hall))
        case "withdraw":
            hall.cy.withdraw_request(hall.group)
        case "by another":
            hall.ann.decline(hall.group, hall.cy)
        case "ban":
            await hall.line.call("banChatMember", **decide(hall))
    assert await write(hall) == CANNOT


async def test_the_right_to_write_ends_when_another_bot_has_written() -> None:
    hall = a_hall()
    other = hall.world.add_bot("77:B", "other_bot")
    hall.ann.add_bot(hall.group, other, as_admin=("can_invite_users",))
    await asked(hall)
    assert await Line(hall.world, other).call("sendMessage", chat_id=hall.cy.id, text="first")
    assert await write(hall) == CANNOT


@pytest.mark.parametrize("how", ["start", "any word"])
async def test_a_message_opens_the_chat_for_good(how: str) -> None:
    hall = a_hall()
    await asked(hall)
    if how == "start":
        hall.cy.start(hall.bot, "join-evening")
    else:
        hall.cy.write(hall.bot, "hello")
    await hall.line.call("declineChatJoinRequest", **decide(hall))
    hall.clock.advance(9999)
    assert await write(hall) == "ok"


async def test_a_press_does_not_open_the_chat() -> None:
    hall = a_hall()
    await asked(hall)
    button = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    await hall.line.call("sendMessage", chat_id=hall.cy.id, text="?", reply_markup=button)
    hall.cy.press(hall.cy.chat_with(hall.bot).messages[-1], "Yes")
    hall.clock.advance(300)
    assert await write(hall) == CANNOT


async def test_asking_twice_is_told_once() -> None:
    hall = a_hall()
    url = (await asking_link(hall))["invite_link"]
    hall.cy.join(url)
    with pytest.raises(ClientTold, match="INVITE_REQUEST_SENT"):
        hall.cy.join(url)
    assert len(hall.line.updates("chat_join_request")) == 1


async def test_joining_by_a_plain_link_names_it() -> None:
    hall = a_hall()
    link = await hall.line.call("createChatInviteLink", chat_id=hall.group.id, name="x" * 40)
    assert link["name"] == "x" * 32
    hall.cy.join(link["invite_link"])
    (change,) = hall.line.updates("chat_member")
    assert change["invite_link"]["invite_link"] == link["invite_link"]
    assert change["from"]["id"] == hall.cy.id


async def test_a_public_group_may_ask_without_a_link() -> None:
    hall = a_hall()
    hall.group.username, hall.group.join_by_request = "evening", True
    assert hall.cy.join("https://t.me/evening") == "asked"
    (request,) = hall.line.updates("chat_join_request")
    assert "invite_link" not in request
    await hall.line.call("approveChatJoinRequest", **decide(hall))
    (change,) = hall.line.updates("chat_member")
    assert change["via_join_request"] is True


@pytest.mark.parametrize("why", ["revoked", "expired", "unknown", "banned"])
async def test_a_dead_link_lets_nobody_in(why: str) -> None:
    hall = a_hall()
    expires = int(hall.clock.now()) + 100 if why == "expired" else 0
    link = await hall.line.call("createChatInviteLink", chat_id=hall.group.id, expire_date=expires)
    url = link["invite_link"]
    match why:
        case "revoked":
            await hall.line.call("revokeChatInviteLink", chat_id=hall.group.id, invite_link=url)
        case "expired":
            hall.clock.advance(100)
        case "unknown":
            url = "https://t.me/+nothing"
        case "banned":
            hall.ann.ban(hall.group, hall.cy)
    with pytest.raises(ClientTold, match="INVITE_HASH_EXPIRED"):
        hall.cy.join(url)


async def test_a_link_lets_in_as_many_as_it_says() -> None:
    hall = a_hall()
    link = await hall.line.call("createChatInviteLink", chat_id=hall.group.id, member_limit=1)
    hall.cy.join(link["invite_link"])
    with pytest.raises(ClientTold, match="USER_ALREADY_PARTICIPANT"):
        hall.cy.join(link["invite_link"])
    with pytest.raises(ClientTold, match="USERS_TOO_MUCH"):
        hall.world.add_person("Dee").join(link["invite_link"])


@pytest.mark.parametrize(
    ("params", "why"),
    [
        (
            {"creates_join_request": True, "member_limit": 1},
            "member limit can't be specified for links requiring administrator approval",
        ),
        ({"expire_date": 5}, "EXPIRE_DATE_INVALID"),
    ],
)
async def test_a_link_that_makes_no_sense_is_refused(params: Json, why: str) -> None:
    hall = a_hall()
    refusal = await hall.line.refusal("createChatInviteLink", chat_id=hall.group.id, **params)
    assert refusal == f"Bad Request: {why}"


@pytest.mark.parametrize(
    "method", ["createChatInviteLink", "exportChatInviteLink", "editChatInviteLink", "revokeChatInviteLink"]
)
async def test_links_need_the_right_to_invite(method: str) -> None:
    hall = a_hall("can_restrict_members")
    words = "Bad Request: not enough rights to manage chat invite link"
    assert await hall.line.refusal(method, chat_id=hall.group.id, invite_link=hall.group.primary_link) == words


async def test_an_edit_sets_back_what_it_does_not_name() -> None:
    hall = a_hall()
    link = await asking_link(hall)
    where = {"chat_id": hall.group.id, "invite_link": link["invite_link"]}
    edited = await hall.line.call("editChatInviteLink", **where, name="new")
    assert (edited["name"], edited["creates_join_request"]) == ("new", False)
    await hall.line.call("revokeChatInviteLink", **where)
    assert await hall.line.refusal("editChatInviteLink", **where) == "Bad Request: INVITE_HASH_EXPIRED"


async def test_the_links_of_others_cannot_be_changed() -> None:
    hall = a_hall()
    where = {"chat_id": hall.group.id, "invite_link": hall.group.create_link(hall.ann)}
    for method in ("editChatInviteLink", "revokeChatInviteLink"):
        assert await hall.line.refusal(method, **where) == "Bad Request: CHAT_ADMIN_REQUIRED"


async def test_a_new_primary_link_ends_the_old_one_and_is_shown_to_its_owner() -> None:
    hall = a_hall()
    first = await hall.line.call("exportChatInviteLink", chat_id=hall.group.id)
    second = await hall.line.call("exportChatInviteLink", chat_id=hall.group.id)
    assert (await hall.line.call("getChat", chat_id=hall.group.id))["invite_link"] == second
    with pytest.raises(ClientTold, match="INVITE_HASH_EXPIRED"):
        hall.cy.join(first)
    where = {"chat_id": hall.group.id, "invite_link": second}
    assert await hall.line.refusal("editChatInviteLink", **where) == "Bad Request: CHAT_INVITE_PERMANENT"
    assert (await hall.line.call("revokeChatInviteLink", **where))["is_revoked"]
    assert (await hall.line.call("getChat", chat_id=hall.group.id))["invite_link"] != second
