"""One of several answers that the policy lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.membership.settings import ChoiceQuestion
from bot.core.membership.steps.step import Asked, Asking, Fails, Fits, Option, Reading, Unclear
from bot.core.messages import line


@dataclass(frozen=True, slots=True)
class Choose(Asked[ChoiceQuestion]):
    def ask(self) -> Asking:
        return Asking(
            (self.question.question,),
            tuple(Option(option.key, option.label) for option in self.question.options),
        )

    def chosen(self, value: str, today: date) -> Reading:
        del today
        fitting = {option.key for option in self.question.options if option.eligible}
        return Fits(value) if value in fitting else Fails()

    def typed(self, text: str, today: date) -> Reading:
        del text, today
        return Unclear(line("Please choose one of the answers, or type its words."))
