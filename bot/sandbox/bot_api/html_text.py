"""`parse_mode` HTML, as strict as Telegram is, with its words for what cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.bot_api.entities import Span
from bot.sandbox.bot_api.refusals import Refusal, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);?")


@dataclass(slots=True)
class _Open:
    name: str
    start: int
    attributes: dict[str, str]


class HtmlReader:
    """Reads one text; `plain` and `spans` are filled by `read`."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._open: list[_Open] = []
        self.plain = ""
        self.spans: list[Span] = []

    def read(self) -> None:
        """Raises the Refusal `can't parse entities: ...` where Telegram would."""
        while self._at < len(self._source):
            character = self._source[self._at]
            if character == "<":
                self._tag()
            elif character == "&":
                self._reference()
            else:
                self.plain += character
                self._at += 1
        if self._open:
            raise _unreadable(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')

    def _reference(self) -> None:
        match = _CHARACTER.match(self._source, self._at)
        written = match.group() if match else "&"
        self.plain += unescape(written if written == "&" or written.endswith(";") else written + ";")
        self._at += len(written)

    def _tag(self) -> None:
        start = self._at
        where = self._byte_offset(start)
        if self._source.startswith("</", start):
            self._end_tag(where)
            return
        name_match = _NAME.match(self._source, start + 1)
        assert name_match
        name = name_match.group().lower()
        if name not in _KINDS:
            raise _unreadable(f'Unsupported start tag "{name}" at byte offset {where}')
        self._at = name_match.end()
        attributes = self._attributes(name, where)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self._open.append(_Open(name, len(self.plain), attributes))

    def _attributes(self, name: str, where: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            while self._source[self._at : self._at + 1].isspace():
                self._at += 1
            if self._source.startswith(">", self._at):
                self._at += 1
                return attributes
            match = _ATTRIBUTE.match(self._source, self._at)
            if match is None:
                raise _unreadable(f'Unclosed start tag "{name}" at byte offset {where}')
            value = match.group(2) or ""
            quoted = value[:1] in {'"', "'"}
            attributes[match.group(1).lower()] = unescape(value[1:-1] if quoted else value)
            self._at = match.end()

    def _end_tag(self, where: int) -> None:
        end = self._source.find(">", self._at)
        if not self._open:
            raise _unreadable(f"Unexpected end tag at byte offset {where}")
        if end < 0:
            raise _unreadable(f"Unclosed end tag at byte offset {where}")
        name = self._source[self._at + 2 : end].strip().lower()
        opened = self._open.pop()
        if name and name != opened.name:
            raise _unreadable(
                f'Unmatched end tag at byte offset {where}, expected "</{opened.name}>", found "</{name}>"'
            )
        self._at = end + 1
        if len(self.plain) > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        kind = _KINDS[opened.name]
        extra: dict[str, Any] = {}
        if kind == "text_link":
            address = opened.attributes.get("href") or self.plain[opened.start :]
            if not _is_address(address):
                return
            extra = {"url": address}
        elif kind == "custom_emoji":
            extra = {"custom_emoji_id": opened.attributes.get("emoji-id", "")}
        elif kind == "code":
            extra = _language(opened)
        elif kind == "pre":
            extra = self._take_code_inside(opened)
        elif kind == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        self.spans.append(Span(start=opened.start, end=len(self.plain), kind=kind, extra=extra))

    def _take_code_inside(self, opened: _Open) -> dict[str, Any]:
        """Code that fills a block is no entity of its own; it only names the language."""
        inner = self.spans[-1] if self.spans else None
        if inner and inner.kind == "code" and (inner.start, inner.end) == (opened.start, len(self.plain)):
            self.spans.pop()
            return inner.extra
        return {}

    def _byte_offset(self, position: int) -> int:
        return len(self._source[:position].encode())


def _language(opened: _Open) -> dict[str, Any]:
    name = opened.attributes.get("class", "")
    return {"language": name.removeprefix("language-")} if name.startswith("language-") else {}


def _is_address(text: str) -> bool:
    parts = urlsplit(text if "://" in text else f"http://{text}")
    return parts.scheme == "tg" or (parts.scheme in {"http", "https"} and "." in parts.netloc)


def _unreadable(why: str) -> Refusal:
    return bad_request(f"can't parse entities: {why}")
