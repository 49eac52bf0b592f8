"""A question that is answered in one's own words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.core.membership.settings import TextQuestion
from bot.core.membership.steps.step import Asked, Asking, Fits, Option, Reading, Unclear
from bot.core.messages import line

SKIPPED = "skip"
_WORDS = "LN"  # the categories of letters and numbers, by their first letter


@dataclass(frozen=True, slots=True)
class Write(Asked[TextQuestion]):
    def ask(self) -> Asking:
        lines = (self.question.question, line("Please type your answer."))
        if not self.question.optional:
            return Asking(lines, numbered=False)
        return Asking(lines, (Option(SKIPPED, line("Skip this question"), line("skip, pass")),), numbered=False)

    def chosen(self, value: str, today: date) -> Reading:
        del value, today
        return Fits("")

    def typed(self, text: str, today: date) -> Reading:
        del today
        said = " ".join(text.split())
        if len(said) > self.question.max_length:
            return Unclear(
                line(
                    "That is a little long for me. Please use at most {most} characters.",
                    most=self.question.max_length,
                )
            )
        if not any(unicodedata.category(sign)[0] in _WORDS for sign in said):
            return Unclear(line("Please answer in words. A few are enough."))
        return Fits(said)
