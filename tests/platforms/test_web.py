from __future__ import annotations

import io
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from prometheus_client import CollectorRegistry, Counter

from bot.core.errors import Stop
from bot.web import Web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def serving(**settings: Any) -> AsyncIterator[tuple[Web, aiohttp.ClientSession]]:
    usual: dict[str, Any] = {"ready": lambda: None, "metrics_token": None, "webhooks": {}}
    web = Web(port=0, host="127.0.0.1", **(usual | settings))
    await web.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{web.port}") as session:
        yield web, session
    await web.stop()


async def test_alive_is_alive_whether_ready_or_not() -> None:
    async with serving(ready=lambda: "not yet") as (_, session), session.get("/healthz") as answer:
        assert answer.status == 200


async def test_it_is_ready_when_nothing_is_missing_and_else_says_what_is() -> None:
    missing: list[str] = ["Another process leads; this one stands by."]
    async with serving(ready=lambda: missing[0] if missing else None) as (_, session):
        async with session.get("/readyz") as answer:
            assert answer.status == 503
            assert "stands by" in await answer.text()
        missing.clear()
        async with session.get("/readyz") as answer:
            assert answer.status == 200


async def test_without_a_token_there_are_no_metrics() -> None:
    async with serving() as (_, session), session.get("/metrics") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("header", "status"),
    [("Bearer right", 200), ("Bearer wrong", 401), ("Bearer rightly", 401), ("right", 401), ("Bearer r\xefght", 401)],
)
async def test_metrics_are_for_whoever_has_the_token(header: str, status: int) -> None:
    registry = CollectorRegistry()
    Counter("updates", "Updates taken.", registry=registry).inc(3)
    async with (
        serving(metrics_token="right", registry=registry) as (_, session),
        session.get("/metrics", headers={"Authorization": header}) as answer,
    ):
        assert answer.status == status
        assert ("updates_total 3.0" in await answer.text()) == (status == 200)


async def test_metrics_without_any_header_are_refused() -> None:
    async with serving(metrics_token="right") as (_, session), session.get("/metrics") as answer:
        assert answer.status == 401


async def test_a_delivery_is_handed_on_with_its_secret_and_answered_with_its_status() -> None:
    got: list[tuple[bytes, str | None]] = []

    async def receive(body: bytes, secret: str | None) -> int:
        got.append((body, secret))
        return 503

    async with serving(webhooks={"/telegram/abc": receive}) as (_, session):
        headers = {"X-Telegram-Bot-Api-Secret-Token": "s"}
        async with session.post("/telegram/abc", data=b"{}", headers=headers) as answer:
            assert answer.status == 503
        async with session.post("/telegram/other", data=b"{}") as answer:
            assert answer.status == 404
        async with session.get("/telegram/abc") as answer:
            assert answer.status == 405
    assert got == [(b"{}", "s")]


async def test_a_body_of_megabytes_is_not_taken() -> None:
    async def receive(_body: bytes, _secret: str | None) -> int:
        return 200

    async with (
        serving(webhooks={"/telegram/abc": receive}) as (_, session),
        session.post("/telegram/abc", data=io.BytesIO(b"x" * 2_000_000)) as answer,
    ):
        assert answer.status == 413


async def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    async with serving() as (web, _):
        second = Web(port=web.port, host="127.0.0.1", ready=lambda: None, metrics_token=None, webhooks={})
        with pytest.raises(Stop, match=f"PORT {web.port} cannot be listened on"):
            await second.start()
