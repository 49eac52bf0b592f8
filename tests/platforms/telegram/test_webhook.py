"""Being told by Telegram: our own Bot API server delivers to our own web server."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import Deposed, NotYet, PlatformRefuses
from bot.core.events import Batch, MemberJoined, PrivateText, Unreadable
from bot.platforms.telegram.inbound import ASKED_FOR
from bot.platforms.telegram.platform import TelegramPlatform
from bot.platforms.telegram.webhook import Webhook
from bot.web import Web
from tests.platforms.telegram.conftest import Hall, soon
from tests.platforms.telegram.orders import say
from tests.platforms.telegram.scripted import TOKEN, Scripted, no
from tests.platforms.telegram.updates import NOW, Json, private, update

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.ports import Take
    from tests.platforms.telegram.conftest import Naps

SECRET = "a-secret_of_ours"


class Desk:
    """Takes what comes, or raises what it is told to."""

    def __init__(self) -> None:
        self.heard: list[Batch] = []
        self.trouble: list[Exception] = []

    async def __call__(self, batch: Batch) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.heard.append(batch)

    def events(self) -> list[object]:
        return [arrival.event for batch in self.heard for arrival in batch.arrivals]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def told(naps: Naps) -> TelegramPlatform:
    """A platform with a webhook, not started: deliveries are made by hand."""
    webhook = Webhook("https://hall.example/", SECRET)
    return TelegramPlatform(TOKEN, api_url="http://127.0.0.1:1", webhook=webhook, now=lambda: NOW, sleep=naps)


@asynccontextmanager
async def receiving(platform: TelegramPlatform, take: Take) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(platform.receive(take))
    await asyncio.sleep(0)
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task


def body(raw: Json) -> bytes:
    return json.dumps(raw).encode()


HELLO = update("message", private(text="hello"))


async def test_a_delivery_is_taken_before_it_is_answered(told: TelegramPlatform, desk: Desk) -> None:
    async with receiving(told, desk):
        assert await told.webhook(body(HELLO), SECRET) == 200
    assert [batch.arrivals[0].id for batch in desk.heard] == [str(HELLO["update_id"])]


@pytest.mark.parametrize("header", [None, "", "wrong", SECRET + "x", "\udcff"])
async def test_without_the_secret_nothing_is_taken(told: TelegramPlatform, desk: Desk, header: str | None) -> None:
    async with receiving(told, desk):
        assert await told.webhook(body(HELLO), header) == 403
    assert desk.heard == []


async def test_nothing_is_taken_while_nobody_receives(told: TelegramPlatform, desk: Desk) -> None:
    assert await told.webhook(body(HELLO), SECRET) == 503
    async with receiving(told, desk):
        pass
    assert await told.webhook(body(HELLO), SECRET) == 503


async def test_a_database_that_is_away_asks_for_the_delivery_again(told: TelegramPlatform, desk: Desk) -> None:
    desk.trouble = [NotYet("The database does not answer.")]
    async with receiving(told, desk) as task:
        assert await told.webhook(body(HELLO), SECRET) == 503
        assert not task.done()
        assert await told.webhook(body(HELLO), SECRET) == 200


async def test_whoever_is_deposed_stops_receiving(told: TelegramPlatform, desk: Desk) -> None:
    desk.trouble = [Deposed()]
    async with receiving(told, desk) as task:
        assert await told.webhook(body(HELLO), SECRET) == 503
        with pytest.raises(Deposed):
            await task


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe", b"{", b"[]", b"3", b"[" * 100_000, b'{"update_id": "x"}'])
async def test_what_is_no_update_is_set_aside_once_and_holds_up_nothing(
    told: TelegramPlatform, desk: Desk, junk: bytes
) -> None:
    async with receiving(told, desk):
        assert await told.webhook(junk, SECRET) == 200
        assert await told.webhook(junk, SECRET) == 200
    first, again = (batch.arrivals[0] for batch in desk.heard)
    assert isinstance(first.event, Unreadable)
    assert first.id == again.id


def test_the_path_is_the_same_at_each_start_and_bears_neither_token_nor_secret(naps: Naps) -> None:
    def path(token: str, secret: str) -> str:
        webhook = Webhook("https://hall.example", secret)
        platform = TelegramPlatform(token, api_url="http://127.0.0.1:1", webhook=webhook, now=lambda: NOW, sleep=naps)
        assert platform.webhook_path
        return platform.webhook_path

    assert path(TOKEN, SECRET) == path(TOKEN, SECRET)
    assert len({path(TOKEN, SECRET), path(TOKEN, "other"), path("43:x", SECRET)}) == 3
    assert path(TOKEN, SECRET).startswith("/telegram/")
    assert SECRET not in path(TOKEN, SECRET)
    assert "its-secret" not in path(TOKEN, SECRET)
    assert SECRET not in repr(Webhook("https://hall.example", SECRET))


async def test_a_token_that_is_rejected_while_sending_ends_it(naps: Naps, scripted: Scripted, desk: Desk) -> None:
    """Nobody asks for updates here, so only what is sent can tell."""
    webhook = Webhook("https://hall.example", SECRET)
    platform = TelegramPlatform(TOKEN, api_url=scripted.url, webhook=webhook, now=lambda: NOW, sleep=naps)
    scripted.will("sendMessage", no(401, "Unauthorized"))
    async with receiving(platform, desk) as task:
        for _ in range(3):
            assert not task.done()
            await platform.carry_out(say(1001))
        with pytest.raises(PlatformRefuses, match="TELEGRAM_TOKEN"):
            await task
    await platform.stop()


@asynccontextmanager
async def in_the_open(hall: Hall, naps: Naps, desk: Desk) -> AsyncIterator[TelegramPlatform]:
    """The platform behind a web server that our Bot API server delivers to."""

    async def deliver(body: bytes, secret: str | None) -> int:
        return await platform.webhook(body, secret)

    webhooks = {"/telegram/{secret_path}": deliver}
    web = Web(port=0, host="127.0.0.1", ready=lambda: None, metrics_token=None, webhooks=webhooks)
    await web.start()
    platform = TelegramPlatform(
        TOKEN,
        api_url=hall.server.url,
        webhook=Webhook(f"http://127.0.0.1:{web.port}", SECRET),
        now=lambda: NOW,
        sleep=naps,
    )
    async with receiving(platform, desk):
        await platform.start()
        yield platform
    await platform.stop()
    await web.stop()


async def test_telegram_delivers_what_people_do(hall: Hall, naps: Naps, desk: Desk) -> None:
    async with in_the_open(hall, naps, desk) as platform:
        assert platform.webhook_path
        assert hall.bot.webhook.url.endswith(platform.webhook_path)
        assert hall.bot.inbox.allowed == frozenset(ASKED_FOR)
        ann = hall.world.add_person("Ann")
        ann.start(hall.bot)
        ann.join(hall.group.create_link(hall.owner, asks=False))
        await soon(lambda: {PrivateText, MemberJoined} <= {type(event) for event in desk.events()})
        await soon(lambda: hall.bot.inbox.pending() == 0)


async def test_telegram_delivers_again_what_could_not_be_taken(hall: Hall, naps: Naps, desk: Desk) -> None:
    desk.trouble = [NotYet("The database does not answer.") for _ in range(3)]
    async with in_the_open(hall, naps, desk):
        hall.world.add_person("Ann").start(hall.bot)

        def heard_in_the_end() -> bool:
            hall.world.clock.advance(1)
            return any(isinstance(event, PrivateText) for event in desk.events())

        await soon(heard_in_the_end)
        assert desk.trouble == []
        await soon(lambda: hall.bot.inbox.pending() == 0)


async def test_a_webhook_goes_back_to_being_asked(hall: Hall, naps: Naps, desk: Desk) -> None:
    async with in_the_open(hall, naps, desk):
        pass
    hall.world.add_person("Ann").start(hall.bot)
    await hall.platform.start()
    async with hall.listening():
        await hall.hears(PrivateText)
