"""The HTTP side: addresses, parameters in every form, envelopes, files, faults."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientOSError, ClientSession, FormData, ServerDisconnectedError

from bot.sandbox.bot_api.files import tiny_png
from bot.sandbox.bot_api.server import BotApiServer
from tests.sandbox.line import Hall, Json, a_hall

BROKEN = (ServerDisconnectedError, ClientOSError)


@dataclass
class Browser:
    """Any HTTP client at the server of a hall."""

    hall: Hall
    server: BotApiServer
    session: ClientSession

    async def get(self, path: str, **params: str) -> tuple[int, Json]:
        async with self.session.get(self.server.url + path, params=params) as response:
            return response.status, await response.json(content_type=None)

    async def post(self, method: str, **how: Any) -> tuple[int, Json]:
        url = f"{self.server.url}/bot{self.hall.bot.token}/{method}"
        async with self.session.post(url, **how) as response:
            return response.status, await response.json(content_type=None)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    hall = a_hall()
    async with BotApiServer(hall.world) as server, ClientSession() as session:
        yield Browser(hall, server, session)


@pytest.mark.parametrize("method", ["getMe", "GETME", "getme"])
async def test_methods_are_found_in_any_case(browser: Browser, method: str) -> None:
    status, answer = await browser.get(f"/bot123456:AAAA/{method}")
    assert (status, answer["result"]["username"]) == (200, "hall_bot")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/botnonsense/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot0123:A/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot123456:BBBB/getMe", 401, "Unauthorized"),
        ("/bot123456:AAAA/", 404, "Not Found"),
        ("/bot123456:AAAA", 404, "Not Found"),
        ("/", 404, "Not Found"),
        ("/bot123456:AAAA/sendLetter", 404, "Not Found: method not found"),
        ("/file/bot123456:AAAA/no/such", 404, "Not Found"),
        ("/file/bot1:A/no/such", 401, "Unauthorized"),
    ],
)
async def test_wrong_addresses_are_refused(browser: Browser, path: str, status: int, words: str) -> None:
    assert await browser.get(path) == (status, {"ok": False, "error_code": status, "description": words})


@pytest.mark.parametrize("how", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_four_forms(browser: Browser, how: str) -> None:
    chat_id = browser.hall.group.id
    plain = {"chat_id": str(chat_id), "text": "Zoë", "protect_content": "yes"}
    form = FormData(plain, default_to_multipart=how == "multipart")
    ways: dict[str, Json] = {
        "query": {"params": plain},
        "form": {"data": form},
        "multipart": {"data": form},
        "json": {"json": {"chat_id": chat_id, "text": "Zoë", "protect_content": True, "reply_markup": None}},
    }
    _, answer = await browser.post("sendMessage", **ways[how])
    assert (answer["result"]["text"], answer["result"]["has_protected_content"]) == ("Zoë", True)


async def test_an_integer_is_its_leading_digits(browser: Browser) -> None:
    message = browser.hall.ben.write(browser.hall.group, "x")
    where = {"chat_id": f"{browser.hall.group.id}abc", "message_id": f"{message.id}.5"}
    assert (await browser.post("deleteMessage", data=where))[1]["ok"]
    where["message_id"] = "abc"
    _, answer = await browser.post("deleteMessage", data=where)
    assert answer["description"] == "Bad Request: message identifier is not specified"


async def test_objects_that_are_no_json_are_refused(browser: Browser) -> None:
    where = {"chat_id": str(browser.hall.group.id), "text": "x", "reply_markup": "{"}
    status, answer = await browser.post("sendMessage", data=where)
    assert (status, answer["description"]) == (400, "Bad Request: can't parse reply keyboard markup JSON object")


async def test_an_upload_can_be_fetched_for_an_hour(browser: Browser) -> None:
    form = FormData({"chat_id": str(browser.hall.group.id), "photo": "attach://it"})
    form.add_field("it", tiny_png(), filename="it.png", content_type="image/png")
    _, answer = await browser.post("sendPhoto", data=form)
    file_id = answer["result"]["photo"][0]["file_id"]
    _, answer = await browser.post("getFile", data={"file_id": file_id})
    url = f"{browser.server.url}/file/bot{browser.hall.bot.token}/{answer['result']['file_path']}"
    async with browser.session.get(url) as response:
        assert await response.read() == tiny_png()
    browser.hall.clock.advance(3600)
    async with browser.session.get(url) as response:
        assert response.status == 404


async def test_more_than_50_megabytes_are_too_much(browser: Browser) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(browser.server.url.rpartition(":")[2]))
    writer.write(b"POST /bot123456:AAAA/sendDocument HTTP/1.1\r\nHost: x\r\nContent-Length: 52428801\r\n\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
    writer.close()
    await writer.wait_closed()


async def test_the_world_outlives_the_server(browser: Browser) -> None:
    browser.hall.ben.write(browser.hall.group, "x")
    await browser.server.stop()
    with pytest.raises(ClientOSError):
        await browser.post("getMe")
    await browser.server.start()
    _, answer = await browser.post("getUpdates")
    assert answer["result"][0]["message"]["text"] == "x"


async def test_a_long_poll_does_not_keep_the_server_from_stopping(browser: Browser) -> None:
    poll = asyncio.ensure_future(browser.post("getUpdates", data={"timeout": "50"}))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(2):
        await browser.server.stop()
    with pytest.raises(BROKEN):
        await poll


async def say(browser: Browser) -> tuple[int, Json]:
    return await browser.post("sendMessage", data={"chat_id": str(browser.hall.group.id), "text": "x"})


def said(browser: Browser) -> int:
    return [message.text for message in browser.hall.group.messages].count("x")


async def test_a_failure_on_demand_does_nothing_and_passes(browser: Browser) -> None:
    faults = browser.hall.world.faults
    faults.fail("sendMessage", times=2, chat_id=browser.hall.group.id)
    faults.fail("sendMessage", status=429, retry_after=7)
    faults.fail("getMe", status=502)
    statuses = [(await say(browser))[0] for _ in range(4)]
    assert statuses == [500, 500, 429, 200]
    assert said(browser) == 1
    async with browser.session.get(f"{browser.server.url}/bot{browser.hall.bot.token}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")


async def test_429_says_how_long_to_wait_in_three_places(browser: Browser) -> None:
    browser.hall.world.faults.fail("getMe", status=429, retry_after=7)
    async with browser.session.get(f"{browser.server.url}/bot{browser.hall.bot.token}/getMe") as response:
        assert response.headers["Retry-After"] == "7"
        assert await response.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }


@pytest.mark.parametrize(("fault", "done"), [("lose_reply", 1), ("drop", 0)])
async def test_a_connection_breaks_before_or_after_the_deed(browser: Browser, fault: str, done: int) -> None:
    getattr(browser.hall.world.faults, fault)("sendMessage")
    with pytest.raises(BROKEN):
        await say(browser)
    assert said(browser) == done
    assert (await say(browser))[0] == 200


async def test_an_unreachable_server_answers_nobody(browser: Browser) -> None:
    browser.hall.world.faults.unreachable()
    with pytest.raises(BROKEN):
        await say(browser)
    browser.hall.world.faults.unreachable(is_so=False)
    assert (await say(browser))[0] == 200


async def test_a_delay_is_on_the_worlds_clock(browser: Browser) -> None:
    browser.hall.world.faults.delay("sendMessage", 30, times=1)
    call = asyncio.ensure_future(say(browser))
    await asyncio.sleep(0.05)
    assert said(browser) == 0
    browser.hall.clock.advance(30)
    assert (await call)[0] == 200


async def test_faults_at_random_are_the_same_for_the_same_seed(browser: Browser) -> None:
    outcomes = []
    for _ in range(2):
        browser.hall.world.faults.at_random(0.5, seed=4)
        kinds = [browser.hall.world.faults.next_for("x", None) for _ in range(200)]
        outcomes.append([fault and fault.kind for fault in kinds])
    assert outcomes[0] == outcomes[1]
    assert 60 < sum(kind is not None for kind in outcomes[0]) < 140
    browser.hall.world.faults.clear()
    assert browser.hall.world.faults.next_for("x", None) is None


async def test_what_was_called_can_be_asked(browser: Browser) -> None:
    await say(browser)
    await browser.post("sendmessage", data={"chat_id": "5", "text": "y"})
    await browser.post("getUpdates")
    calls = browser.hall.world.calls_to("sendMessage")
    assert [(call.method, call.ok, call.params["text"]) for call in calls] == [
        ("sendMessage", True, "x"),
        ("sendMessage", False, "y"),
    ]
    assert calls[1].error == "Bad Request: chat not found"
    assert len(browser.hall.world.calls_to("sendMessage", chat=browser.hall.group)) == 1
    assert len(browser.hall.world.calls) == 2
    assert len(browser.hall.world.calls_to("getUpdates")) == 1


async def test_what_was_begun_is_done_though_the_caller_hangs_up(browser: Browser) -> None:
    hall = browser.hall
    call = asyncio.ensure_future(
        browser.post("unbanChatMember", data={"chat_id": str(hall.group.id), "user_id": str(hall.ben.id)})
    )
    await hall.world.until(lambda: hall.group.standing(hall.ben).barred)
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    await asyncio.sleep(0.05)
    hall.clock.advance(1)
    await hall.world.until(lambda: not hall.group.standing(hall.ben).barred)
