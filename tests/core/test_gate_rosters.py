"""The gate where it opens by a roster, and for those who need a guardian's yes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.membership.application import Application, Standing
from bot.core.membership.gate import History, conclude, decide, position
from bot.core.membership.roster import Listed
from bot.core.membership.settings import AgeQuestion, Gate, GateMode
from tests.core.test_gate import GATE, NOW, RIGHT, TODAY, fresh, steps

ROSTER = replace(GATE, mode=GateMode.ROSTER)
YOUNG = replace(GATE, guardian_age=18, eligibility=(AgeQuestion(key="age", min=13, max=25), *GATE.eligibility[1:]))
NOWHERE, ON_IT, CONSENTED = Listed(), Listed(on_roster=True), Listed(on_roster=True, guardian_seen=True)

listed = st.sampled_from([NOWHERE, ON_IT, CONSENTED])


def take(application: Application, value: str, gate: Gate, known: Listed) -> Application:
    where = position(steps(gate), application)
    assert where is not None
    reading = where.step.chosen(value, TODAY)
    return decide(application, steps(gate), where.step, reading, gate=gate, history=History(), now=NOW, listed=known)


def walked(gate: Gate, known: Listed, **said: str) -> Application:
    application = fresh()
    while application.standing is Standing.OPEN:
        where = position(steps(gate), application)
        assert where is not None
        application = take(application, {**RIGHT, **said}[where.step.key], gate, known)
    return application


@pytest.mark.parametrize(
    ("known", "standing"), [(NOWHERE, Standing.REFUSED), (ON_IT, Standing.ACCEPTED), (CONSENTED, Standing.ACCEPTED)]
)
def test_who_is_on_the_roster_is_let_in_after_the_same_questions_and_nobody_else(
    known: Listed, standing: Standing
) -> None:
    application = walked(ROSTER, known)
    assert application.standing is standing
    assert bool(application.answers) is (standing is Standing.ACCEPTED)


def test_on_the_roster_an_answer_that_does_not_fit_is_still_refused_and_a_doubt_still_goes_to_a_person() -> None:
    assert walked(ROSTER, ON_IT, age="years:17").standing is Standing.REFUSED
    assert walked(ROSTER, ON_IT, condition="unsure").standing is Standing.HELD


@pytest.mark.parametrize("known", [NOWHERE, ON_IT])
def test_the_young_wait_at_once_and_are_asked_nothing_more_without_a_guardians_consent(known: Listed) -> None:
    application = walked(YOUNG, known, age="years:17")
    assert application.standing is Standing.GUARDIAN
    assert [answer.step for answer in application.answers] == ["visible", "age"]


def test_of_their_age_nothing_is_kept_but_that_a_guardian_has_to_agree_and_until_when_it_fits() -> None:
    by_years = [walked(YOUNG, NOWHERE, age=f"years:{years}").answers[-1] for years in (13, 17)]
    assert {(answer.value, answer.young) for answer in by_years} == {("", True)}
    assert all(answer.until is not None for answer in by_years)


@pytest.mark.parametrize(("years", "young"), [(17, True), (18, False), (25, False)])
def test_young_is_below_the_guardian_age_and_not_at_it(years: int, young: bool) -> None:
    (age,) = [answer for answer in walked(YOUNG, CONSENTED, age=f"years:{years}").answers if answer.step == "age"]
    assert age.young is young


def test_with_the_consent_they_go_on_to_the_end_and_once_it_is_taken_back_they_wait_again() -> None:
    assert walked(YOUNG, CONSENTED, age="years:15").standing is Standing.ACCEPTED
    started = take(take(fresh(), "yes", YOUNG, CONSENTED), "years:15", YOUNG, CONSENTED)
    assert started.standing is Standing.OPEN
    assert take(started, "yes", YOUNG, ON_IT).standing is Standing.GUARDIAN


def test_who_was_waiting_goes_on_where_they_stopped() -> None:
    waits = walked(YOUNG, ON_IT, age="years:15")
    after = conclude(waits, steps(YOUNG), gate=YOUNG, listed=CONSENTED, now=NOW)
    assert after.standing is Standing.OPEN
    where = position(steps(YOUNG), after)
    assert where is not None
    assert where.step.key == "sensitive"
    assert conclude(waits, steps(YOUNG), gate=YOUNG, listed=ON_IT, now=NOW).standing is Standing.GUARDIAN


def test_where_the_guardian_age_changes_the_age_is_asked_again() -> None:
    application = walked(YOUNG, CONSENTED)
    older = replace(YOUNG, guardian_age=16)
    where = position(steps(older), application)
    assert where is not None
    assert where.step.key == "age"


def test_without_a_question_about_the_age_a_person_decides_unless_the_roster_does() -> None:
    ageless = replace(YOUNG, eligibility=YOUNG.eligibility[1:])
    assert walked(ageless, NOWHERE).standing is Standing.HELD
    assert walked(replace(ageless, mode=GateMode.ROSTER), ON_IT).standing is Standing.ACCEPTED


@given(
    mode=st.sampled_from([GateMode.QUIZ, GateMode.ROSTER, GateMode.REVIEW]),
    guardian_age=st.none() | st.integers(10, 25),
    years=st.integers(13, 25),
    knowledge=st.lists(listed, min_size=9, max_size=9),
)
def test_however_the_roster_changes_meanwhile_what_it_says_at_the_last_answer_counts(
    mode: GateMode, guardian_age: int | None, years: int, knowledge: list[Listed]
) -> None:
    gate = replace(YOUNG, mode=mode, guardian_age=guardian_age)
    application, known = fresh(), NOWHERE
    for known in knowledge:
        where = position(steps(gate), application)
        assert where is not None
        value = f"years:{years}" if where.step.key == "age" else RIGHT[where.step.key]
        application = take(application, value, gate, known)
        if application.standing is not Standing.OPEN:
            break
    young = guardian_age is not None and years < guardian_age
    if young and not known.guardian_seen:
        assert application.standing is Standing.GUARDIAN
    elif mode is GateMode.ROSTER and not known.on_roster:
        assert application.standing is Standing.REFUSED
    else:
        assert application.standing is (Standing.HELD if mode is GateMode.REVIEW else Standing.ACCEPTED)
