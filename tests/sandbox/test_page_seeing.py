"""What the page shows, and that it keeps up."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse

from bot.sandbox import bot_api
from bot.sandbox.told import in_words
from tests.sandbox.stage import EVENING, PRIVATE, Stage, a_stage


async def events(response: ClientResponse) -> AsyncIterator[dict[str, Any]]:
    async for line in response.content:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def live(stage: Stage, name: str, chat: str = EVENING) -> Any:
    return stage.http.get("/api/live", params={"person": stage.person(name).id, "chat": chat})


def texts(view: dict[str, Any]) -> list[str]:
    return [message["text"] for message in view["shown"]["messages"] if not message["note"]]


async def test_somebody_who_looks_is_told_at_once_and_again_when_somebody_else_writes() -> None:
    async with a_stage() as stage, live(stage, "Sam") as response:
        seen = events(response)
        assert texts(await anext(seen)) == []
        await stage.does("Mia", "say", text="Hello")
        assert texts(await anext(seen)) == ["Hello"]


async def test_nothing_is_lost_while_somebody_does_not_look() -> None:
    written = [f"Number {number}" for number in range(60)]
    async with a_stage() as stage, live(stage, "Sam") as response:
        for text in written:
            await stage.does("Mia", "say", text=text)
        async with asyncio.timeout(5):
            async for view in events(response):
                if texts(view) == written:
                    break


async def test_a_moved_clock_and_a_bot_in_trouble_are_shown() -> None:
    async with a_stage("The bot has stopped by itself.") as stage, live(stage, "Sam") as response:
        seen = events(response)
        assert (await anext(seen))["trouble"] == "The bot has stopped by itself."
        await stage.posts("/api/clock", {"seconds": 600})
        assert (await anext(seen))["ahead"] == 600


async def test_without_a_choice_one_is_a_newcomer_before_the_first_group() -> None:
    async with a_stage() as stage, stage.http.get("/api/live") as response:
        view = await anext(events(response))
        assert view["person"] == stage.person("Ada").id
        assert view["shown"]["can"] == ["ask"]


async def test_there_is_nothing_to_see_where_nobody_is() -> None:
    async with a_stage() as stage:
        for query in ({"person": "5"}, {"person": "x"}, {"person": "1001", "chat": "-5"}, {"chat": "<script>"}):
            async with stage.http.get("/api/live", params=query) as response:
                assert response.status == 404
                assert (await response.json())["error"] == "There is no such person or chat here."


async def test_each_person_has_their_own_chats() -> None:
    async with a_stage() as stage:
        chats = {name: stage.page.view(stage.person(name).id, PRIVATE)["chats"] for name in ("Ada", "Mia", "Sam")}
        inside = {name: [each["title"] for each in there if each["place"] == "inside"] for name, there in chats.items()}
        assert inside == {
            "Ada": ["Hallkeeper"],
            "Mia": ["Hallkeeper", "Evening"],
            "Sam": ["Hallkeeper", "Evening", "Mending"],
        }


async def test_the_private_chat_is_opened_by_start_or_by_a_request() -> None:
    async with a_stage() as stage:
        assert stage.sees("Ada", PRIVATE)["can"] == ["start"]
        assert "chat not found" in await stage.line.refusal("sendMessage", chat_id=stage.person("Ada").id, text="Hello")
        await stage.does("Ada", "ask")
        await stage.bot_says("Ada", "Hello")
        assert stage.sees("Ada", PRIVATE)["can"] == ["write", "start", "block"]
        await stage.does("Ada", "start")
        assert stage.sees("Ada", PRIVATE)["can"] == ["write", "block"]


async def test_what_happens_in_a_group_is_told_in_words() -> None:
    async with a_stage() as stage:
        sam, mia = stage.person("Sam"), stage.person("Mia")
        stage.person("Ada").join(stage.evening.primary_link)
        sam.ban(stage.evening, mia)
        sam.set_title(stage.evening, "<i>Late</i>")
        notes = [message["note"] for message in stage.sees("Sam")["messages"]]
        assert notes == [
            "Sam made the group",
            "Sam added Mia",
            "Sam added Hallkeeper",
            "Ada joined the group",
            "Sam removed Mia",
            "Sam changed the title to: <i>Late</i>",
        ]
        assert "removed from this group" in stage.sees("Mia")["stands"]


async def test_an_answer_shows_what_it_answers_until_that_is_deleted() -> None:
    async with a_stage() as stage:
        mia, sam = stage.person("Mia"), stage.person("Sam")
        question = mia.write(stage.evening, "Who is there?")
        sam.write(stage.evening, "Me", reply_to=question)
        assert stage.sees("Mia")["messages"][-1]["answers"] == {"from": "Mia", "text": "Who is there?"}
        sam.delete(question)
        assert stage.sees("Mia")["messages"][-1]["answers"] is None
        assert stage.texts("Mia") == ["Me"]


async def test_addresses_and_buttons_come_to_the_page_as_they_are() -> None:
    async with a_stage() as stage:
        await stage.does("Ada", "start")
        await stage.bot_says("Ada", "See https://nhs.uk now", {"text": "Open", "url": "https://t.me/example_hall_bot"})
        message = stage.sees("Ada", PRIVATE)["messages"][-1]
        assert message["entities"] == [{"type": "url", "offset": 4, "length": 14}]
        assert message["buttons"] == [[{"text": "Open", "url": "https://t.me/example_hall_bot"}]]


def test_whatever_a_client_is_told_has_a_sentence() -> None:
    folder = Path(bot_api.__path__[0])
    source = "\n".join(file.read_text() for file in folder.glob("client*.py"))
    codes = set(re.findall(r'"([A-Z]{3,}_[A-Z_]+)"', source))
    assert len(codes) > 20
    for code in codes:
        assert code not in in_words(code), code


def test_what_has_no_sentence_yet_is_named() -> None:
    assert in_words("SOMETHING_NEW") == "Telegram refuses this (SOMETHING_NEW)."
    assert in_words("SLOWMODE_WAIT_30") == "The group is in slow mode. You can write again in 30 seconds."
    assert in_words("CHAT_SEND_PHOTOS_FORBIDDEN") == "Nobody may send that in this group now."
