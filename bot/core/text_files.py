"""Files of text as programs write them, whatever the encoding: what is in one as a string."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LIKELY = ("utf-8", "cp1252")
_NEVER_IN_TEXT = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r\x1a")
_SAID_TO_BE_TEXT = ("text/", "application/csv", "application/x-csv", "application/vnd.ms-excel", "application/json")
_ENDINGS = (".csv", ".txt", ".tsv")


def may_be_text(name: str, kind: str) -> bool:
    """Whether a file of this name and MIME type may hold text. Windows calls a CSV `application/vnd.ms-excel`."""
    if name.casefold().endswith(_ENDINGS):
        return True
    return "." not in name and kind.casefold().startswith(_SAID_TO_BE_TEXT)


def text_of(content: bytes) -> str | None:
    """The text without its byte order mark; None if these bytes are no text.

    Without a mark: UTF-16 where every other byte is zero, as it is in most languages' tables; else UTF-8, or what
    spreadsheets on Windows write in Europe (Windows-1252).
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], (encoding,))
    if content[1:2] == b"\0" and content[:1] != b"\0":
        return _decoded(content, ("utf-16-le",))
    if content[:1] == b"\0" and content[1:2] != b"\0":
        return _decoded(content, ("utf-16-be",))
    return _decoded(content, _LIKELY)


def _decoded(content: bytes, encodings: tuple[str, ...]) -> str | None:
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _NEVER_IN_TEXT & set(text) else text
    return None
