"""What those who decide are told: why they are asked, and of the answers what the policy lets them see."""

from dataclasses import replace

import pytest

from bot.core.membership import review
from bot.core.membership.application import REQUEST_GONE, Application
from bot.core.membership.gate import History
from bot.core.membership.settings import Gate, GateMode
from bot.core.messages import message
from bot.i18n import Speaker
from tests.core.test_gate import GATE, RIGHT, walk

UNSURE = {**RIGHT, "condition": "unsure"}
speak = Speaker(lambda payload: payload)


def shown(gate: Gate, application: Application) -> list[str]:
    return [speak(message(each), "en").text for each in review.answers(gate, application)]


def why(gate: Gate, application: Application) -> list[str]:
    return [speak(message(each), "en").text for each in review.reasons(gate, application)]


def visible(*, sensitive: bool | None = None, others: bool | None = None) -> Gate:
    questions = (replace(each, visible_to_staff=sensitive if each.sensitive else others) for each in GATE.eligibility)
    return replace(GATE, eligibility=tuple(questions))


@pytest.mark.clause("MS-3.2")
def test_of_a_sensitive_answer_nothing_is_shown_unless_the_policy_says_so_outright() -> None:
    application, _ = walk(UNSURE)
    assert shown(GATE, application) == [
        'How old are you? Answer: "My age fits"',
        'Where do you live? Answer: "In the county"',
    ]
    assert why(GATE, application) == ["They are not sure about a private question. You can send them a word about it."]
    told = visible(sensitive=True)
    application, _ = walk(UNSURE, gate=told)
    assert 'Do you live with MS? Answer: "I\'m not sure yet"' in shown(told, application)
    assert why(told, application) == ['They are not sure about: "Do you live with MS?"']


def test_what_the_policy_hides_is_not_shown_although_it_is_not_sensitive() -> None:
    hidden, history = visible(others=False), History(failed_at=("place",))
    application, _ = walk(RIGHT, gate=hidden, history=history)
    assert shown(hidden, application) == []
    assert why(hidden, application) == ["At first they said something else to a private question."]
    application, _ = walk(RIGHT, history=history)
    assert why(GATE, application) == ['At first they said something else to: "Where do you live?"']


def test_an_age_is_shown_as_fitting_and_never_until_when() -> None:
    application, _ = walk({**RIGHT, "age": "years:35"}, history=History(failed_at=("age",)))
    assert shown(GATE, application)[0] == 'How old are you? Answer: "My age fits"'
    assert why(GATE, application) == ['At first they said something else to: "How old are you?"']


def test_an_answer_to_other_words_than_are_asked_now_is_not_shown() -> None:
    application, _ = walk(UNSURE)
    place = replace(GATE.eligibility[2], visible_to_staff=True)
    changed = replace(GATE, eligibility=(*GATE.eligibility[:2], place, GATE.eligibility[3]))
    assert shown(GATE, application)[1:] == ['Where do you live? Answer: "In the county"']
    assert shown(changed, application)[1:] == []


def test_the_policys_own_wish_and_a_request_that_is_gone_are_reasons() -> None:
    application, _ = walk(RIGHT)
    gate = replace(GATE, mode=GateMode.REVIEW)
    assert why(gate, application) == ["In this group, one of the team says yes or no to each person."]
    gone = replace(application, review=(REQUEST_GONE,))
    assert why(GATE, gone) == ["Their request to join is gone: they took it back, or somebody turned it down."]
    assert why(GATE, application) == ["The questions alone can't decide about them."]
