"""Webhooks: what can be set, how updates are brought, and what happens when nobody takes them."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.sandbox.bot_api.couriers import Couriers
from bot.sandbox.bot_api.world import BotApiWorld
from tests.sandbox.line import Hall, Json, Line, a_hall, standing_clock


async def settle() -> None:
    """Gives what is under way over loopback the time to happen."""
    await asyncio.sleep(0.05)


@dataclass
class Hook:
    """Somebody's web server: keeps what it got and answers as it is told, 200 if nothing was said."""

    url: str = ""
    got: list[tuple[dict[str, str], Json]] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    silent: bool = False
    got_one: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), json.loads(await request.read())))
        self.got_one.set()
        if self.silent:
            await asyncio.sleep(60)
        return self.answers.pop(0) if self.answers else web.Response()

    async def has(self, count: int) -> None:
        async with asyncio.timeout(3):
            while len(self.got) < count:
                self.got_one.clear()
                await self.got_one.wait()
        await settle()

    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.got]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    hall = a_hall()
    couriers = Couriers(hall.world)
    couriers.start()
    yield hall
    await couriers.stop()


async def pending(hall: Hall, count: int) -> None:
    await hall.world.until(lambda: hall.bot.inbox.pending() == count, 3)


async def test_an_update_is_posted_with_the_secret_as_plain_json(hall: Hall, hook: Hook) -> None:
    await hall.line.call("setWebhook", url=hook.url, secret_token="s-1_A")
    hall.ben.write(hall.group, "x")
    await pending(hall, 0)
    ((headers, update),) = hook.got
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Telegram-Bot-Api-Secret-Token"] == "s-1_A"
    assert update["message"]["text"] == "x"


async def test_what_waited_before_is_brought_too_unless_dropped(hall: Hall, hook: Hook) -> None:
    hall.ben.write(hall.group, "before")
    await hall.line.call("setWebhook", url=hook.url)
    await pending(hall, 0)
    assert hook.texts() == ["before"]
    await hall.line.call("deleteWebhook")
    hall.ben.write(hall.group, "dropped")
    await hall.line.call("setWebhook", url=hook.url, drop_pending_updates=True)
    hall.ben.write(hall.group, "kept")
    await pending(hall, 0)
    assert hook.texts() == ["before", "kept"]


async def test_what_is_not_taken_comes_again_after_0_2_and_4_seconds(hall: Hall, hook: Hook) -> None:
    hook.answers = [web.Response(status=500) for _ in range(4)]
    await hall.line.call("setWebhook", url=hook.url)
    hall.ben.write(hall.group, "x")
    await hook.has(2)
    for seconds, count in ((2, 3), (4, 4), (8, 5)):
        hall.clock.advance(seconds - 0.5)
        await settle()
        assert len(hook.got) == count - 1
        hall.clock.advance(0.5)
        await hook.has(count)
    await pending(hall, 0)
    info = await hall.line.call("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_retry_after_is_obeyed(hall: Hall, hook: Hook) -> None:
    hook.answers = [web.Response(status=503, headers={"Retry-After": "30"})]
    await hall.line.call("setWebhook", url=hook.url)
    hall.ben.write(hall.group, "x")
    await hook.has(1)
    hall.clock.advance(29)
    await settle()
    assert len(hook.got) == 1
    hall.clock.advance(1)
    await hook.has(2)


async def test_sixty_seconds_of_silence_are_a_failure(hall: Hall, hook: Hook) -> None:
    hook.silent = True
    await hall.line.call("setWebhook", url=hook.url)
    hall.ben.write(hall.group, "x")
    await hook.has(1)
    hook.silent = False
    hall.clock.advance(60)
    await pending(hall, 0)
    assert len(hook.got) == 2


async def test_after_24_hours_it_is_given_up(hall: Hall, hook: Hook) -> None:
    hook.answers = [web.Response(status=500) for _ in range(2)]
    await hall.line.call("setWebhook", url=hook.url)
    hall.ben.write(hall.group, "x")
    await hook.has(2)
    hall.clock.advance(24 * 3600)
    await settle()
    assert len(hook.got) == 2
    assert hall.bot.inbox.pending() == 0


async def test_any_2xx_confirms(hall: Hall, hook: Hook) -> None:
    hook.answers = [web.Response(status=204)]
    await hall.line.call("setWebhook", url=hook.url)
    hall.ben.write(hall.group, "x")
    await pending(hall, 0)
    await settle()
    assert len(hook.got) == 1


async def test_one_chat_waits_for_its_turn_and_others_do_not(hall: Hall, hook: Hook) -> None:
    other = hall.world.add_supergroup("Other", hall.ann)
    hall.ann.add_bot(other, hall.bot, as_admin=("all",))
    hall.bot.inbox.drop_all()
    hook.answers = [web.Response(status=500) for _ in range(2)]
    await hall.line.call("setWebhook", url=hook.url)
    hall.ben.write(hall.group, "a")
    await hook.has(2)
    hall.ben.write(hall.group, "b")
    hall.ann.write(other, "elsewhere")
    await hook.has(3)
    assert hook.texts() == ["a", "a", "elsewhere"]
    hall.clock.advance(2)
    await pending(hall, 0)
    assert hook.texts()[3:] == ["a", "b"]


async def test_the_answer_may_name_a_method_to_call(hall: Hall, hook: Hook) -> None:
    reply = {"method": "sendMessage", "chat_id": hall.group.id, "text": "at once"}
    hook.answers = [web.json_response(reply), web.json_response({"method": "getMe"})]
    await hall.line.call("setWebhook", url=hook.url)
    hall.ben.write(hall.group, "x")
    hall.ben.write(hall.group, "y")
    await pending(hall, 0)
    assert "at once" in [message.text for message in hall.group.messages]
    assert hall.world.calls_to("getMe") == []


async def test_nobody_there_is_told_in_the_webhooks_info(hall: Hall) -> None:
    await hall.line.call("setWebhook", url="http://127.0.0.1:9/hook", max_connections=500)
    hall.ben.write(hall.group, "x")
    await hall.world.until(lambda: hall.bot.webhook.last_error_message, 3)
    info = await hall.line.call("getWebhookInfo")
    assert (info["pending_update_count"], info["max_connections"]) == (1, 100)
    assert info["last_error_message"] == "Connection refused"
    assert info["last_error_date"] == int(hall.clock.now())


async def test_allowed_updates_are_one_memory_with_polls() -> None:
    hall = a_hall()
    await hall.line.call("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["chat_member", "message"])
    assert (await hall.line.call("getWebhookInfo"))["allowed_updates"] == ["message", "chat_member"]
    await hall.line.call("deleteWebhook")
    hall.ann.restrict(hall.group, hall.ben)
    assert hall.line.kinds() == ["chat_member"]
    await hall.line.call("setWebhook", url="http://127.0.0.1:9/", allowed_updates=[])
    assert "allowed_updates" not in await hall.line.call("getWebhookInfo")


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "nonsense"}, "invalid webhook URL specified"),
        ({"url": "http://a.org/", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "http://a.org/", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_that_makes_no_sense_is_refused(params: Json, why: str) -> None:
    assert await a_hall().line.refusal("setWebhook", **params) == f"Bad Request: {why}"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://a.org/", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://a.org:81/", "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
    ],
)
async def test_the_public_server_wants_https_and_one_of_four_ports(url: str, why: str) -> None:
    world = BotApiWorld(standing_clock(), public_server=True)
    line = Line(world, world.add_bot("1:A", "a_bot"))
    assert await line.refusal("setWebhook", url=url) == f"Bad Request: {why}"
    assert await line.call("setWebhook", url="https://a.org:8443/")
