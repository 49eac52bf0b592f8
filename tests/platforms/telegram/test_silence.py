"""Neither token nor text gets into a log or an error, whatever goes wrong."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import PlatformRefuses
from bot.core.events import Batch
from bot.platforms.telegram.platform import TelegramPlatform
from tests.platforms.telegram.orders import say
from tests.platforms.telegram.scripted import TOKEN, Answer, Scripted, bad, no, ok, page
from tests.platforms.telegram.updates import NOW, private, update

if TYPE_CHECKING:
    from tests.platforms.telegram.conftest import Naps


class Enough(Exception):  # noqa: N818 - nothing went wrong
    pass


async def take(_: Batch) -> None:
    raise Enough


def chain(error: BaseException | None) -> str:
    return "" if error is None else f"{error!r} {error} {chain(error.__cause__)} {chain(error.__context__)}"


@pytest.mark.parametrize(
    "trouble",
    [page(502), page(200), bad("no"), no(409, "Conflict: terminated by other getUpdates request"), no(429, "x")],
    ids=lambda answer: str(answer.status),
)
async def test_nothing_private_is_logged_at_any_level(
    telegram: TelegramPlatform,
    scripted: Scripted,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    trouble: Answer,
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    scripted.will("getUpdates", trouble, ok([update("message", private(text="secret words"))]))
    scripted.will("sendMessage", trouble)
    with pytest.raises(Enough):
        await telegram.receive(take)
    await telegram.carry_out(say(1001, "secret words"))
    shown = capsys.readouterr()
    everything = caplog.text + shown.out + shown.err
    assert "Telegram" in everything
    assert TOKEN not in everything
    assert "secret" not in everything


async def test_a_wrong_token_is_refused_without_being_told(telegram: TelegramPlatform, scripted: Scripted) -> None:
    scripted.will("getMe", no(401, "Unauthorized"))
    with pytest.raises(PlatformRefuses, match="does not know this TELEGRAM_TOKEN") as refusal:
        await telegram.start()
    assert TOKEN not in chain(refusal.value)


async def test_an_unreachable_servers_address_is_not_told(naps: Naps, capsys: pytest.CaptureFixture[str]) -> None:
    platform = TelegramPlatform(TOKEN, api_url="http://127.0.0.1:1", webhook=None, now=lambda: NOW, sleep=naps)
    await platform.carry_out(say(1001, "secret words"))
    await platform.carry_out(say(1002, "secret words"))
    await platform.stop()
    shown = capsys.readouterr()
    assert "Telegram does not take what is to be sent" in shown.out
    assert TOKEN not in shown.out + shown.err
