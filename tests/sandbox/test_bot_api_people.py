"""What people's clients are let do, and what they are told when not."""

from collections.abc import Callable

import pytest

from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.bot_api.rights import ALL_PERMISSIONS
from tests.sandbox.line import Hall, a_hall

HOUR = 3600
KINDS = (
    ("photo", "can_send_photos", "PHOTOS"),
    ("video", "can_send_videos", "VIDEOS"),
    ("video_note", "can_send_video_notes", "ROUNDVIDEOS"),
    ("voice", "can_send_voice_notes", "VOICES"),
    ("audio", "can_send_audios", "AUDIOS"),
    ("document", "can_send_documents", "DOCS"),
    ("animation", "can_send_other_messages", "GIFS"),
    ("sticker", "can_send_other_messages", "STICKERS"),
    ("location", "can_send_messages", "PLAIN"),
    ("contact", "can_send_messages", "PLAIN"),
)


def told(deed: Callable[[], object]) -> str:
    with pytest.raises(ClientTold) as refused:
        deed()
    return refused.value.code


def test_nobody_may_write_where_the_group_does_not_let_them() -> None:
    hall = a_hall()
    hall.ann.set_permissions(hall.group)
    assert told(lambda: hall.ben.write(hall.group, "x")) == "CHAT_SEND_PLAIN_FORBIDDEN"
    assert hall.ann.write(hall.group, "the owner may").text == "the owner may"


@pytest.mark.parametrize(("kind", "permission", "word"), KINDS)
def test_every_kind_has_its_permission(kind: str, permission: str, word: str) -> None:
    hall = a_hall()
    hall.ann.set_permissions(hall.group, *(ALL_PERMISSIONS - {permission}))
    assert told(lambda: hall.ben.send_media(hall.group, kind)) == f"CHAT_SEND_{word}_FORBIDDEN"
    hall.ann.set_permissions(hall.group, permission)
    assert hall.ben.send_media(hall.group, kind).kind == kind


def test_ones_own_restriction_is_told_apart_from_the_groups() -> None:
    hall = a_hall()
    hall.ann.restrict(hall.group, hall.ben, "can_send_photos")
    assert told(lambda: hall.ben.send_sticker(hall.group)) == "USER_BANNED_IN_CHANNEL"
    assert told(lambda: hall.ben.write(hall.group, "x")) == "USER_BANNED_IN_CHANNEL"
    assert hall.ben.send_photo(hall.group).kind == "photo"


def test_default_and_restriction_are_independent_and_both_must_allow() -> None:
    hall = a_hall()
    hall.ann.restrict(hall.group, hall.ben, "can_send_messages")
    hall.ann.set_permissions(hall.group, "can_send_photos")
    assert told(lambda: hall.ben.write(hall.group, "x")) == "CHAT_SEND_PLAIN_FORBIDDEN"
    assert told(lambda: hall.ben.send_photo(hall.group)) == "USER_BANNED_IN_CHANNEL"


def test_promotion_ends_a_restriction() -> None:
    hall = a_hall()
    hall.ann.restrict(hall.group, hall.ben)
    hall.ann.promote(hall.group, hall.ben, can_pin_messages=True)
    hall.ann.demote(hall.group, hall.ben)
    assert hall.ben.write(hall.group, "x").text == "x"


def test_outsiders_see_nothing_and_the_banned_are_told_so() -> None:
    hall = a_hall()
    assert told(lambda: hall.cy.write(hall.group, "x")) == "CHANNEL_PRIVATE"
    hall.ann.ban(hall.group, hall.ben)
    assert told(lambda: hall.ben.write(hall.group, "x")) == "USER_BANNED_IN_CHANNEL"


def test_slow_mode_makes_members_wait_and_nobody_in_charge() -> None:
    hall = a_hall()
    hall.ann.set_slow_mode(hall.group, 30)
    hall.ben.write(hall.group, "x")
    hall.clock.advance(10)
    assert told(lambda: hall.ben.write(hall.group, "y")) == "SLOWMODE_WAIT_21"
    hall.ann.write(hall.group, "x")
    hall.ann.write(hall.group, "y")
    hall.clock.advance(20)
    hall.ben.write(hall.group, "y")


def test_people_edit_their_own_for_48_hours_while_they_may_post() -> None:
    hall = a_hall()
    message = hall.ben.write(hall.group, "x")
    hall.line.updates()
    assert told(lambda: hall.ann.edit(message, "y")) == "MESSAGE_AUTHOR_REQUIRED"
    hall.ben.edit(message, "y")
    (edit,) = hall.line.updates("edited_message")
    assert edit["text"] == "y"
    assert "edit_date" in edit
    hall.ann.restrict(hall.group, hall.ben)
    assert told(lambda: hall.ben.edit(message, "z")) == "CHAT_WRITE_FORBIDDEN"
    hall.ann.restrict(hall.group, hall.ben, *ALL_PERMISSIONS)
    hall.clock.advance(48 * HOUR + 1)
    assert told(lambda: hall.ben.edit(message, "z")) == "MESSAGE_EDIT_TIME_EXPIRED"


def test_people_delete_their_own_and_those_in_charge_others_too_and_no_bot_is_told() -> None:
    hall = a_hall()
    own, other = hall.ben.write(hall.group, "x"), hall.ann.write(hall.group, "y")
    hall.line.updates()
    assert told(lambda: hall.ben.delete(other)) == "MESSAGE_DELETE_FORBIDDEN"
    hall.ben.delete(own)
    hall.ann.delete(other)
    assert own.deleted
    assert hall.line.updates() == []


@pytest.mark.parametrize(
    "deed",
    [
        lambda hall: hall.ben.ban(hall.group, hall.ann),
        lambda hall: hall.ben.set_permissions(hall.group),
        lambda hall: hall.ben.promote(hall.group, hall.ben, can_pin_messages=True),
        lambda hall: hall.ben.set_title(hall.group, "x"),
        lambda hall: hall.ben.pin(hall.group.messages[-1]),
        lambda hall: hall.ben.approve(hall.group, hall.cy),
    ],
)
def test_members_are_not_in_charge(deed: Callable[[Hall], object]) -> None:
    hall = a_hall()
    assert told(lambda: deed(hall)) == "CHAT_ADMIN_REQUIRED"


def test_those_in_charge_do_not_touch_each_other() -> None:
    hall = a_hall()
    hall.ann.promote(hall.group, hall.ben, can_restrict_members=True)
    hall.ann.add(hall.group, hall.cy)
    hall.ann.promote(hall.group, hall.cy, can_pin_messages=True)
    assert told(lambda: hall.ben.ban(hall.group, hall.ann)) == "USER_CREATOR"
    assert told(lambda: hall.ben.ban(hall.group, hall.cy)) == "USER_ADMIN_INVALID"


def test_a_person_who_blocked_the_bot_does_not_write_to_it() -> None:
    hall = a_hall()
    hall.ben.start(hall.bot)
    hall.ben.block(hall.bot)
    hall.ben.block(hall.bot)
    assert told(lambda: hall.ben.write(hall.bot, "x")) == "YOU_BLOCKED_USER"
    hall.ben.unblock(hall.bot)
    statuses = [u["new_chat_member"]["status"] for u in hall.line.updates("my_chat_member")]
    assert statuses == ["kicked", "member"]


def test_the_muted_can_still_press_buttons() -> None:
    hall = a_hall()
    message = hall.ann.write(hall.group, "x")
    message.sender, message.heard_by = hall.bot, {hall.bot.id}
    message.reply_markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    hall.ann.restrict(hall.group, hall.ben)
    hall.ben.press(message, "Yes")
    (query,) = hall.line.updates("callback_query")
    assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == ("yes", hall.ben.id, message.id)
    assert told(lambda: hall.cy.press(message, "Yes")) == "CHANNEL_PRIVATE"
    with pytest.raises(LookupError, match="No"):
        hall.ben.press(message, "No")


async def test_a_press_is_answered_within_15_seconds_and_again() -> None:
    hall = a_hall()
    hall.ben.start(hall.bot)
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    await hall.line.call("sendMessage", chat_id=hall.ben.id, text="?", reply_markup=markup)
    press = hall.ben.press(hall.ben.chat_with(hall.bot).messages[-1], "yes")
    long = {"callback_query_id": press.id, "text": "x" * 201}
    assert await hall.line.refusal("answerCallbackQuery", **long) == "Bad Request: MESSAGE_TOO_LONG"
    for text in ("one", "two"):
        await hall.line.call("answerCallbackQuery", callback_query_id=press.id, text=text, show_alert=True)
        assert (await press.answered()).text == text
    hall.clock.advance(16)
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await hall.line.refusal("answerCallbackQuery", callback_query_id=press.id) == words


async def test_forged_data_arrives_and_a_deleted_message_is_inaccessible() -> None:
    hall = a_hall()
    message_id = (await hall.line.call("sendMessage", chat_id=hall.group.id, text="x"))["message_id"]
    message = hall.group.messages[-1]
    message.deleted = True
    hall.ben.forge_press(message, "forged")
    (query,) = hall.line.updates("callback_query")
    assert query["data"] == "forged"
    assert query["message"] == {
        "chat": {"id": hall.group.id, "title": "Evening", "type": "supergroup"},
        "message_id": message_id,
        "date": 0,
    }


async def test_a_bot_that_was_put_out_hears_of_no_press() -> None:
    hall = a_hall()
    await hall.line.call("sendMessage", chat_id=hall.group.id, text="x")
    message = hall.group.messages[-1]
    hall.ann.ban(hall.group, hall.bot)
    assert told(lambda: hall.ben.forge_press(message, "x")) == "BOT_RESPONSE_TIMEOUT"


def test_bots_are_in_channels_as_administrators_only() -> None:
    hall = a_hall()
    news = hall.world.add_channel("News", hall.ann)
    assert told(lambda: hall.ann.add_bot(news, hall.bot)) == "USER_BOT"
    hall.ann.add_bot(news, hall.bot, as_admin=())
    assert news.is_member(hall.bot)


def test_reactions_are_told_to_who_asked_and_is_in_charge() -> None:
    for member_only in (False, True):
        hall = a_hall(member_only=member_only, hears_all=True)
        message = hall.ben.write(hall.group, "x")
        hall.ann.react(message, "👍")
        hall.ann.react(message, None)
        news = [(u["old_reaction"], u["new_reaction"]) for u in hall.line.updates("message_reaction")]
        thumb = [{"type": "emoji", "emoji": "👍"}]
        assert news == ([] if member_only else [([], thumb), (thumb, [])])
        assert told(lambda: hall.ann.react(message, "x")) == "REACTION_INVALID"  # noqa: B023


def test_a_silent_group_tells_of_changes_and_of_no_arrivals() -> None:
    hall = a_hall()
    hall.group.tells_of_joins = False
    hall.cy.join(hall.group.primary_link)
    hall.cy.leave(hall.group)
    assert hall.line.kinds() == ["chat_member", "chat_member"]


def test_the_added_are_new_members_by_who_added_them() -> None:
    hall = a_hall()
    hall.ann.add(hall.group, hall.cy)
    told_of = hall.line.updates()
    (note,) = [update["message"] for update in told_of if "message" in update]
    (change,) = [update["chat_member"] for update in told_of if "chat_member" in update]
    assert note["from"]["id"] == change["from"]["id"] == hall.ann.id
    assert "invite_link" not in change
