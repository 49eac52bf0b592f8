"""Finding the words and phrases of a list in what somebody wrote, whatever letters they wrote them with."""

# ruff: noqa: RUF001 - letters that look alike are what this file is about

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LOOKALIKES = {
    "a": "аαᴀ",
    "b": "вβʙ",
    "c": "сᴄ",
    "d": "ԁᴅđð",
    "e": "еεєᴇ",
    "f": "ꜰ",
    "g": "ɡɢ",
    "h": "һнʜħ",
    "i": "іιıɪɩ",
    "j": "јᴊ",
    "k": "кκᴋ",
    "l": "ӏʟł",
    "m": "мμᴍ",
    "n": "пηɴ",
    "o": "оοσᴏø",
    "p": "рρᴘ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "ѕꜱ",
    "t": "тτᴛ",
    "u": "υᴜ",
    "v": "ѵνᴠ",
    "w": "ԝωᴡ",
    "x": "хχ",
    "y": "уγүʏ",
    "z": "ᴢ",
    "ه": "ة",
    "ي": "ى",
}
_PICTURED = {chr(start + number): chr(ord("a") + number) for start in (0x1F150, 0x1F170) for number in range(26)}
"""Letters in dark circles and squares, for which Unicode has no plain form."""
_SAME = {ord(other): plain for plain, others in _LOOKALIKES.items() for other in others}
_SAME |= {ord(other): plain for other, plain in _PICTURED.items()}

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛ʼʻ`´′＇ـ"), None)
"""And the stroke that only stretches an Arabic word."""
_ACCENTS = ((0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x1AB0, 0x1AFF))
"""Marks that may be left out in writing: accents, and the vowel points of Hebrew and Arabic."""
_UNSPACED = ((0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0x20000, 0x323AF))
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


def says_any(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands there as whole words.

    Upper and lower case, accents, apostrophes, what stands between words, and letters that look alike make no
    difference. A phrase without any letter is looked for as it is. Never raises; the cost grows with the length of the
    text alone.
    """
    if not phrases:
        return False
    words = plain_words(text)
    return any(found in words if found.strip() else raw in text for raw, found in _prepared(phrases))


def plain_words(text: str) -> str:
    """The words with a space before and after each, in the plainest letters there are for them."""
    folded = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    signs = map(_plain, unicodedata.normalize("NFKD", folded))
    return f" {' '.join(''.join(signs).split())} "


@lru_cache(maxsize=256)
def _prepared(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((phrase, plain_words(phrase)) for phrase in phrases if phrase.strip())


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """What one sign is in a word; a space where it is in none, nothing where it makes no difference."""
    code = ord(sign)
    if code in _SAME:
        return _SAME[code]
    if _within(code, _ACCENTS):
        return ""
    kind = unicodedata.category(sign)
    if kind == "Cf":  # signs that cannot be seen
        return ""
    if kind[0] not in "LMN":
        return " "
    return f" {sign} " if _within(code, _UNSPACED) else sign


def _within(code: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in spans)
