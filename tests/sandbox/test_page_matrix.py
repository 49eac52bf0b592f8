"""What one sees and does on Matrix from the page."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox import matrix_watch
from bot.sandbox.bot_api.bell import Bell
from bot.sandbox.matrix_deeds import in_words
from bot.sandbox.matrix_http import MatrixHttp
from bot.sandbox.matrix_scene import PRIVATE
from bot.sandbox.matrix_watch import Watch
from bot.sandbox.resident import Resident
from tests.sandbox.matrix_stage import GROUP, MatrixStage, a_matrix_stage
from tests.sandbox.stage import a_stage


async def test_everybody_finds_the_same_place_on_matrix_as_on_telegram() -> None:
    async with a_matrix_stage() as stage:
        assert stage.chats("Ada") == [("inside", "Hallkeeper"), ("outside", "Evening")]
        assert stage.chats("Mia") == stage.chats("Sam") == [("inside", "Hallkeeper"), ("inside", "Evening")]
        roles = [(each["name"], each["role"]) for each in stage.sees("Mia", GROUP)["members"]]
        assert roles == [("Sam", "owner"), ("Mia", "member"), ("Hallkeeper", "bot, administrator")]
        notes = [message["note"] for message in stage.sees("Mia", GROUP)["messages"]]
        assert notes[:2] == ["Sam made the room", "Sam invited Mia"]


async def test_who_is_not_in_the_group_reads_nothing_there_and_cannot_come_in_uninvited() -> None:
    async with a_matrix_stage() as stage:
        await stage.does("Mia", "say", GROUP, text="Only for us")
        outside = stage.sees("Ada", GROUP)
        assert (outside["can"], outside["messages"], outside["members"]) == (["door"], [], [])
        assert "not in this group" in outside["stands"]
        assert "any more" in await stage.is_refused("Ada", "accept", GROUP)


async def test_a_private_chat_is_opened_and_both_write_in_it() -> None:
    async with a_matrix_stage() as stage:
        assert stage.sees("Ada")["can"] == ["open"]
        assert "join evening" in stage.sees("Ada")["stands"]
        room = await stage.opens_chat("Ada")
        assert stage.sees("Ada")["can"] == ["write", "leave"]
        await stage.does("Ada", "say", text="<b>Hello</b> & مرحبا")
        await stage.bot.write(room, "1. Yes\n2. No")
        await stage.until_heard("Ada", "1. Yes\n2. No")
        assert stage.said("Ada") == ["<b>Hello</b> & مرحبا", "1. Yes\n2. No"]
        assert (stage.last("Ada")["from"], stage.last("Ada")["bot"]) == ("Hallkeeper", True)


async def test_a_bot_that_does_not_come_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_matrix_stage() as stage:
        monkeypatch.setattr(matrix_watch, "PATIENCE", 0.2)
        assert await stage.is_refused("Ada", "open") == "The bot has not come into the chat yet."


async def test_the_bot_is_asked_for_a_way_in_at_one_stroke() -> None:
    async with a_matrix_stage() as stage:
        coming = asyncio.create_task(stage.bot_comes())
        assert await stage.does("Ada", "door", GROUP) == {"chat": PRIVATE}
        room = await coming
        heard = await stage.bot.heard_from(stage.player("Ada").id, room)
        assert heard == ["join evening"]


async def test_signs_under_a_message_are_shown_added_and_taken_back() -> None:
    async with a_matrix_stage() as stage:
        room = await stage.opens_chat("Ada")
        question = await stage.bot.write(room, "All right?")
        sign = await stage.bot.react(room, question, "👍")
        watch = stage.player("Ada").watch
        for count, mine in ((1, False), (2, True), (1, False)):
            await watch.until(lambda n=count, m=mine: _signs(stage.last("Ada")) == [("👍", n, m)])  # type: ignore[misc]
            await stage.does("Ada", "react", message=question, key="👍")
        await stage.bot.take_back(room, sign)
        await watch.until(lambda: _signs(stage.last("Ada")) == [("👍", 1, True)])


def _signs(message: dict[str, list[dict[str, object]]]) -> list[tuple[object, ...]]:
    return [(each["key"], each["count"], each["mine"]) for each in message["reactions"]]


async def test_a_changed_message_is_shown_in_its_place_and_one_taken_out_no_more() -> None:
    async with a_matrix_stage() as stage:
        await stage.does("Mia", "say", GROUP, text="Helo")
        await stage.until_heard("Mia", "Helo", GROUP)
        number = stage.last("Mia", GROUP)["id"]
        assert "Only the writer" in await _is_refused_once_seen(stage, number)
        await stage.does("Mia", "edit", GROUP, message=number, text="Hello")
        await stage.until_heard("Sam", "Hello", GROUP)
        assert (stage.said("Sam", GROUP), stage.last("Sam", GROUP)["edited"]) == (["Hello"], True)
        await stage.bot.take_back(stage.scene.venue.room, number)
        await stage.player("Mia").watch.until(lambda: stage.said("Mia", GROUP) == [])
        assert "any more" in await stage.is_refused("Mia", "edit", GROUP, message=number, text="Bye")


async def _is_refused_once_seen(stage: MatrixStage, number: str) -> str:
    await stage.until_heard("Sam", "Helo", GROUP)
    return await stage.is_refused("Sam", "edit", GROUP, message=number, text="Bye")


async def test_an_answer_shows_what_it_answers() -> None:
    async with a_matrix_stage() as stage:
        room = stage.scene.venue.room
        asked = await stage.player("Mia").resident.write(room, "Who is there?")
        await stage.player("Sam").resident.reply(room, asked, "Me")
        await stage.until_heard("Mia", "Me", GROUP)
        assert stage.last("Mia", GROUP)["answers"] == {"from": "Mia", "text": "Who is there?"}


async def test_pictures_and_stickers_are_named() -> None:
    async with a_matrix_stage() as stage:
        await stage.does("Mia", "send", GROUP, kind="photo")
        await stage.does("Mia", "send", GROUP, kind="sticker")
        await stage.player("Sam").watch.until(lambda: stage.last("Sam", GROUP)["attached"] == "A sticker")
        assert stage.sees("Sam", GROUP)["messages"][-2]["attached"] == "A photo"
        assert "photo or a sticker" in await stage.is_refused("Mia", "send", GROUP, kind="text")


async def test_an_invitation_is_accepted_and_then_one_is_in() -> None:
    async with a_matrix_stage() as stage:
        await stage.bot_invites("Ada")
        assert ("invited", "Evening") in stage.chats("Ada")
        assert stage.sees("Ada", GROUP)["stands"] == "Hallkeeper invites you."
        assert (await stage.does("Ada", "accept", GROUP))["chat"] == GROUP
        assert stage.sees("Ada", GROUP)["stands"] == "You are a member of this group."
        await stage.player("Sam").watch.until(lambda: stage.last("Sam", GROUP)["note"] == "Ada came in")


async def test_an_invitation_is_declined_and_a_member_leaves() -> None:
    async with a_matrix_stage() as stage:
        await stage.bot_invites("Ada")
        await stage.does("Ada", "decline", GROUP)
        await stage.until("Ada", GROUP, can=["door"])
        await stage.does("Mia", "leave", GROUP)
        await stage.until("Mia", GROUP, can=["door"])
        await stage.player("Sam").watch.until(lambda: stage.last("Sam", GROUP)["note"] == "Mia left")
        notes = [message["note"] for message in stage.sees("Sam", GROUP)["messages"]]
        assert notes[-2:] == ["Ada declined the invitation", "Mia left"]


async def test_who_has_left_the_private_chat_can_open_another() -> None:
    async with a_matrix_stage() as stage:
        await stage.opens_chat("Ada")
        await stage.does("Ada", "leave")
        await stage.until("Ada", PRIVATE, can=["open"])
        await stage.opens_chat("Ada")
        assert stage.sees("Ada")["can"] == ["write", "leave"]


async def test_where_members_may_not_write_it_is_said_above_and_refused_in_words() -> None:
    async with a_matrix_stage() as stage:
        room, owner = stage.scene.venue.room, stage.player("Sam").resident
        levels = await owner.state(room, "m.room.power_levels")
        await owner.set_state(room, "m.room.power_levels", {**levels, "events_default": 50})
        await stage.until("Mia", GROUP, stands="You are a member of this group. You may not write here now.")
        assert await stage.is_refused("Mia", "say", GROUP, text="Hello?") == "You may not do that here now."
        await stage.does("Sam", "say", GROUP, text="Closed until tomorrow.")
        assert stage.sees("Sam", GROUP)["stands"] == "You own this group."


async def test_what_cannot_be_sent_or_is_not_there_is_said() -> None:
    async with a_matrix_stage() as stage:
        assert "nothing to send" in await stage.is_refused("Mia", "say", GROUP, text=" \n")
        for deed, chat, fields in (
            ("fly", GROUP, {}),
            ("say", "!nowhere", {"text": "Hello"}),
            ("react", GROUP, {"message": "$nothing", "key": "👍"}),
            ("say", PRIVATE, {"text": "Hello"}),
        ):
            status, _ = await stage.page.asks("Mia", deed, chat, **fields)
            assert status == 404
        assert in_words("M_NEW") == "Matrix refuses this (M_NEW)."


async def test_news_in_the_private_chat_are_counted_for_the_person() -> None:
    async with a_matrix_stage() as stage:
        room = await stage.opens_chat("Ada")
        await stage.does("Ada", "say", text="Hello")
        await stage.bot.write(room, "Hello Ada")
        await stage.until_heard("Ada", "Hello Ada")
        [ada] = [each for each in stage.page.page.view(1001, PRIVATE)["people"] if each["name"] == "Ada"]
        assert (ada["newest"], ada["matrix"]) == ({"bot": 0, "matrix": 1}, stage.player("Ada").id)


async def test_a_homeserver_that_does_not_answer_is_noticed() -> None:
    http = MatrixHttp("http://127.0.0.1:9")
    watch = Watch(Resident(http, "@ada:hall.example", "device"), Bell())
    looking = asyncio.create_task(watch.keep_up())
    await watch.until(lambda: watch.is_lost)
    looking.cancel()
    await http.close()


async def test_without_matrix_the_page_says_why_and_does_the_rest() -> None:
    async with a_stage() as stage:
        stage.page.matrix = "Matrix is not there."
        view = stage.page.view(1001, "bot")
        assert view["missing"] == "Matrix is not there."
        assert {each["platform"] for each in view["chats"]} == {"telegram"}
        assert await stage.is_refused("Ada", "open", PRIVATE) == "Matrix is not there."
        await stage.does("Mia", "say", text="Hello")
