"""Which chats a bot can reach, and in what words it is turned away."""

import pytest

from tests.sandbox.line import Hall, a_hall


async def refused(hall: Hall, chat_id: object, method: str = "sendMessage") -> str:
    return await hall.line.refusal(method, chat_id=chat_id, text="x", user_id=hall.ben.id)


@pytest.mark.parametrize(("chat_id", "why"), [("", "chat_id is empty"), (5, "chat not found"), (-5, "chat not found")])
async def test_a_chat_that_is_none_is_not_found(chat_id: object, why: str) -> None:
    assert await refused(a_hall(), chat_id) == f"Bad Request: {why}"


async def test_a_person_is_not_found_by_name() -> None:
    hall = a_hall()
    dee = hall.world.add_person("Dee", username="dee_dee")
    dee.start(hall.bot)
    assert await refused(hall, "@dee_dee") == "Bad Request: chat not found"


async def test_a_person_never_met_is_not_found() -> None:
    hall = a_hall()
    assert await refused(hall, hall.cy.id) == "Bad Request: chat not found"


async def test_a_group_never_entered_is_not_found() -> None:
    hall = a_hall()
    other = hall.world.add_supergroup("Other", hall.ann)
    assert await refused(hall, other.id) == "Bad Request: chat not found"


async def test_who_was_met_but_never_wrote_cannot_be_written_to() -> None:
    hall = a_hall()
    assert await refused(hall, hall.ben.id) == "Forbidden: bot can't initiate conversation with a user"
    assert (await hall.line.call("getChat", chat_id=hall.ben.id))["first_name"] == "Ben"


async def test_who_blocked_the_bot_cannot_be_written_to_until_they_start_it_again() -> None:
    hall = a_hall()
    hall.ben.start(hall.bot)
    hall.ben.block(hall.bot)
    assert await refused(hall, hall.ben.id) == "Forbidden: bot was blocked by the user"
    hall.ben.start(hall.bot)
    await hall.line.call("sendMessage", chat_id=hall.ben.id, text="x")


async def test_a_deleted_account_cannot_be_written_to() -> None:
    hall = a_hall()
    hall.ben.start(hall.bot)
    hall.ben.delete_account()
    assert await refused(hall, hall.ben.id) == "Forbidden: user is deactivated"


async def test_other_bots_cannot_be_written_to() -> None:
    hall = a_hall()
    other = hall.world.add_bot("77:B", "other_bot")
    hall.ann.add_bot(hall.group, other)
    assert await refused(hall, other.id) == "Forbidden: the bot can't send messages to the bot"
    assert await refused(hall, hall.bot.id) == "Forbidden: the bot can't send messages to the bot"


@pytest.mark.parametrize("method", ["sendMessage", "getChat", "getChatMember"])
async def test_who_is_banned_from_a_supergroup_cannot_even_read(method: str) -> None:
    hall = a_hall()
    hall.ann.ban(hall.group, hall.bot)
    assert await refused(hall, hall.group.id, method) == "Forbidden: bot was kicked from the supergroup chat"


async def test_who_left_a_supergroup_can_read_it_only_if_it_is_public() -> None:
    hall = a_hall()
    await hall.line.call("leaveChat", chat_id=hall.group.id)
    outside = "Forbidden: bot is not a member of the supergroup chat"
    assert await refused(hall, hall.group.id, "getChat") == outside
    hall.group.username = "evening"
    assert (await hall.line.call("getChat", chat_id="@Evening"))["id"] == hall.group.id
    assert await refused(hall, "@evening") == outside


async def test_a_public_channel_can_be_read_and_not_written_to() -> None:
    hall = a_hall()
    news = hall.world.add_channel("News", hall.ann, username="news")
    assert (await hall.line.call("getChat", chat_id="@news"))["type"] == "channel"
    assert await refused(hall, news.id) == "Forbidden: bot is not a member of the channel chat"
    for method in ("getChatMember", "getChatAdministrators"):
        assert await refused(hall, news.id, method) == "Bad Request: member list is inaccessible"


async def test_a_basic_group_tells_the_removed_from_those_who_left_and_lets_both_read() -> None:
    hall = a_hall()
    removed, left = (hall.world.add_basic_group(name, hall.ann) for name in ("One", "Two"))
    for group in (removed, left):
        hall.ann.add_bot(group, hall.bot)
    hall.ann.remove(removed, hall.bot)
    await hall.line.call("leaveChat", chat_id=left.id)
    assert await refused(hall, removed.id) == "Forbidden: bot was kicked from the group chat"
    assert await refused(hall, left.id) == "Forbidden: bot is not a member of the group chat"
    assert (await hall.line.call("getChat", chat_id=left.id))["title"] == "Two"


@pytest.mark.parametrize(
    "method", ["forwardMessage", "copyMessage", "deleteMessage", "pinChatMessage", "editMessageText"]
)
@pytest.mark.parametrize("which", ["missing", "deleted", "unheard"])
async def test_a_message_that_the_bot_cannot_see_is_not_found(method: str, which: str) -> None:
    hall = a_hall(member_only=which == "unheard")
    message = hall.ben.write(hall.group, "x")
    message.deleted = which == "deleted"
    number = 999 if which == "missing" else message.id
    params = {"chat_id": hall.group.id, "from_chat_id": hall.group.id, "message_id": number, "text": "x"}
    deed = method.removesuffix("Message").removesuffix("ChatMessage").removesuffix("MessageText").removesuffix("Chat")
    assert await hall.line.refusal(method, **params) == f"Bad Request: message to {deed} not found"
