"""Who is shown as the sender, and what a bot hears at all."""

import pytest

from bot.sandbox.bot_api.accounts import ANONYMOUS_ADMIN, CHANNEL_SENDER, TELEGRAM_ITSELF
from bot.sandbox.bot_api.refusals import ClientTold
from tests.sandbox.line import Line, a_hall

HEARD: list[tuple[str, bool]] = [
    ("hello", False),
    ("/rules", True),
    ("/rules@hall_bot please", True),
    ("/rules@other_bot", False),
    ("see /rules", False),
    ("ask @hall_bot", True),
    ("ask @hall_bots", False),
]


@pytest.mark.parametrize(("text", "heard"), HEARD)
def test_in_privacy_mode_a_member_bot_hears_what_is_meant_for_it(text: str, heard: bool) -> None:
    hall = a_hall(member_only=True)
    hall.ben.write(hall.group, text)
    assert bool(hall.line.updates("message")) is heard


@pytest.mark.parametrize("in_charge", [True, False])
def test_without_privacy_mode_or_in_charge_it_hears_everything(in_charge: bool) -> None:
    hall = a_hall("can_invite_users") if in_charge else a_hall(member_only=True, hears_all=True)
    hall.ben.write(hall.group, "hello")
    assert hall.line.kinds() == ["message"]


async def test_in_privacy_mode_it_hears_answers_and_service_messages() -> None:
    hall = a_hall(member_only=True)
    await hall.line.call("sendMessage", chat_id=hall.group.id, text="x")
    hall.ben.write(hall.group, "an answer", reply_to=hall.group.messages[-1])
    hall.ann.set_title(hall.group, "Late")
    assert [u.get("text", u.get("new_chat_title")) for u in hall.line.updates("message")] == ["an answer", "Late"]


async def test_bare_commands_go_to_the_bot_that_spoke_last() -> None:
    hall = a_hall(member_only=True)
    other = hall.world.add_bot("77:B", "other_bot")
    hall.ann.add_bot(hall.group, other)
    other_line = Line(hall.world, other)
    await other_line.call("sendMessage", chat_id=hall.group.id, text="x")
    hall.line.updates()
    hall.ben.write(hall.group, "/rules")
    assert hall.line.updates() == []
    await hall.line.call("sendMessage", chat_id=hall.group.id, text="x")
    hall.ben.write(hall.group, "/rules")
    assert hall.line.kinds() == ["message"]


async def test_bots_never_hear_each_other() -> None:
    hall = a_hall()
    other = hall.world.add_bot("77:B", "other_bot")
    hall.ann.add_bot(hall.group, other, as_admin=("can_pin_messages",))
    hall.line.updates()
    await Line(hall.world, other).call("sendMessage", chat_id=hall.group.id, text="@hall_bot hello")
    assert hall.line.updates() == []


async def test_of_its_own_deeds_the_bot_is_told_of_notices_alone() -> None:
    hall = a_hall()
    hall.group.is_forum = True
    where = {"chat_id": hall.group.id}
    message = await hall.line.call("sendMessage", **where, text="x")
    await hall.line.call("editMessageText", **where, message_id=message["message_id"], text="y")
    assert hall.line.updates() == []
    await hall.line.call("setChatTitle", **where, title="Late")
    await hall.line.call("pinChatMessage", **where, message_id=message["message_id"])
    await hall.line.call("createForumTopic", **where, name="News")
    await hall.line.call("setChatDescription", **where, description="x")
    notes = hall.line.updates("message")
    names = ("new_chat_title", "pinned_message", "forum_topic_created")
    assert [next(name for name in names if name in note) for note in notes] == list(names)
    assert {note["from"]["id"] for note in notes} == {hall.bot.id}


def test_an_anonymous_administrator_is_the_group() -> None:
    hall = a_hall()
    hall.ann.hide_behind_group(hall.group)
    hall.ann.promote(hall.group, hall.ben, anonymous=True, title="Chair", can_pin_messages=True)
    hall.line.updates()
    hall.ben.write(hall.group, "x")
    (message,) = hall.line.updates("message")
    assert message["from"]["id"] == ANONYMOUS_ADMIN
    assert message["sender_chat"]["id"] == hall.group.id
    assert message["author_signature"] == "Chair"


def test_an_administrator_may_write_in_the_groups_name_and_a_member_may_not() -> None:
    hall = a_hall()
    hall.ann.write(hall.group, "x", anonymous=True)
    (message,) = hall.line.updates("message")
    assert message["from"]["id"] == ANONYMOUS_ADMIN
    with pytest.raises(ClientTold, match="SEND_AS_PEER_INVALID"):
        hall.ben.write(hall.group, "x", anonymous=True)


def test_anonymous_deeds_name_the_group_and_reactions_the_chat() -> None:
    hall = a_hall()
    message = hall.ben.write(hall.group, "x")
    hall.ann.hide_behind_group(hall.group)
    hall.line.updates()
    hall.ann.restrict(hall.group, hall.ben)
    hall.ann.react(message, "👍")
    (change,) = [u["chat_member"] for u in hall.line.updates() if "chat_member" in u]
    assert change["from"]["id"] == ANONYMOUS_ADMIN
    hall.ann.react(message, None)
    (reaction,) = hall.line.updates("message_reaction")
    assert reaction["actor_chat"]["id"] == hall.group.id
    assert "user" not in reaction


def test_a_channel_speaks_through_an_account_of_telegrams() -> None:
    hall = a_hall()
    bens = hall.world.add_channel("Ben's", hall.ben)
    hall.ben.write(hall.group, "x", as_channel=bens)
    (message,) = hall.line.updates("message")
    assert message["from"]["id"] == CHANNEL_SENDER
    assert message["sender_chat"]["id"] == bens.id
    with pytest.raises(ClientTold, match="SEND_AS_PEER_INVALID"):
        hall.ann.write(hall.group, "x", as_channel=bens)
    hall.group.banned_channels.add(bens.id)
    with pytest.raises(ClientTold, match="USER_BANNED_IN_CHANNEL"):
        hall.ben.write(hall.group, "x", as_channel=bens)


def test_a_channel_posts_and_its_discussion_group_gets_it_from_telegram() -> None:
    hall = a_hall()
    news = hall.world.add_channel("News", hall.ann, discussion=hall.group)
    hall.ann.add_bot(news, hall.bot, as_admin=("can_post_messages",))
    hall.line.updates()
    post = hall.ann.write(news, "x")
    told = {next(k for k in u if k != "update_id"): u for u in hall.line.updates()}
    assert "from" not in told["channel_post"]["channel_post"]
    forward = told["message"]["message"]
    assert forward["from"]["id"] == TELEGRAM_ITSELF
    assert forward["is_automatic_forward"] is True
    assert forward["forward_origin"]["message_id"] == post.id
    hall.ann.edit(post, "y")
    assert hall.line.kinds() == ["edited_channel_post"]


def test_a_topic_marks_its_messages() -> None:
    hall = a_hall()
    hall.ann.make_forum(hall.group)
    topic = hall.ann.open_topic(hall.group, "News")
    hall.line.updates()
    hall.ben.write(hall.group, "x", topic=topic)
    (message,) = hall.line.updates("message")
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic.id, True)
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "News"
    hall.ben.write(hall.group, "in General")
    (message,) = hall.line.updates("message")
    assert "message_thread_id" not in message


async def test_topics_open_and_close() -> None:
    hall = a_hall()
    where = {"chat_id": hall.group.id}
    assert await hall.line.refusal("createForumTopic", **where, name="x") == "Bad Request: the chat is not a forum"
    hall.ann.make_forum(hall.group)
    assert await hall.line.refusal("createForumTopic", **where, name=" ") == "Bad Request: name must be non-empty"
    topic = await hall.line.call("createForumTopic", **where, name="x" * 129)
    assert topic["name"] == "x" * 128
    where["message_thread_id"] = topic["message_thread_id"]
    assert await hall.line.call("closeForumTopic", **where)
    assert await hall.line.refusal("closeForumTopic", **where) == "Bad Request: TOPIC_NOT_MODIFIED"
    with pytest.raises(ClientTold, match="TOPIC_CLOSED"):
        hall.ben.write(hall.group, "x", topic=hall.group.topics[topic["message_thread_id"]])
    assert await hall.line.call("reopenForumTopic", **where)
    where["message_thread_id"] = 99
    assert await hall.line.refusal("reopenForumTopic", **where) == "Bad Request: TOPIC_ID_INVALID"


async def test_topics_need_the_right_or_to_be_ones_own() -> None:
    hall = a_hall("can_invite_users")
    hall.ann.make_forum(hall.group)
    where = {"chat_id": hall.group.id}
    words = "Bad Request: not enough rights to create a topic"
    assert await hall.line.refusal("createForumTopic", **where, name="x") == words
    topic = hall.ann.open_topic(hall.group, "News")
    words = "Bad Request: not enough rights to close or open the topic"
    assert await hall.line.refusal("closeForumTopic", **where, message_thread_id=topic.id) == words
    hall.ann.close_topic(hall.group, topic)
    words = "Bad Request: TOPIC_CLOSED"
    assert await hall.line.refusal("sendMessage", **where, text="x", message_thread_id=topic.id) == words


@pytest.mark.parametrize("thread", [1, 99])
async def test_sending_to_general_by_number_or_to_no_topic_fails(thread: int) -> None:
    hall = a_hall()
    hall.ann.make_forum(hall.group)
    words = "Bad Request: message thread not found"
    where = {"chat_id": hall.group.id, "message_thread_id": thread}
    assert await hall.line.refusal("sendMessage", **where, text="x") == words


def test_of_much_no_bot_is_told() -> None:
    hall = a_hall()
    message = hall.ben.write(hall.group, "x")
    hall.ann.pin(message)
    hall.line.updates()
    hall.ann.unpin(message)
    hall.ann.set_permissions(hall.group, "can_send_messages")
    hall.ann.set_description(hall.group, "x")
    hall.ann.set_slow_mode(hall.group, 30)
    hall.ann.delete(message)
    hall.cy.join(hall.group.create_link(hall.ann))
    hall.line.updates()
    hall.ann.decline(hall.group, hall.cy)
    assert hall.line.updates() == []


def test_a_note_is_put_up_when_a_bot_comes_and_none_when_it_rises() -> None:
    hall = a_hall(member_only=True)
    hall.ann.add_bot(hall.group, hall.bot, as_admin=("can_pin_messages",))
    assert hall.line.kinds() == ["my_chat_member"]
