"""How old somebody is: in years or by birth date, typed or by buttons. Only "eligible until" is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.membership.settings import AgeQuestion
from bot.core.membership.steps.birth import Age, BirthDate, read_age, years_later
from bot.core.membership.steps.step import Asked, Asking, Fails, Fits, Further, Option, Reading, Unclear, fingerprint
from bot.core.messages import line

_GROWN_UP = 18
_LIKELY = range(8, 101)
_DECADES = range(10, 100, 10)


@dataclass(frozen=True, slots=True)
class HowOld(Asked[AgeQuestion]):
    """From years, "eligible until" is the latest possible day: nobody is put out before they must be.

    Below `guardian_age` years an answer that fits is that of somebody young; above it, nothing is said of it.
    """

    guardian_age: int | None = None

    @property
    def asked(self) -> str:
        """Whoever was asked while there was another limit is asked again."""
        limits = () if self.guardian_age is None else (self.guardian_age,)
        return fingerprint(self.question, *limits)

    def ask(self) -> Asking:
        words = self.question.question or line("How old are you?")
        hint = line("You can type your age, or the date you were born, such as 4 May 1990.")
        kept = line("I only keep until when your age fits.")
        return Asking((words, hint, kept), tuple(_decade(start) for start in _DECADES), numbered=False)

    def option(self, value: str) -> Option:
        kind, _, rest = value.partition(":")
        match kind:
            case "from":
                return _decade(int(rest))
            case "years":
                return _exactly(int(rest))
            case "sure":
                return Option(value, line("Yes, that is right"), line("yes, y, yeah, yep, ok, right"))
            case _:
                return Option(value, line("No, let me say it again"), line("no, n, nope, wrong"))

    def chosen(self, value: str, today: date) -> Reading:
        kind, _, rest = value.partition(":")
        match kind:
            case "from":
                return Further(_one_by_one(int(rest)))
            case "years":
                return self._of_age(int(rest), today)
            case "sure":
                return self._sure(rest, today)
            case _:
                return Further(self.ask())

    def typed(self, text: str, today: date) -> Reading:
        match read_age(text, today):
            case Age(years=years):
                return self._of_age(years, today) if years in _LIKELY else Further(self._read_back(str(years), years))
            case BirthDate(day=day):
                years = _years_between(day, today)
                likely = years in _LIKELY
                return self._born_on(day, today) if likely else Further(self._read_back(day.isoformat(), years))
            case None:
                return Unclear(line("Please type your age in years, or the date you were born, such as 4 May 1990."))

    def _read_back(self, said: str, years: int) -> Asking:
        words = line("I understood that you are {years}. Is that right?", years=years)
        return Asking((words,), (self.option(f"sure:{said}"), self.option("again")), numbered=False)

    def _sure(self, said: str, today: date) -> Reading:
        return self._of_age(int(said), today) if said.isdecimal() else self._born_on(date.fromisoformat(said), today)

    def _of_age(self, years: int, today: date) -> Reading:
        """Somebody of this age may have had their birthday today at the latest."""
        if not self._fits(years):
            return Fails(young=years < _GROWN_UP)
        until = None if self.question.max is None else _last_day(today, self.question.max + 1 - years)
        return Fits("", until, self._is_young(years))

    def _born_on(self, day: date, today: date) -> Reading:
        years = _years_between(day, today)
        if not self._fits(years):
            return Fails(young=years < _GROWN_UP)
        until = None if self.question.max is None else _last_day(day, self.question.max + 1)
        return Fits("", until, self._is_young(years))

    def _is_young(self, years: int) -> bool:
        return self.guardian_age is not None and years < self.guardian_age

    def _fits(self, years: int) -> bool:
        oldest = self.question.max if self.question.max is not None else years
        return (self.question.min or 0) <= years <= oldest


def _decade(start: int) -> Option:
    return Option(f"from:{start}", line("Between {first} and {last}", first=start, last=start + 9))


def _exactly(years: int) -> Option:
    return Option(f"years:{years}", line("{years} years old", years=years))


def _one_by_one(start: int) -> Asking:
    lines = (line("And how old exactly?"),)
    return Asking(lines, tuple(_exactly(years) for years in range(start, start + 10)), numbered=False)


def _years_between(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _last_day(start: date, years: int) -> date:
    return years_later(start, years) - timedelta(days=1)
