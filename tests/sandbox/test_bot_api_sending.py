"""Sending: who may, what, in answer to what."""

import base64
import json

import pytest

from bot.sandbox.bot_api.answers import carry_out
from bot.sandbox.bot_api.files import tiny_png
from bot.sandbox.bot_api.parameters import Parameters, Upload
from bot.sandbox.bot_api.rights import ALL_PERMISSIONS
from tests.sandbox.line import Hall, Json, a_hall


async def upload(hall: Hall, method: str, name: str, content: bytes, **texts: str) -> Json:
    params = Parameters({"chat_id": str(hall.group.id), **texts}, {name: Upload("a.bin", "image/png", content)})
    response = await carry_out(hall.world, hall.bot, method, params)
    assert isinstance(response.body, bytes)
    answer: Json = json.loads(response.body)
    return answer


async def test_a_member_that_is_no_administrator_needs_the_permission_of_the_kind() -> None:
    hall = a_hall(member_only=True)
    hall.ann.set_permissions(hall.group, *(ALL_PERMISSIONS - {"can_send_messages", "can_send_photos"}))
    assert (
        await hall.line.refusal("sendMessage", chat_id=hall.group.id, text="x")
        == "Bad Request: not enough rights to send text messages to the chat"
    )
    answer = await upload(hall, "sendPhoto", "photo", tiny_png())
    assert answer["description"] == "Bad Request: not enough rights to send photos to the chat"
    assert (await upload(hall, "sendDocument", "document", b"x"))["ok"]


async def test_an_administrator_writes_when_nobody_else_may() -> None:
    hall = a_hall("can_invite_users")
    hall.ann.set_permissions(hall.group)
    assert await hall.line.call("sendMessage", chat_id=hall.group.id, text="x")


async def test_a_channel_takes_posts_from_those_with_the_right_alone() -> None:
    hall = a_hall()
    news = hall.world.add_channel("News", hall.ann)
    hall.ann.add_bot(news, hall.bot, as_admin=("can_invite_users",))
    words = "Bad Request: need administrator rights in the channel chat"
    assert await hall.line.refusal("sendMessage", chat_id=news.id, text="x") == words
    hall.ann.promote(news, hall.bot, can_post_messages=True)
    post = await hall.line.call("sendMessage", chat_id=news.id, text="x")
    assert "from" not in post
    assert post["sender_chat"]["id"] == news.id


async def test_an_answer_bears_what_it_answers() -> None:
    hall = a_hall()
    question = hall.ben.write(hall.group, "why?")
    answer = await hall.line.call(
        "sendMessage", chat_id=hall.group.id, text="so", reply_parameters={"message_id": question.id}
    )
    assert answer["reply_to_message"]["text"] == "why?"
    assert answer["message_thread_id"] == question.id
    assert "is_topic_message" not in answer


async def test_an_answer_to_nothing_is_refused_unless_that_is_allowed() -> None:
    hall = a_hall()
    to_nothing = {"chat_id": hall.group.id, "text": "x"}
    words = "Bad Request: message to be replied not found"
    assert await hall.line.refusal("sendMessage", **to_nothing, reply_to_message_id=99) == words
    allowed = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await hall.line.call("sendMessage", **to_nothing, reply_parameters=allowed)


async def test_a_caption_may_have_1024_characters() -> None:
    hall = a_hall()
    answer = await upload(hall, "sendPhoto", "photo", tiny_png(), caption="x" * 1025)
    assert answer["description"] == "Bad Request: message caption is too long"
    answer = await upload(hall, "sendPhoto", "photo", tiny_png(), caption="x" * 1024)
    assert len(answer["result"]["caption"]) == 1024


async def test_what_is_no_picture_is_refused_as_a_photo() -> None:
    answer = await upload(a_hall(), "sendPhoto", "photo", base64.b64encode(b"no picture"))
    assert answer["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_a_file_can_be_sent_again_by_its_id_as_the_same_kind() -> None:
    hall = a_hall()
    sent = (await upload(hall, "sendDocument", "document", b"hello"))["result"]["document"]
    again = await hall.line.call("sendDocument", chat_id=hall.group.id, document=sent["file_id"])
    assert again["document"]["file_unique_id"] == sent["file_unique_id"]
    assert (
        await hall.line.refusal("sendPhoto", chat_id=hall.group.id, photo=sent["file_id"])
        == "Bad Request: can't use file of type Document as Photo"
    )


@pytest.mark.parametrize(
    ("params", "why"),
    [({}, "there is no photo in the request"), ({"photo": "?"}, "wrong file identifier/HTTP URL specified")],
)
async def test_a_photo_needs_a_file(params: Json, why: str) -> None:
    hall = a_hall()
    assert await hall.line.refusal("sendPhoto", chat_id=hall.group.id, **params) == f"Bad Request: {why}"


async def test_a_file_can_be_looked_up_if_it_is_not_too_big() -> None:
    hall = a_hall()
    assert await hall.line.refusal("getFile", file_id="?") == "Bad Request: invalid file_id"
    sent = (await upload(hall, "sendDocument", "document", b"x" * (20 * 1024 * 1024 + 1)))["result"]
    assert await hall.line.refusal("getFile", file_id=sent["document"]["file_id"]) == "Bad Request: file is too big"


async def test_chat_actions_are_those_that_there_are() -> None:
    hall = a_hall()
    assert await hall.line.call("sendChatAction", chat_id=hall.group.id, action="typing")
    words = "Bad Request: wrong parameter action in request"
    assert await hall.line.refusal("sendChatAction", chat_id=hall.group.id, action="dancing") == words
