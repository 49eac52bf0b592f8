from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import PlatformRefuses
from bot.core.ids import PlatformName
from bot.platforms.telegram.platform import TelegramPlatform
from bot.platforms.telegram.webhook import Webhook
from bot.sandbox.bot_api.server import BotApiServer
from tests.platforms.telegram.conftest import soon
from tests.platforms.telegram.scripted import TOKEN, Scripted, no, ok, page
from tests.platforms.telegram.updates import NOW

if TYPE_CHECKING:
    from bot.sandbox.bot_api.world import BotApiWorld
    from tests.platforms.telegram.conftest import Hall, Naps

ME = ok({"id": 42, "is_bot": True, "first_name": "Hall", "username": "hall_bot"})


async def test_after_the_start_the_bot_knows_its_address(hall: Hall) -> None:
    assert hall.platform.name is PlatformName.TELEGRAM
    assert hall.platform.start_address("join-evening") == "https://t.me/hall_bot?start=join-evening"
    assert hall.platform.webhook_path is None


async def test_a_server_on_the_same_machine_is_not_looked_for_behind_a_proxy(
    hall: Hall, naps: Naps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    platform = TelegramPlatform(TOKEN, api_url=hall.server.url, webhook=None, now=lambda: NOW, sleep=naps)
    await platform.start()
    await platform.stop()
    assert naps.taken == []


async def test_a_wrong_token_is_refused_at_once(hall: Hall, naps: Naps) -> None:
    platform = TelegramPlatform("43:other", api_url=hall.server.url, webhook=None, now=lambda: NOW, sleep=naps)
    with pytest.raises(PlatformRefuses, match="does not know this TELEGRAM_TOKEN"):
        await platform.start()
    assert naps.taken == []
    await platform.stop()


async def test_a_server_that_is_down_at_the_start_is_waited_for(
    world: BotApiWorld, naps: Naps, capsys: pytest.CaptureFixture[str]
) -> None:
    server = BotApiServer(world)
    await server.start()
    port = int(server.url.rpartition(":")[2])
    await server.stop()
    world.add_bot(TOKEN, "hall_bot")
    platform = TelegramPlatform(TOKEN, api_url=server.url, webhook=None, now=lambda: NOW, sleep=naps)
    starting = asyncio.create_task(platform.start())
    await soon(lambda: len(naps.taken) >= 9)
    assert naps.taken[:8] == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    await server.start(port)
    await starting
    logged = capsys.readouterr().out
    assert logged.count("Telegram cannot be reached.") == 1
    assert logged.count("Telegram answers.") == 1
    await platform.stop()
    await server.stop()


@pytest.mark.parametrize("trouble", [page(502), page(404), page(403), no(429, "x", retry_after=7)])
async def test_odd_answers_at_the_start_are_borne(
    telegram: TelegramPlatform, scripted: Scripted, naps: Naps, trouble: object
) -> None:
    scripted.will("getMe", trouble, ME)  # type: ignore[arg-type]
    scripted.will("deleteWebhook", ok(result=True))
    await telegram.start()
    assert len(naps.taken) == 1


async def test_a_start_can_be_cancelled(telegram: TelegramPlatform, scripted: Scripted) -> None:
    scripted.will("getMe", page(502))
    starting = asyncio.create_task(telegram.start())
    await soon(lambda: scripted.asked)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting


async def test_a_token_that_telegram_cannot_even_read_is_refused(
    telegram: TelegramPlatform, scripted: Scripted
) -> None:
    scripted.will("getMe", no(404, "Not Found"))
    with pytest.raises(PlatformRefuses, match="TELEGRAM_TOKEN"):
        await telegram.start()


async def test_a_webhook_of_earlier_days_is_taken_off_and_what_waits_is_kept(hall: Hall) -> None:
    hall.bot.webhook.url = "https://old.example/"
    hall.world.add_person("Ann").start(hall.bot)
    waiting = hall.bot.inbox.pending()
    await hall.platform.start()
    assert hall.bot.webhook.url == ""
    assert hall.bot.inbox.pending() == waiting > 0


async def test_it_can_be_stopped_twice_and_started_again(hall: Hall) -> None:
    await hall.platform.stop()
    await hall.platform.stop()
    await hall.platform.start()
    assert hall.platform.start_address("x").endswith("=x")


@pytest.mark.parametrize(
    ("base_url", "secret"), [("https://hall.example", "not allowed!"), ("http://hall.example", "fine")]
)
async def test_a_webhook_that_telegram_does_not_accept_is_refused_in_its_words(
    hall: Hall, naps: Naps, base_url: str, secret: str
) -> None:
    hall.world.public_server = True
    platform = TelegramPlatform(
        TOKEN, api_url=hall.server.url, webhook=Webhook(base_url, secret), now=lambda: NOW, sleep=naps
    )
    with pytest.raises(PlatformRefuses, match="WEBHOOK_URL or WEBHOOK_SECRET") as refusal:
        await platform.start()
    assert secret not in str(refusal.value)
    await platform.stop()
