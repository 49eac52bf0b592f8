"""What one can do on the page as a member, as staff, and as somebody who would like to join."""

import asyncio

import pytest

from bot.sandbox import telegram_deeds
from tests.sandbox.stage import EVENING, PRIVATE, a_stage


async def test_asking_to_join_tells_the_bot_and_leads_to_the_private_chat() -> None:
    async with a_stage() as stage:
        reply = await stage.does("Ada", "ask")
        assert reply == {"chat": PRIVATE, "told": "You have asked to join Evening."}
        [request] = stage.line.updates("chat_join_request")
        assert request["from"]["id"] == stage.person("Ada").id
        assert stage.sees("Ada")["can"] == ["withdraw"]


async def test_asking_twice_is_refused_in_words() -> None:
    async with a_stage() as stage:
        await stage.does("Ada", "ask")
        assert "asked to join already" in await stage.is_refused("Ada", "ask")


async def test_a_request_can_be_taken_back_and_made_again() -> None:
    async with a_stage() as stage:
        await stage.does("Ada", "ask")
        await stage.does("Ada", "withdraw")
        assert "no such request" in await stage.is_refused("Ada", "withdraw")
        await stage.does("Ada", "ask")


async def test_staff_see_a_request_and_let_the_person_in() -> None:
    async with a_stage() as stage:
        await stage.does("Noor", "ask")
        [request] = stage.sees("Sam")["requests"]
        assert request["name"] == "Noor نور"
        await stage.does("Sam", "approve", other=request["id"])
        assert stage.sees("Sam")["requests"] == []
        assert "Noor نور" in [member["name"] for member in stage.sees("Sam")["members"]]
        assert stage.sees("Noor")["stands"] == "You are a member of this group."


async def test_staff_decline_a_request() -> None:
    async with a_stage() as stage:
        await stage.does("Ben", "ask")
        await stage.does("Sam", "decline", other=stage.person("Ben").id)
        assert stage.sees("Ben")["can"] == ["ask"]


async def test_a_member_neither_sees_nor_decides_requests() -> None:
    async with a_stage() as stage:
        await stage.does("Ada", "ask")
        assert stage.sees("Mia")["requests"] == []
        assert "administrators" in await stage.is_refused("Mia", "approve", other=stage.person("Ada").id)
        assert not stage.evening.is_member(stage.person("Ada"))


async def test_what_is_written_in_a_group_is_there_for_others_just_as_it_was_written() -> None:
    async with a_stage() as stage:
        for text in ("<b onclick=alert(1)>hello</b> & goodbye", "مرحبا بكم"):
            await stage.does("Mia", "say", text=text)
            assert stage.texts("Sam")[-1] == text


async def test_who_is_not_in_a_group_sees_and_says_nothing_there() -> None:
    async with a_stage() as stage:
        await stage.does("Mia", "say", text="Only for us")
        outside = stage.sees("Ada")
        assert (outside["messages"], outside["members"]) == ([], [])
        assert "not in this group" in await stage.is_refused("Ada", "say", text="Hello?")


async def test_a_closed_group_refuses_in_words_and_says_so_above() -> None:
    async with a_stage() as stage:
        stage.person("Sam").set_permissions(stage.evening)
        assert await stage.is_refused("Mia", "say", text="Hello?") == "Nobody may send that in this group now."
        assert "Nobody but administrators may write" in stage.sees("Mia")["stands"]
        assert "Members may not write" in stage.sees("Sam")["stands"]
        await stage.does("Sam", "say", text="Closed until tomorrow.")


async def test_somebody_who_is_muted_reads_that_they_are() -> None:
    async with a_stage() as stage:
        stage.person("Sam").restrict(stage.evening, stage.person("Mia"))
        assert "You may not write here now." in stage.sees("Mia")["stands"]
        assert "muted" in await stage.is_refused("Mia", "say", text="Hello?")


async def test_one_message_can_be_changed_by_its_writer_alone() -> None:
    async with a_stage() as stage:
        await stage.does("Mia", "say", text="Helo")
        written = stage.sees("Mia")["messages"][-1]
        assert written["editable"]
        await stage.does("Mia", "edit", message=written["id"], text="Hello")
        assert stage.texts("Mia") == ["Hello"]
        assert stage.sees("Sam")["messages"][-1]["edited"]
        assert not stage.sees("Sam")["messages"][-1]["editable"]
        assert "Only the writer" in await stage.is_refused("Sam", "edit", message=written["id"], text="Bye")


async def test_what_has_been_deleted_cannot_be_changed_any_more() -> None:
    async with a_stage() as stage:
        await stage.does("Mia", "say", text="Helo")
        number = stage.sees("Mia")["messages"][-1]["id"]
        await stage.line.call("deleteMessage", chat_id=stage.evening.id, message_id=number)
        assert stage.texts("Mia") == []
        assert "any more" in await stage.is_refused("Mia", "edit", message=number, text="Hello")


async def test_photos_and_stickers_are_sent_and_named() -> None:
    async with a_stage() as stage:
        await stage.does("Mia", "send", kind="photo")
        await stage.does("Mia", "send", kind="sticker")
        assert [message["attached"] for message in stage.sees("Sam")["messages"][-2:]] == ["A photo", "A sticker"]
        assert "photo or a sticker" in await stage.is_refused("Mia", "send", kind="text")


async def test_leaving_is_seen_by_those_who_stay() -> None:
    async with a_stage() as stage:
        await stage.does("Mia", "leave")
        assert stage.sees("Mia")["can"] == ["ask"]
        assert stage.sees("Sam")["messages"][-1]["note"] == "Mia left the group"


async def test_blocking_stops_the_bot_until_unblocked() -> None:
    async with a_stage() as stage:
        await stage.does("Mia", "start")
        await stage.does("Mia", "block")
        assert "blocked" in await stage.line.refusal("sendMessage", chat_id=stage.person("Mia").id, text="Hello")
        assert "Unblock it first" in await stage.is_refused("Mia", "say", PRIVATE, text="Hello?")
        assert stage.sees("Mia", PRIVATE)["can"] == ["unblock"]
        await stage.does("Mia", "unblock")
        await stage.bot_says("Mia", "Hello again")
        assert stage.texts("Mia", PRIVATE)[-1] == "Hello again"


async def test_a_pressed_button_brings_the_bots_answer() -> None:
    async with a_stage() as stage:
        await stage.does("Ada", "start")
        number = await stage.bot_says("Ada", "Yes?", {"text": "Yes", "callback_data": "yes-1"})
        [[button]] = stage.sees("Ada", PRIVATE)["messages"][-1]["buttons"]
        pressing = asyncio.create_task(
            stage.does("Ada", "press", PRIVATE, message=number, data=button["callback_data"])
        )
        await stage.scene.world.until(lambda: stage.scene.world.callback_queries)
        [query] = stage.line.updates("callback_query")
        assert query["data"] == "yes-1"
        await stage.line.call("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
        assert (await pressing)["told"] == "Noted"


async def test_a_button_that_nobody_answers_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_deeds, "PATIENCE", 0.02)
    async with a_stage() as stage:
        await stage.does("Ada", "start")
        number = await stage.bot_says("Ada", "Yes?", {"text": "Yes", "callback_data": "yes-1"})
        reply = await stage.does("Ada", "press", PRIVATE, message=number, data="yes-1")
        assert reply["told"] == "The bot has not answered this button yet."


async def test_a_button_that_is_no_longer_there_cannot_be_pressed() -> None:
    async with a_stage() as stage:
        await stage.does("Ada", "start")
        number = await stage.bot_says("Ada", "Yes?")
        assert "any more" in await stage.is_refused("Ada", "press", PRIVATE, message=number, data="yes-1")


async def test_following_a_start_link_sends_what_it_carries() -> None:
    async with a_stage() as stage:
        door = stage.sees("Ada")["door"]
        assert (await stage.does("Ada", "follow", url=door))["chat"] == PRIVATE
        assert [message["text"] for message in stage.line.updates("message")] == ["/start join-evening"]


async def test_following_an_invite_link_opens_it() -> None:
    async with a_stage() as stage:
        asks = stage.evening.create_link(stage.person("Sam"))
        straight_in = stage.evening.create_link(stage.person("Sam"), asks=False)
        assert (await stage.does("Ada", "follow", url=asks))["told"] == "You have asked to join Evening."
        assert await stage.does("Ben", "follow", url=straight_in) == {
            "chat": EVENING,
            "told": "You have joined Evening.",
        }
        assert "in this group already" in await stage.is_refused("Mia", "follow", url=asks)


@pytest.mark.parametrize("url", ["https://nhs.uk/ms", "javascript:alert(1)", "http://[broken", "https://t.me/+nothing"])
async def test_other_links_are_not_opened(url: str) -> None:
    async with a_stage() as stage:
        assert "lead" in await stage.is_refused("Ada", "follow", url=url)


async def test_the_clock_moves_for_telegram_and_for_the_bot() -> None:
    async with a_stage() as stage:
        before = stage.scene.world.clock.now()
        for seconds in (600, 3600, 86400):
            assert await stage.posts("/api/clock", {"seconds": seconds}) == (200, {})
        assert stage.moved == [600, 4200, 90600]
        assert 90600 <= stage.scene.world.clock.now() - before < 90660
        assert stage.page.view(1001, EVENING)["ahead"] == 90600


@pytest.mark.parametrize("seconds", [0, -600, 86401, 10**30, 1.5, "600", True, None])
async def test_the_clock_goes_forward_by_a_day_at_most(seconds: object) -> None:
    async with a_stage() as stage:
        status, reply = await stage.posts("/api/clock", {"seconds": seconds})
        assert status == 400
        assert reply["error"].endswith(".")
        assert stage.moved == []


async def test_the_clock_stops_before_time_cannot_be_reckoned_any_more() -> None:
    async with a_stage() as stage:
        stage.scene.world.clock.advance(20 * 365 * 86400 - 60)
        status, reply = await stage.posts("/api/clock", {"seconds": 600})
        assert (status, reply["error"]) == (400, "The clock cannot be moved any further.")
