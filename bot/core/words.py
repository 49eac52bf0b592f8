"""Texts that the policy gives in one or in several languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


def base_language(tag: str) -> str:
    """The language of a tag without region or script: `cy` for `cy-GB`."""
    return tag.replace("_", "-").split("-", 1)[0].lower()


@dataclass(frozen=True, slots=True)
class Words:
    """One text, as pairs of language tag and wording.

    The community's own language comes first if it is there at all. A text given as a plain string has the
    empty tag: it is in the community's language, whichever that is.
    """

    texts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, text: str | Mapping[str, str], *, first: str = "") -> Self:
        """Words from a string, or from a table by language with the language `first` put in front."""
        if isinstance(text, str):
            return cls(texts=(("", text),))
        ordered = sorted(text.items(), key=lambda pair: (pair[0] != first, base_language(pair[0]) != first))
        return cls(texts=tuple(ordered))

    def for_reader(self, language: str) -> str:
        """The wording for somebody who reads `language`.

        The very tag if there is one, else its base language, else another region's, else the community's
        language, else whichever was given first.
        """
        return self._nearest(language)[1]

    def language_for(self, language: str) -> str:
        """The tag of that wording; empty for a plain string."""
        return self._nearest(language)[0]

    def _nearest(self, language: str) -> tuple[str, str]:
        wanted = language.replace("_", "-").lower()
        base = base_language(language)
        for fits in (
            lambda tag: tag.replace("_", "-").lower() == wanted,
            lambda tag: tag.lower() == base,
            lambda tag: base_language(tag) == base,
        ):
            for tag, text in self.texts:
                if fits(tag):
                    return tag, text
        return self.texts[0]

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags in which it was given; none for a plain string."""
        return tuple(tag for tag, _ in self.texts if tag)

    def __str__(self) -> str:
        return self.texts[0][1]
