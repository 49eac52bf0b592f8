"""Titles, descriptions, commands, and what getChat says."""

import pytest

from tests.sandbox.line import Json, a_hall


async def test_a_title_is_cut_and_told_and_the_same_one_is_no_news() -> None:
    hall = a_hall()
    where = {"chat_id": hall.group.id}
    assert await hall.line.call("setChatTitle", **where, title="x" * 130)
    (note,) = hall.line.updates("message")
    assert note["new_chat_title"] == "x" * 128
    assert await hall.line.call("setChatTitle", **where, title="x" * 128)
    assert hall.line.updates() == []
    assert await hall.line.refusal("setChatTitle", **where, title=" ") == "Bad Request: title must be non-empty"


async def test_a_description_is_cut_not_told_and_must_be_new() -> None:
    hall = a_hall()
    where = {"chat_id": hall.group.id}
    assert await hall.line.call("setChatDescription", **where, description="x" * 300)
    assert hall.line.updates() == []
    assert (await hall.line.call("getChat", **where))["description"] == "x" * 255
    words = "Bad Request: chat description is not modified"
    assert await hall.line.refusal("setChatDescription", **where, description="x" * 255) == words


@pytest.mark.parametrize(
    ("method", "params", "what"),
    [
        ("setChatTitle", {"title": "x"}, "change chat title"),
        ("setChatDescription", {"description": "x"}, "set chat description"),
    ],
)
async def test_info_needs_the_right_even_where_everybody_has_it(method: str, params: Json, what: str) -> None:
    hall = a_hall("can_invite_users")
    hall.group.permissions |= {"can_change_info"}
    words = f"Bad Request: not enough rights to {what}"
    assert await hall.line.refusal(method, chat_id=hall.group.id, **params) == words


async def test_get_chat_shows_what_no_update_tells() -> None:
    hall = a_hall()
    hall.ann.set_permissions(hall.group, "can_send_messages")
    hall.ann.set_slow_mode(hall.group, 30)
    chat = await hall.line.call("getChat", chat_id=hall.group.id)
    assert chat["slow_mode_delay"] == 30
    assert [name for name, allowed in chat["permissions"].items() if allowed] == ["can_send_messages"]
    assert hall.line.updates() == []


async def test_a_channel_and_its_discussion_name_each_other() -> None:
    hall = a_hall()
    news = hall.world.add_channel("News", hall.ann, discussion=hall.group, username="news")
    assert (await hall.line.call("getChat", chat_id=hall.group.id))["linked_chat_id"] == news.id
    assert (await hall.line.call("getChat", chat_id="@news"))["linked_chat_id"] == hall.group.id


async def test_commands_are_kept_exactly_by_scope_and_language() -> None:
    hall = a_hall()
    commands = [{"command": "help", "description": "Help"}]
    scope = {"type": "all_private_chats"}
    await hall.line.call("setMyCommands", commands=commands, scope=scope, language_code="cy")
    assert await hall.line.call("getMyCommands", scope=scope, language_code="cy") == commands
    assert await hall.line.call("getMyCommands", scope=scope) == []
    assert await hall.line.call("getMyCommands", language_code="cy") == []
    await hall.line.call("deleteMyCommands", scope=scope, language_code="cy")
    assert await hall.line.call("getMyCommands", scope=scope, language_code="cy") == []


@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ([{"command": "Help", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"c{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_that_cannot_be_are_refused(commands: list[Json], why: str) -> None:
    assert await a_hall().line.refusal("setMyCommands", commands=commands) == f"Bad Request: {why}"


async def test_a_scope_needs_a_chat_that_the_bot_reaches() -> None:
    hall = a_hall()
    scope = {"type": "chat", "chat_id": 5}
    assert await hall.line.refusal("getMyCommands", scope=scope) == "Bad Request: chat not found"
    scope["chat_id"] = hall.group.id
    assert await hall.line.call("getMyCommands", scope=scope) == []
