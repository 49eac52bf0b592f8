"""The language in which to go on, where a community speaks several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.membership.steps.step import Asking, Fits, Option, Reading, Unclear, among, fingerprint
from bot.core.messages import LanguageName, Line, line
from bot.core.words import base_language

LANGUAGE = "language"
AS_THE_DEVICE_SAYS = "device"


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """`languages`: the community's, as tags. `told`: what the platform says that the person reads; empty if nothing.

    That is proposed first. Where the community does not speak it, it may still be kept for what the bot says.
    """

    languages: tuple[str, ...]
    told: str = ""

    @property
    def key(self) -> str:
        return LANGUAGE

    @property
    def asked(self) -> str:
        """Whatever is proposed first: an answer counts for as long as the community speaks the same languages."""
        return fingerprint(self.key, sorted(self.languages))

    @property
    def statement(self) -> None:
        return None

    def ask(self) -> Asking:
        first = sorted(self.languages, key=lambda tag: base_language(tag) != base_language(self.told))
        options = [named(tag, tag) for tag in first]
        if self.told and not any(base_language(tag) == base_language(self.told) for tag in self.languages):
            options.append(Option(AS_THE_DEVICE_SAYS, line("Keep the language of my device")))
        return Asking((line("Which language would you like to read?"),), tuple(options))

    def option(self, value: str) -> Option | None:
        return among(self.ask().options, value)

    def chosen(self, value: str, today: date) -> Reading:
        del today
        return Fits(value)

    def typed(self, text: str, today: date) -> Reading:
        del text, today
        return Unclear(line("Please choose one of these languages."))


def named(value: str, tag: str) -> Option:
    """A language by its own name, to be typed by that, by its name in the reader's language, or by its tag."""
    other_names = (("own", LanguageName(tag)), ("read", LanguageName(tag, own=False)), ("tag", tag))
    return Option(value, line("{language}", language=LanguageName(tag)), Line("{own}, {read}, {tag}", other_names))
