"""A yes-or-no question about oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.membership.settings import ConfirmQuestion
from bot.core.membership.steps.step import Asked, Asking, Fails, Fits, Option, Reading, Unclear, Unsure
from bot.core.messages import Line, line


@dataclass(frozen=True, slots=True)
class Confirm(Asked[ConfirmQuestion]):
    def ask(self) -> Asking:
        options = [
            Option("yes", line("Yes"), line("yes, y, yeah, yep, i do, i am")),
            Option("no", line("No"), line("no, n, nope, i don't, i am not")),
        ]
        if self.question.unsure:
            options.append(Option("unsure", line("I'm not sure yet"), line("not sure, unsure, maybe, don't know")))
        return Asking((self.question.question,), tuple(options))

    def chosen(self, value: str, today: date) -> Reading:
        del today
        match value:
            case "yes":
                return Fits("yes")
            case "unsure":
                return Unsure()
            case _:
                return Fails()

    def typed(self, text: str, today: date) -> Reading:
        del text, today
        return Unclear(self._hint())

    def _hint(self) -> Line:
        if self.question.unsure:
            return line("Please answer yes, no, or not sure.")
        return line("Please answer yes or no.")
