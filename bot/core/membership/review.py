"""What those who decide about an application are told of it: why they are asked, and what was answered.

Of the answers as many as the policy lets them see; of any other not even to which question it was.
"""

from __future__ import annotations

from bot.core.membership.application import REQUEST_GONE, Answer, Application
from bot.core.membership.gate import UNSURE
from bot.core.membership.settings import (
    AgeQuestion,
    ChoiceQuestion,
    ConfirmQuestion,
    Gate,
    GateMode,
    Question,
    TextQuestion,
)
from bot.core.membership.steps.order import step_for
from bot.core.messages import Line, line
from bot.core.words import Words


def reasons(gate: Gate, application: Application) -> tuple[Line, ...]:
    """Why a person is asked, the steps that call for it first."""
    given = {answer.step: answer for answer in application.answers}
    found = [
        _doubt(gate, question, given[question.key])
        for question in gate.eligibility
        if question.key in application.review and question.key in given
    ]
    if REQUEST_GONE in application.review:
        found.append(line("Their request to join is gone: they took it back, or somebody turned it down."))
    if gate.mode is GateMode.REVIEW:
        found.append(line("In this group, one of the team says yes or no to each person."))
    return tuple(found) or (line("The questions alone can't decide about them."),)


def answers(gate: Gate, application: Application) -> tuple[Line, ...]:
    """What was answered, in the order of the questions. What was skipped, or asked in other words, is left out."""
    given = {(answer.step, answer.asked): answer for answer in application.answers}
    shown: list[Line] = []
    for question in gate.eligibility:
        answer = given.get((question.key, step_for(question).asked))
        said = None if answer is None or not gate.shows_to_staff(question) else _said(question, answer)
        if said is not None:
            shown.append(line('{question} Answer: "{answer}"', question=_words(question), answer=said))
    return tuple(shown)


def _doubt(gate: Gate, question: Question, answer: Answer) -> Line:
    shown = gate.shows_to_staff(question)
    match answer.value == UNSURE, shown:
        case True, True:
            return line('They are not sure about: "{question}"', question=_words(question))
        case True, False:
            return line("They are not sure about a private question. You can send them a word about it.")
        case False, True:
            return line('At first they said something else to: "{question}"', question=_words(question))
        case _:
            return line("At first they said something else to a private question.")


def _said(question: Question, answer: Answer) -> Line | Words | str | None:
    match question:
        case AgeQuestion():
            return line("My age fits")
        case ConfirmQuestion():
            return line("I'm not sure yet") if answer.value == UNSURE else line("Yes")
        case ChoiceQuestion():
            return next((option.label for option in question.options if option.key == answer.value), None)
        case TextQuestion():
            return answer.value or None


def _words(question: Question) -> Words | Line:
    return question.question or line("How old are you?")
