"""The order of the steps.

The language, where the community speaks several; what becomes visible and a yes to it; the questions of the policy,
with the consent to handle sensitive answers right before the first of them; the consent statements one by one; the
closing agreement.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.consent.settings import ConsentStatement
from bot.core.ids import PlatformName
from bot.core.membership.settings import AgeQuestion, ChoiceQuestion, ConfirmQuestion, Gate, Question, TextQuestion
from bot.core.membership.steps.age import HowOld
from bot.core.membership.steps.agree import Agree
from bot.core.membership.steps.choice import Choose
from bot.core.membership.steps.confirm import Confirm
from bot.core.membership.steps.language import ChooseLanguage
from bot.core.membership.steps.step import Step
from bot.core.membership.steps.text import Write
from bot.core.messages import Line, line
from bot.core.words import Words

VISIBLE = "visible"
SENSITIVE = "sensitive"
CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """What the gate of one group depends on. `bridged`: the group is on both platforms, each seeing the other.

    `languages`: what the community speaks; `told_language`: what the applicant's platform says that they read.
    """

    gate: Gate
    platform: PlatformName
    community: Words
    agreement: Words | None
    bridged: bool
    languages: tuple[str, ...] = ()
    told_language: str = ""


def steps_of(doorway: Doorway) -> tuple[Step, ...]:
    """All that somebody is asked who wants to come in here."""
    gate = doorway.gate
    asked: list[Step] = []
    if len(doorway.languages) > 1:
        asked.append(ChooseLanguage(doorway.languages, doorway.told_language))
    asked.append(visible(doorway))
    for question in gate.eligibility:
        if question.sensitive and not any(step.key == SENSITIVE for step in asked):
            asked.append(sensitive(gate))
        asked.append(step_for(question, gate.guardian_age))
    asked.extend(statement(each) for each in gate.consent)
    asked.append(closing(doorway))
    return tuple(asked)


def step_for(question: Question, guardian_age: int | None = None) -> Step:
    """The step that asks it. A new kind of question gets its line here."""
    match question:
        case AgeQuestion():
            return HowOld(question, guardian_age)
        case ConfirmQuestion():
            return Confirm(question)
        case ChoiceQuestion():
            return Choose(question)
        case TextQuestion():
            return Write(question)


def visible(doorway: Doorway) -> Agree:
    return Agree(
        key=VISIBLE,
        statement=seen_by_others(doorway.platform, bridged=doorway.bridged),
        question=line("Is that all right with you?"),
        yes=line("Yes, others may see that"),
        no=line("No, I don't want that"),
    )


def seen_by_others(platform: PlatformName, *, bridged: bool) -> Line:
    """What the platform shows of a member, whatever they are asked."""
    if bridged:
        return line(
            "Everybody in this group sees your name, username and photo. On Telegram they also see your phone number, "
            "unless you hide it in Settings. What you write is shown on Telegram and on Matrix."
        )
    if platform is PlatformName.TELEGRAM:
        return line(
            "Everybody in this group sees your name, your username and your photo. They also see your phone number, "
            "unless you hide it: Settings, Privacy, Phone Number."
        )
    return line("All members of this room see your Matrix name, the name you show, and your picture.")


def sensitive(gate: Gate) -> Agree:
    words: Line | Words = gate.sensitive_consent or line(
        "The next answers are about private things, such as your health. "
        "I use them only to see if this group is for you. They are kept locked and then deleted."
    )
    return Agree(
        key=SENSITIVE,
        statement=words,
        question=line("May I handle these answers?"),
        yes=line("Yes, you may ask me"),
        no=line("No, please don't ask me"),
    )


def statement(each: ConsentStatement) -> Agree:
    return Agree(
        key=f"consent:{each.key}",
        statement=each.statement,
        question=line("Do you agree?"),
        yes=line("Yes, I agree"),
        no=line("No, I don't agree"),
        required=each.required,
    )


def closing(doorway: Doorway) -> Agree:
    words: Line | Words = doorway.gate.closing or line(
        "I will keep to the rules of {community}. I will respect the others and their privacy. "
        "I will help to keep this a safe place.",
        community=doorway.community,
    )
    where: tuple[Line | Words, ...] = ()
    if doorway.agreement is not None:
        where = (line("You can read all of it here: {address}", address=doorway.agreement),)
    return Agree(
        key=CLOSING,
        statement=words,
        question=line("Do you agree to this?"),
        yes=line("Yes, I agree to this"),
        no=line("No, I don't agree to this"),
        before=where,
    )
