"""Formatted text: entities counted in UTF-16 units, found in plain text, trimmed as Telegram trims."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An entity over code points `start` to `end` (exclusive) of a text."""

    start: int
    end: int
    kind: str
    extra: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as it is kept: trimmed, with its entities as Telegram's JSON has them."""

    text: str
    entities: list[Json]


_PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,8}\b")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")),
    (
        "url",
        re.compile(
            r"(?<![\w@/.])(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)'\]]"
            r"|(?:[A-Za-z0-9-]+\.)+(?:com|org|net|uk|io|me|example|eu|de|info)(?![\w-])(?:/[^\s<>\"]*[^\s<>\".,;:!?)'\]])?)"
        ),
    ),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d ()-]{6,17}\d(?!\w)")),
)
_LET_NOTHING_INSIDE = {"pre", "code", "text_link", "text_mention"}


def formatted(text: str, spans: Iterable[Span] = ()) -> Formatted:
    """Trims the text and adds the entities that clients find by themselves."""
    given = list(_trimmed(text, spans))
    text = text.strip()
    closed = [span for span in given if span.kind in _LET_NOTHING_INSIDE]
    found = list(_found(text, closed))
    ordered = sorted([*given, *found], key=lambda span: (span.start, -span.end))
    starts = _utf16_offsets(text)
    entities = [
        {"type": span.kind, "offset": starts[span.start], "length": starts[span.end] - starts[span.start], **span.extra}
        for span in ordered
    ]
    return Formatted(text, entities)


def spans_of(text: str, entities: list[Json]) -> list[Span]:
    """Reads entities as a bot gives them (UTF-16 offsets); what lies outside the text is passed over."""
    index = {offset: position for position, offset in enumerate(_utf16_offsets(text))}
    spans = []
    for entity in entities:
        start = index.get(entity["offset"])
        end = index.get(entity["offset"] + entity["length"])
        extra: Json = {name: entity[name] for name in ("url", "user", "language", "custom_emoji_id") if name in entity}
        if start is not None and end is not None and start < end:
            spans.append(Span(start=start, end=end, kind=entity["type"], extra=extra))
    return spans


def _trimmed(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    lead = len(text) - len(text.lstrip())
    length = len(text.strip())
    for span in spans:
        start = max(0, span.start - lead)
        end = min(length, span.end - lead)
        if start < end:
            yield replace(span, start=start, end=end)


def _found(text: str, taken: list[Span]) -> Iterator[Span]:
    taken = list(taken)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= other.start or other.end <= start for other in taken):
                span = Span(start=start, end=end, kind=kind)
                taken.append(span)
                yield span


def _utf16_offsets(text: str) -> list[int]:
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > 0xFFFF else 1))  # noqa: PLR2004 - beyond the first plane
    return offsets
