"""Speech as Telegram shows it: plain text, so that no name can become markup, and one button to a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.platforms.legible import legible
from bot.platforms.telegram.limits import ALERT_MOST, LABEL_MOST, TEXT_MOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.messages import Speech

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_BREAKS = ("\n\n", "\n", " ")
_BUTTON_SCHEMES = ("https://", "http://", "tg://")


def texts_of(speech: Speech) -> tuple[str, ...]:
    """Nearly always one; a longer text goes on in the next message, broken at a paragraph, line or word."""
    addresses = (f"{label}: {address}" for label, address in speech.doors if not _fits_button(address))
    return tuple(_parts(legible("\n\n".join((speech.text, *addresses)))))


def keyboard_of(speech: Speech) -> InlineKeyboardMarkup | None:
    """Choices first, then doors; None where there is nothing to press."""
    rows = [(InlineKeyboardButton(_label(label), callback_data=token),) for label, token in speech.choices]
    rows += [(InlineKeyboardButton(_label(label), url=door),) for label, door in speech.doors if _fits_button(door)]
    return InlineKeyboardMarkup(rows) if rows else None


def alert_of(speech: Speech | None) -> str | None:
    """The text over the screen of whoever pressed a button."""
    return _cut(legible(speech.text), ALERT_MOST) if speech and speech.text else None


def _fits_button(address: str) -> bool:
    return address.startswith(_BUTTON_SCHEMES)


def _label(label: str) -> str:
    return _cut(legible(" ".join(label.split())), LABEL_MOST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _parts(text: str) -> Iterator[str]:
    while _units(text) > TEXT_MOST:
        head = _head(text)
        end = next((at for at in (head.rfind(gap) for gap in _BREAKS) if at > 0), len(head))
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def _head(text: str) -> str:
    """As much of the beginning as one message may hold."""
    return text.encode("utf-16-le")[: TEXT_MOST * 2].decode("utf-16-le", "ignore")


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
