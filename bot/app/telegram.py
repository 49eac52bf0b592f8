"""Telegram, as the settings name it: made and not started yet. Imported only where it is used."""

from __future__ import annotations

from bot.core.clock import Clock
from bot.platforms.telegram.inspection import TelegramInspection
from bot.platforms.telegram.platform import TelegramPlatform
from bot.platforms.telegram.webhook import Webhook
from config.settings import Telegram


def make_telegram(settings: Telegram, clock: Clock) -> TelegramPlatform:
    set_up = settings.webhook
    webhook = None if set_up is None else Webhook(set_up.url, set_up.secret.get_secret_value())
    return TelegramPlatform(settings.token.get_secret_value(), api_url=settings.api_url, webhook=webhook, now=clock.now)


def inspect_telegram(settings: Telegram) -> TelegramInspection:
    return TelegramInspection(settings.token.get_secret_value(), settings.api_url)
