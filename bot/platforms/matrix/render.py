"""Speech as Matrix shows it: plain text and HTML both, choices as a list that is answered by number or by words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from bot.platforms.legible import legible
from bot.platforms.matrix.limits import TEXT_MOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.messages import Speech

BY_A_HALL = "example.hallkeeper.said"
"""In what a bot like this one has said. Two that answered each other would never stop."""
_BREAKS = ("\n\n", "\n", " ")
_LINKED = ("https://", "http://", "mailto:", "matrix:")


def contents_of(speech: Speech) -> tuple[dict[str, Any], ...]:
    """The contents of `m.room.message`: nearly always one; a longer text goes on in the next message.

    Choices and doors are with the last. Every name and address is escaped, so that none can become markup.
    """
    *earlier, last = tuple(_parts(legible(speech.text))) or ("",)
    ending_plain, ending_html = _ending(speech)
    plain = "\n\n".join(part for part in (last, ending_plain) if part)
    html = _paragraphs(last) + ending_html
    whole = [_content(part, _paragraphs(part)) for part in earlier]
    return (*whole, _content(plain, html)) if plain else tuple(whole)


def _content(plain: str, html: str) -> dict[str, Any]:
    """Not `m.notice`: many clients let nobody know of a notice. Marked, so that others like it do not answer it."""
    words = {"msgtype": "m.text", "body": plain, "format": "org.matrix.custom.html", "formatted_body": html}
    return {**words, BY_A_HALL: True}


def _ending(speech: Speech) -> tuple[str, str]:
    doors = [(_one_line(label), legible(address)) for label, address in speech.doors]
    choices = [_one_line(label) for label, _ in speech.choices]
    marks = [f"{number}." if speech.numbered else "•" for number in range(1, len(choices) + 1)]
    listed = "\n".join(f"{mark} {label}" for mark, label in zip(marks, choices, strict=True))
    plain = [*(f"{label}: {address}" for label, address in doors), *([listed] if listed else [])]
    html = "".join(f"<p>{_link(label, address)}</p>" for label, address in doors)
    if choices:
        kind = "ol" if speech.numbered else "ul"
        html += f"<{kind}>{''.join(f'<li>{_escaped(label)}</li>' for label in choices)}</{kind}>"
    return "\n\n".join(plain), html


def _link(label: str, address: str) -> str:
    if not address.startswith(_LINKED):
        return f"{_escaped(label)}: {_escaped(address)}"
    return f'{_escaped(label)}: <a href="{escape(address)}">{_escaped(address)}</a>'


def _paragraphs(words: str) -> str:
    paragraphs = (part for part in words.split("\n\n") if part)
    return "".join(f"<p>{_escaped(part).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def _escaped(words: str) -> str:
    return escape(words, quote=False)


def _one_line(label: str) -> str:
    return legible(" ".join(label.split()))


def _parts(words: str) -> Iterator[str]:
    while len(words.encode()) > TEXT_MOST:
        head = words.encode()[:TEXT_MOST].decode("utf-8", "ignore")
        end = next((at for at in (head.rfind(gap) for gap in _BREAKS) if at > 0), len(head))
        yield words[:end].rstrip()
        words = words[end:].lstrip()
    if words:
        yield words
