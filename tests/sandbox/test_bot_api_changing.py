"""Editing, deleting, forwarding, copying, pinning and reacting."""

import pytest

from bot.sandbox.bot_api.methods.editing import NOT_MODIFIED
from tests.sandbox.line import Hall, Json, a_hall

HOUR = 3600
BUTTON = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}


async def said(hall: Hall, **params: object) -> Json:
    message: Json = await hall.line.call("sendMessage", chat_id=hall.group.id, text="one", **params)
    return message


def at(message: Json) -> Json:
    return {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}


async def test_an_edit_changes_the_text_and_takes_the_buttons_away() -> None:
    hall = a_hall()
    question = hall.ben.write(hall.group, "?")
    message = await said(hall, reply_markup=BUTTON, reply_to_message_id=question.id)
    edited = await hall.line.call("editMessageText", **at(message), text="two")
    assert edited["text"] == "two"
    assert "edit_date" in edited
    assert "reply_markup" not in edited
    assert "reply_to_message" not in edited
    assert hall.line.updates("edited_message") == []


async def test_an_old_message_of_its_own_can_still_be_edited() -> None:
    hall = a_hall()
    message = await said(hall)
    hall.clock.advance(100 * HOUR)
    assert await hall.line.call("editMessageText", **at(message), text="two")


async def test_an_edit_that_changes_nothing_is_refused() -> None:
    hall = a_hall()
    message = await said(hall, reply_markup=BUTTON)
    words = f"Bad Request: {NOT_MODIFIED}"
    assert await hall.line.refusal("editMessageText", **at(message), text="one", reply_markup=BUTTON) == words
    assert await hall.line.refusal("editMessageReplyMarkup", **at(message), reply_markup=BUTTON) == words
    assert await hall.line.call("editMessageReplyMarkup", **at(message))


@pytest.mark.parametrize("whose", ["other", "forward", "keyboard"])
async def test_what_is_not_simply_its_own_cannot_be_edited(whose: str) -> None:
    hall = a_hall()
    message = hall.ben.write(hall.group, "x")
    params: Json = {"chat_id": hall.group.id, "message_id": message.id}
    if whose == "forward":
        params = at(await hall.line.call("forwardMessage", from_chat_id=hall.group.id, **params))
    elif whose == "keyboard":
        params = at(await said(hall, reply_markup={"keyboard": [["x"]]}))
    assert await hall.line.refusal("editMessageText", **params, text="y") == "Bad Request: message can't be edited"


async def test_a_text_has_no_caption_and_a_photo_no_text() -> None:
    hall = a_hall()
    text = await said(hall)
    words = "Bad Request: there is no caption in the message to edit"
    assert await hall.line.refusal("editMessageCaption", **at(text), caption="x") == words
    photo = hall.ben.send_photo(hall.group)
    copy = await hall.line.call(
        "copyMessage", chat_id=hall.group.id, from_chat_id=hall.group.id, message_id=photo.id, caption="c"
    )
    where = {"chat_id": hall.group.id, "message_id": copy["message_id"]}
    words = "Bad Request: there is no text in the message to edit"
    assert await hall.line.refusal("editMessageText", **where, text="x") == words
    assert (await hall.line.call("editMessageCaption", **where, caption="d"))["caption"] == "d"


async def test_an_edit_needs_to_know_which() -> None:
    words = "Bad Request: message identifier is not specified"
    hall = a_hall()
    assert await hall.line.refusal("editMessageText", chat_id=hall.group.id, text="x") == words


async def test_its_own_messages_can_be_deleted_for_48_hours() -> None:
    hall = a_hall(member_only=True)
    first, second = await said(hall), await said(hall)
    assert await hall.line.call("deleteMessage", **at(first))
    hall.clock.advance(48 * HOUR)
    assert await hall.line.refusal("deleteMessage", **at(second)) == "Bad Request: message can't be deleted"


async def test_others_messages_can_be_deleted_with_the_right() -> None:
    for rights, works in (("can_delete_messages", True), ("can_invite_users", False)):
        hall = a_hall(rights)
        message = hall.ben.write(hall.group, "x")
        where = {"chat_id": hall.group.id, "message_id": message.id}
        answer = await hall.line.answer("deleteMessage", **where)
        assert answer["ok"] is works
        assert message.deleted is works


async def test_in_private_both_sides_can_be_deleted_and_the_words_differ() -> None:
    hall = a_hall()
    message = hall.ben.start(hall.bot)
    where = {"chat_id": hall.ben.id, "message_id": message.id}
    assert await hall.line.call("deleteMessage", **where)
    dice = hall.ben.send_media(hall.bot, "dice")
    where = {"chat_id": hall.ben.id, "message_id": dice.id}
    words = "Bad Request: message can't be deleted for everyone"
    assert await hall.line.refusal("deleteMessage", **where) == words
    hall.clock.advance(24 * HOUR)
    assert await hall.line.call("deleteMessage", **where)


async def test_a_supergroups_first_message_stays() -> None:
    hall = a_hall()
    words = "Bad Request: message can't be deleted"
    assert await hall.line.refusal("deleteMessage", chat_id=hall.group.id, message_id=1) == words


async def test_of_many_the_missing_are_passed_over_and_one_that_stays_keeps_all() -> None:
    hall = a_hall()
    message = hall.ben.write(hall.group, "x")
    answer = await hall.line.answer("deleteMessages", chat_id=hall.group.id, message_ids=[message.id, 1])
    assert not answer["ok"]
    assert message in hall.group.transcript()
    assert await hall.line.call("deleteMessages", chat_id=hall.group.id, message_ids=[message.id, 999])
    assert message not in hall.group.transcript()
    words = "Bad Request: too many message identifiers specified"
    many = list(range(1, 102))
    assert await hall.line.refusal("deleteMessages", chat_id=hall.group.id, message_ids=many) == words


async def test_a_forward_names_its_origin_and_a_copy_only_its_number() -> None:
    hall = a_hall()
    message = hall.ben.write(hall.group, "x")
    params = {"chat_id": hall.group.id, "from_chat_id": hall.group.id, "message_id": message.id}
    forward = await hall.line.call("forwardMessage", **params)
    assert forward["forward_origin"]["sender_user"]["id"] == hall.ben.id
    assert set(await hall.line.call("copyMessage", **params)) == {"message_id"}


async def test_service_messages_and_protected_ones_go_nowhere() -> None:
    hall = a_hall()
    hall.ann.set_title(hall.group, "Late")
    params = {"chat_id": hall.group.id, "from_chat_id": hall.group.id}
    note = hall.group.messages[-1].id
    assert (
        await hall.line.refusal("forwardMessage", **params, message_id=note)
        == "Bad Request: the message can't be forwarded"
    )
    assert (
        await hall.line.refusal("copyMessage", **params, message_id=note) == "Bad Request: the message can't be copied"
    )
    hall.group.protected = True
    message = hall.ben.write(hall.group, "x")
    words = "Bad Request: message has protected content and can't be forwarded"
    assert await hall.line.refusal("forwardMessage", **params, message_id=message.id) == words


async def test_a_pin_is_told_and_an_unpin_is_not() -> None:
    hall = a_hall()
    first, second = (hall.ben.write(hall.group, text) for text in "ab")
    hall.line.updates()
    for message in (first, second):
        await hall.line.call("pinChatMessage", chat_id=hall.group.id, message_id=message.id)
    assert [u["pinned_message"]["text"] for u in hall.line.updates("message")] == ["a", "b"]
    await hall.line.call("unpinChatMessage", chat_id=hall.group.id)
    assert hall.line.updates() == []
    assert (await hall.line.call("getChat", chat_id=hall.group.id))["pinned_message"]["text"] == "a"


async def test_pinning_needs_the_right_and_a_message_that_is_no_notice() -> None:
    hall = a_hall("can_invite_users")
    message = hall.ben.write(hall.group, "x")
    where = {"chat_id": hall.group.id, "message_id": message.id}
    words = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await hall.line.refusal("pinChatMessage", **where) == words
    hall.ann.promote(hall.group, hall.bot, can_pin_messages=True)
    notice = {"chat_id": hall.group.id, "message_id": 2}
    assert await hall.line.refusal("pinChatMessage", **notice) == "Bad Request: service messages can't be pinned"


@pytest.mark.parametrize(
    ("reaction", "why"),
    [
        ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}], "REACTIONS_TOO_MANY"),
        ([{"type": "emoji", "emoji": "x"}], "REACTION_INVALID"),
    ],
)
async def test_a_bot_has_one_reaction_from_the_list(reaction: list[Json], why: str) -> None:
    hall = a_hall()
    where = {"chat_id": hall.group.id, "message_id": hall.ben.write(hall.group, "x").id}
    assert await hall.line.refusal("setMessageReaction", **where, reaction=reaction) == f"Bad Request: {why}"
    hall.line.updates()
    assert await hall.line.call("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert hall.group.messages[-1].reactions == {hall.bot.id: "👍"}
    assert hall.line.updates() == []


async def test_reacting_needs_the_permission() -> None:
    hall = a_hall(member_only=True, hears_all=True)
    message = hall.ben.write(hall.group, "x")
    hall.ann.set_permissions(hall.group, "can_send_messages")
    where = {"chat_id": hall.group.id, "message_id": message.id}
    assert await hall.line.refusal("setMessageReaction", **where, reaction=[]) == "Bad Request: CHAT_WRITE_FORBIDDEN"
