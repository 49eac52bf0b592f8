"""Texts and captions, as a bot gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.entities import Formatted, Span, formatted, spans_of
from bot.sandbox.bot_api.html_text import HtmlReader
from bot.sandbox.bot_api.refusals import bad_request
from bot.sandbox.bot_api.views import user_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sandbox.bot_api.call import Call

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MENTION_BY_LINK = "tg://user?id="


def read_text(call: Call) -> Formatted:
    """`text`; raises the Refusals for none, for blanks, for too much, and for markup that cannot be read."""
    if not call.params.text("text"):
        raise bad_request("message text is empty")
    words = _read(call, "text", "entities")
    if not words.text:
        raise bad_request("text must be non-empty")
    if len(words.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return words


def read_caption(call: Call) -> Formatted:
    """`caption`, perhaps empty."""
    words = _read(call, "caption", "caption_entities")
    if len(words.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return words


def _read(call: Call, name: str, entities_name: str) -> Formatted:
    text = call.params.text(name)
    mode = call.params.text("parse_mode").lower()
    if mode == "html":
        reader = HtmlReader(text)
        reader.read()
        return formatted(reader.plain, _mentions_met(reader.spans, call))
    if mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    entities: list[Any] = call.params.array(entities_name, called="entities") or []
    if not all(isinstance(entity, dict) and {"type", "offset", "length"} <= entity.keys() for entity in entities):
        raise bad_request("can't parse entities: expected an Object with type, offset and length")
    return formatted(text, spans_of(text, entities))


def _mentions_met(spans: list[Span], call: Call) -> Iterator[Span]:
    """Links to a person become mentions of whoever the bot has met, and nothing for others."""
    for span in spans:
        url = span.extra.get("url", "")
        if not url.startswith(MENTION_BY_LINK):
            yield span
            continue
        number = url.removeprefix(MENTION_BY_LINK)
        if number.isdigit() and int(number) in call.bot.met and int(number) in call.world.accounts:
            user = user_view(call.world.accounts[int(number)], call.bot)
            yield Span(start=span.start, end=span.end, kind="text_mention", extra={"user": user})
