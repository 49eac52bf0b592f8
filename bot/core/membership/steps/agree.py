"""Consents: to what becomes visible, to the handling of sensitive answers, to the statements of the policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.membership.steps.step import Asking, Declines, Fits, Option, Reading, Unclear, among, fingerprint
from bot.core.messages import Line, line
from bot.core.words import Words


@dataclass(frozen=True, slots=True)
class Agree:
    """A statement and a yes to it. Yes and no are equally prominent: two buttons of the same kind, one below the other.

    Without a yes to a `required` one the way ends here; any other may be answered with no.
    """

    key: str
    statement: Line | Words
    question: Line
    yes: Line
    no: Line
    required: bool = True
    before: tuple[Line | Words, ...] = ()

    @property
    def asked(self) -> str:
        return fingerprint(self.key, self.statement, self.before)

    def ask(self) -> Asking:
        return Asking(
            (*self.before, self.statement, self.question),
            (
                Option("yes", self.yes, line("yes, y, yeah, yep, ok, okay, i agree, agree")),
                Option("no", self.no, line("no, n, nope, i don't agree, i do not agree")),
            ),
        )

    def option(self, value: str) -> Option | None:
        return among(self.ask().options, value)

    def chosen(self, value: str, today: date) -> Reading:
        del today
        if value == "yes":
            return Fits("yes")
        return Declines() if self.required else Fits("no")

    def typed(self, text: str, today: date) -> Reading:
        del text, today
        return Unclear(line("Please answer yes or no."))
