"""The door: what is asked there must be answerable, and must not tell others what it asks."""

from collections.abc import Iterator

from bot.core.membership.settings import AgeQuestion, ChoiceQuestion, Gate, GateMode, Question
from bot.core.policy import Policy
from bot.core.words import Words
from config.checks.overrides import gates
from config.problems import Found, Path

OLDEST = 130
LONGEST_TEXT = 300


def gate(policy: Policy) -> Iterator[Found]:
    for path, door in gates(policy):
        yield from _door(path, door)
        if door.mode is GateMode.NOTICE:
            yield from _notice((*path, "mode"), door, policy.gate)
        for number, question in enumerate(door.eligibility):
            yield from _question((*path, "eligibility", number), question)
        for number, statement in enumerate(door.consent):
            yield from _short_enough((*path, "consent", number, "statement"), statement.statement)


def _door(path: Path, door: Gate) -> Iterator[Found]:
    if door.mode is GateMode.QUIZ and door.guardian_age is not None and not door.asks_age:
        why = 'no question has kind = "age", so that a person has to decide about everybody'
        yield Found((*path, "guardian_age"), f"there is a guardian_age, but {why}; ask for the age", is_warning=True)
    if door.knock and door.asks_sensitive:
        why = "all members see who knocks; leave knock out, or set it to false"
        yield Found((*path, "knock"), f"there is knocking although a question is sensitive; {why}")


def _notice(mode: Path, door: Gate, community: Gate) -> Iterator[Found]:
    """Nothing is asked where a notice is all, so nothing may have to be known: eligibility holds for every group."""
    said = 'the mode is "notice" although'
    if door.asks_sensitive:
        why = "a sensitive question is never answered by a notice; use quiz, or review"
        yield Found(mode, f"{said} a question is sensitive; {why}")
    elif door.eligibility or community.eligibility:
        why = "who may come in holds for every group, and a notice asks nobody; use quiz, or review"
        yield Found(mode, f"{said} there are questions; {why}")
    elif door.guardian_age is not None:
        why = "nobody is asked how old they are; use quiz, or roster"
        yield Found(mode, f'{said} there is a "guardian_age"; {why}')
    elif door.consent:
        why = "they are not put one by one where a notice is all; write into the notice what people agree to"
        yield Found(mode, f'the mode is "notice", but there are consent statements; {why}', is_warning=True)
    if door.notice is None:
        yield Found(mode, 'the mode is "notice", but there is no "notice"; write what people are told')


def _question(path: Path, question: Question) -> Iterator[Found]:
    if isinstance(question, AgeQuestion):
        yield from _ages(path, question)
    if isinstance(question, ChoiceQuestion):
        yield from _options(path, question)
    if question.question is not None:
        yield from _short_enough((*path, "question"), question.question)


def _ages(path: Path, question: AgeQuestion) -> Iterator[Found]:
    for name, age in (("min", question.min), ("max", question.max)):
        if age is not None and not 0 <= age <= OLDEST:
            yield Found((*path, name), f"{age} is not an age; allowed are years from 0 to {OLDEST}")
    if question.min is not None and question.max is not None and question.min > question.max:
        message = f"min ({question.min}) is above max ({question.max}), so that nobody is eligible"
        yield Found((*path, "min"), f"{message}; min is the youngest age and max the oldest")


def _options(path: Path, question: ChoiceQuestion) -> Iterator[Found]:
    where = (*path, "options")
    if len(question.options) < 2:  # noqa: PLR2004 - a choice
        yield Found(where, "there is nothing to choose from; give two options or more")
    elif not any(option.eligible for option in question.options):
        yield Found(where, "no option is eligible, so that nobody can be let in; leave out one eligible = false")


def _short_enough(path: Path, words: Words) -> Iterator[Found]:
    longest = max(len(text) for _, text in words.texts)
    if longest > LONGEST_TEXT:
        message = f"this text has {longest} characters; what is asked should stay under {LONGEST_TEXT}"
        yield Found(path, message, is_warning=True)
