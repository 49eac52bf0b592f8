"""The gate: which step comes next, and what an answer makes of an application. No clock, no platform, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.membership.application import Answer, Application, Standing
from bot.core.membership.roster import Listed
from bot.core.membership.settings import Gate, GateMode
from bot.core.membership.steps.step import Declines, Fails, Fits, Further, Reading, Step, Unclear, Unsure

UNSURE = "unsure"  # what is kept of an answer that is not one yet
_NOT_LISTED = Listed()


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody is in the quiz: the step to ask, `number` of `total`, counted from 1."""

    step: Step
    number: int
    total: int


def position(steps: Sequence[Step], application: Application) -> Position | None:
    """The first step that has no answer, or none to these very words; None when all are answered."""
    given = {(answer.step, answer.asked) for answer in application.answers}
    for number, step in enumerate(steps, start=1):
        if (step.key, step.asked) not in given:
            return Position(step, number, len(steps))
    return None


@dataclass(frozen=True, slots=True)
class History:
    """What this person has answered before at this community's gate: the step at which each attempt ended."""

    failed_at: tuple[str, ...] = ()

    def exhausted(self, gate: Gate) -> bool:
        return len(self.failed_at) >= gate.attempts


def decide(
    application: Application,
    steps: Sequence[Step],
    step: Step,
    reading: Reading,
    *,
    gate: Gate,
    history: History,
    now: datetime,
    listed: Listed = _NOT_LISTED,
    language: str = "",
) -> Application:
    """The application after this reading of an answer to `step`, which was asked in `language`.

    An answer that fits where an earlier attempt failed goes to a person, as does an unsure one; both only when
    everything else has been answered. `listed`: what the rosters say of whoever answers. `Further` and `Unclear`
    change nothing.
    """
    match reading:
        case Further() | Unclear():
            return application
        case Fails():
            return end(application, Standing.REFUSED, now)
        case Declines():
            return end(application, Standing.DECLINED, now)
        case Unsure():
            answer = Answer(step.key, step.asked, UNSURE, now, language=language)
            answered = _for_review(_with_answer(application, answer), step.key)
        case Fits(value=value, until=until, young=young):
            answered = _with_answer(application, Answer(step.key, step.asked, value, now, until, language, young))
            if step.key in history.failed_at:
                answered = _for_review(answered, step.key)
    return conclude(answered, steps, gate=gate, listed=listed, now=now)


def conclude(
    application: Application, steps: Sequence[Step], *, gate: Gate, listed: Listed, now: datetime
) -> Application:
    """What the answers so far make of somebody.

    Below the guardian age they wait at once, whatever is still to be asked, until a guardian's consent is on record.
    With everything answered: who is not on the roster stays outside where the door opens by it; a person decides
    where that is the policy's wish, an answer calls for it, or nobody was asked their age although it counts.
    """
    if any(answer.young for answer in application.answers) and not listed.guardian_seen:
        return replace(application, standing=Standing.GUARDIAN)
    if position(steps, application) is not None:
        return replace(application, standing=Standing.OPEN)
    if gate.mode is GateMode.ROSTER and not listed.on_roster:
        return end(application, Standing.REFUSED, now)
    age_unknown = gate.mode is GateMode.QUIZ and gate.guardian_age is not None and not gate.asks_age
    held = bool(application.review) or gate.mode is GateMode.REVIEW or age_unknown
    return replace(application, standing=Standing.HELD if held else Standing.ACCEPTED)


def step_back(application: Application) -> Application:
    """Without the latest answer, and as if it had never been given."""
    if not application.answers:
        return application
    *before, last = application.answers
    review = tuple(key for key in application.review if key != last.step)
    return replace(_with_answers(application, tuple(before)), review=review)


def end(application: Application, standing: Standing, now: datetime) -> Application:
    """Over: of somebody who is not let in no answer is kept, nor anything that follows from one."""
    over = replace(application, standing=standing, ended_at=now, expires_at=None)
    return over if standing is Standing.ADMITTED else replace(over, answers=(), eligible_until=None, review=())


def _with_answer(application: Application, answer: Answer) -> Application:
    others = tuple(other for other in application.answers if other.step != answer.step)
    return _with_answers(application, (*others, answer))


def _with_answers(application: Application, answers: tuple[Answer, ...]) -> Application:
    limits = (answer.until for answer in answers if answer.until is not None)
    return replace(application, answers=answers, eligible_until=min(limits, default=None))


def _for_review(application: Application, key: str) -> Application:
    return application if key in application.review else replace(application, review=(*application.review, key))
