"""The gate as a function: answers in, standing out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.consent.settings import ConsentStatement
from bot.core.ids import AccountId, PersonId, PlatformName, group_id
from bot.core.membership.application import Application, Came, Standing
from bot.core.membership.gate import History, decide, position, step_back
from bot.core.membership.settings import (
    AgeQuestion,
    ChoiceOption,
    ChoiceQuestion,
    ConfirmQuestion,
    Gate,
    GateMode,
    TextQuestion,
)
from bot.core.membership.steps.order import Doorway, steps_of
from bot.core.membership.steps.step import Fails, Fits, Step, Unsure
from bot.core.words import Words

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)

GATE = Gate(
    eligibility=(
        AgeQuestion(key="age", min=18, max=35),
        ConfirmQuestion(key="condition", question=Words.of("Do you live with MS?"), sensitive=True),
        ChoiceQuestion(
            key="place",
            question=Words.of("Where do you live?"),
            options=(
                ChoiceOption(key="here", label=Words.of("In the county")),
                ChoiceOption(key="away", label=Words.of("Somewhere else"), eligible=False),
            ),
        ),
        TextQuestion(key="about", question=Words.of("What brings you here?"), optional=True),
    ),
    consent=(ConsentStatement(key="not-advice", statement=Words.of("I understand that this is no medical advice.")),),
)
RIGHT = {
    "visible": "yes", "age": "years:25", "sensitive": "yes", "condition": "yes", "place": "here",
    "about": "skip", "consent:not-advice": "yes", "closing": "yes",
}  # fmt: skip


def steps(gate: Gate = GATE) -> tuple[Step, ...]:
    doorway = Doorway(
        gate=gate, platform=PlatformName.TELEGRAM, community=Words.of("Northside"), agreement=None, bridged=False
    )
    return steps_of(doorway)


def fresh() -> Application:
    return Application(
        person=PersonId(1), account=AccountId(1), group=group_id("northside", "evening"),
        came=Came.BY_REQUEST, standing=Standing.OPEN, started_at=NOW,
    )  # fmt: skip


def answer(application: Application, value: str, *, gate: Gate = GATE, history: History | None = None) -> Application:
    """The application after choosing this option of the question that is next."""
    where = position(steps(gate), application)
    assert where is not None
    reading = where.step.chosen(value, TODAY)
    return decide(application, steps(gate), where.step, reading, gate=gate, history=history or History(), now=NOW)


def walk(
    answers: dict[str, str], *, gate: Gate = GATE, history: History | None = None
) -> tuple[Application, Sequence[str]]:
    application, asked = fresh(), []
    while application.standing is Standing.OPEN:
        where = position(steps(gate), application)
        assert where is not None
        asked.append(where.step.key)
        application = answer(application, answers[where.step.key], gate=gate, history=history)
    return application, asked


@pytest.mark.clause("MS-3.3", "MS-4.1")
def test_the_questions_come_in_the_order_that_the_contract_promises() -> None:
    application, asked = walk(RIGHT)
    assert asked == list(RIGHT)
    assert application.standing is Standing.ACCEPTED


@pytest.mark.clause("MS-3.2")
def test_consent_to_sensitive_answers_comes_right_before_the_first_of_them_and_once() -> None:
    two = replace(GATE, eligibility=(*GATE.eligibility, replace(GATE.eligibility[1], key="second")))
    keys = [step.key for step in steps(two)]
    assert keys.count("sensitive") == 1
    assert keys.index("sensitive") + 1 == keys.index("condition")


@pytest.mark.parametrize(("step", "wrong"), [("age", "years:17"), ("condition", "no"), ("place", "away")])
def test_it_stops_at_the_first_answer_that_does_not_fit_and_keeps_none(step: str, wrong: str) -> None:
    application, asked = walk({**RIGHT, step: wrong})
    assert application.standing is Standing.REFUSED
    assert asked[-1] == step
    assert application.answers == ()


@pytest.mark.clause("MS-3.4")
@pytest.mark.parametrize("step", ["visible", "sensitive", "consent:not-advice", "closing"])
def test_nobody_comes_in_without_every_consent_and_saying_no_is_no_failed_attempt(step: str) -> None:
    application, _ = walk({**RIGHT, step: "no"})
    assert application.standing is Standing.DECLINED


def test_a_statement_that_is_not_required_may_be_declined() -> None:
    gate = replace(GATE, consent=(replace(GATE.consent[0], required=False),))
    application, _ = walk({**RIGHT, "consent:not-advice": "no"}, gate=gate)
    assert application.standing is Standing.ACCEPTED


@pytest.mark.clause("MS-3.2")
def test_not_sure_goes_to_a_person_after_all_questions() -> None:
    application, asked = walk({**RIGHT, "condition": "unsure"})
    assert application.standing is Standing.HELD
    assert application.review == ("condition",)
    assert asked == list(RIGHT)


@pytest.mark.clause("MS-3.1")
def test_an_answer_that_fits_where_an_attempt_failed_goes_to_a_person() -> None:
    application, _ = walk(RIGHT, history=History(failed_at=("age",)))
    assert application.standing is Standing.HELD
    assert application.review == ("age",)


def test_with_review_a_person_always_decides() -> None:
    gate = replace(GATE, mode=GateMode.REVIEW)
    assert walk(RIGHT, gate=gate)[0].standing is Standing.HELD


def test_the_age_limit_is_kept_and_goes_with_its_answer() -> None:
    application = answer(answer(fresh(), "yes"), "years:35")
    assert application.eligible_until == date(2027, 11, 19)
    assert step_back(application).eligible_until is None


def test_going_back_takes_the_last_answer_and_its_doubt_away() -> None:
    application = fresh()
    for value in ("yes", "years:25", "yes", "unsure"):
        application = answer(application, value)
    back = step_back(application)
    where = position(steps(), back)
    assert where is not None
    assert where.step.key == "condition"
    assert back.review == ()
    assert step_back(fresh()) == fresh()


def test_a_question_whose_words_have_changed_is_asked_again() -> None:
    application = answer(fresh(), "yes")
    stricter = replace(GATE, eligibility=(AgeQuestion(key="age", min=21, max=35), *GATE.eligibility[1:]))
    application = answer(application, "years:25")
    where = position(steps(stricter), application)
    assert where is not None
    assert where.step.key == "age"


@given(choices=st.lists(st.integers(0, 30), max_size=60))
def test_whatever_is_answered_only_somebody_with_every_yes_is_accepted(choices: list[int]) -> None:
    application = fresh()
    chosen: dict[str, object] = {}
    for pick in choices:
        where = position(steps(), application)
        if application.standing is not Standing.OPEN or where is None:
            break
        if pick > 28:
            application = step_back(application)
            continue
        options = where.step.ask().options
        value = f"years:{pick + 10}" if where.step.key == "age" else options[pick % len(options)].value
        chosen[where.step.key] = where.step.chosen(value, TODAY)
        application = answer(application, value)
    if application.standing is Standing.ACCEPTED:
        assert {answer.step for answer in application.answers} == set(RIGHT)
        assert all(isinstance(reading, Fits) for reading in chosen.values())
    if application.standing is Standing.REFUSED:
        assert any(isinstance(reading, Fails) for reading in chosen.values())
    if application.standing is Standing.HELD:
        assert any(isinstance(reading, Unsure) for reading in chosen.values())
