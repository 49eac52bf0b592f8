"""A policy's settings as sentences for the people whom they concern."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import Final

from bot.core.community.settings import Contact
from bot.core.content.settings import Links, Media, Polls, Treatment
from bot.core.enforcement.settings import Rung, Sanction
from bot.core.membership.settings import (
    AgeQuestion,
    ChoiceQuestion,
    ConfirmQuestion,
    GateMode,
    Question,
    TextQuestion,
)
from bot.core.policy import GroupPolicy
from bot.core.private_messages.settings import PrivateMode, Solicitations
from bot.core.quiet_hours.settings import EVERY_DAY, QuietMode, QuietSpan
from bot.core.words import Words

_MODES: Final[Mapping[GateMode, str]] = {
    GateMode.QUIZ: "Whoever asks to join is asked a few questions in private.",
    GateMode.NOTICE: "Whoever asks to join is sent a notice, and is then let in.",
    GateMode.ROSTER: "Only people on our list of members are let in.",
    GateMode.REVIEW: "Whoever asks to join is asked a few questions in private; then a moderator decides.",
}
_SANCTIONS: Final[Mapping[Sanction, str]] = {
    Sanction.WORD: "a private word",
    Sanction.WARNING: "a warning",
    Sanction.MUTE: "not being able to post for {length}",
    Sanction.SUSPEND: "being out of the groups for {length}",
    Sanction.REMOVE: "being removed",
    Sanction.BAR: "being barred from coming back",
}
_TREATMENTS: Final[Mapping[Treatment, str]] = {
    Treatment.REMIND: "bring a private reminder",
    Treatment.REMOVE: "are taken out of the group",
    Treatment.HOLD: "are held back until a moderator has decided",
}
_UNITS: Final = ((31_536_000, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def spoken_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def spoken_length(length: timedelta) -> str:
    """In the largest unit that fits exactly; a single day is said as 24 hours."""
    seconds = round(length.total_seconds())
    for size, unit in _UNITS:
        if seconds % size == 0 and not (unit == "day" and seconds == size):
            count = seconds // size
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    raise AssertionError(seconds)


def joining(held: GroupPolicy, language: str) -> list[str]:
    gate = held.gate
    sentences = [_MODES[gate.mode]]
    sentences += [_asked(question, language) for question in gate.eligibility]
    if gate.notice is not None and gate.mode is GateMode.NOTICE:
        sentences.append(gate.notice.for_reader(language))
    if gate.guardian_age is not None:
        sentences.append(f"Below the age of {gate.guardian_age}, a guardian has to agree.")
    places = [_contact(contact, language) for contact in held.contacts.elsewhere]
    if places:
        sentences.append(f"Whoever cannot be let in may find help here: {'; '.join(places)}.")
    for_the_young = [_contact(contact, language) for contact in held.contacts.young]
    if for_the_young:
        sentences.append(f"Those of them who are under 18 are also told of: {'; '.join(for_the_young)}.")
    return sentences


def _asked(question: Question, language: str) -> str:
    match question:
        case AgeQuestion():
            said = _ages(question)
        case ConfirmQuestion():
            said = f'Answer yes to "{question.question.for_reader(language)}"'
            said += ' ("I\'m not sure yet" goes to a person).' if question.unsure else "."
        case ChoiceQuestion():
            said = _options(question, language)
        case TextQuestion():
            optional = " This may be left out." if question.optional else ""
            said = f'Everybody is asked: "{question.question.for_reader(language)}"{optional}'
    return said + (" We ask for consent before we handle this answer." if question.sensitive else "")


def _ages(question: AgeQuestion) -> str:
    if question.min is not None and question.max is not None:
        return f"Be {question.min} to {question.max} years old."
    if question.min is not None:
        return f"Be {question.min} years old or older."
    if question.max is not None:
        return f"Be {question.max} years old or younger."
    return "Everybody is asked how old they are."


def _options(question: ChoiceQuestion, language: str) -> str:
    fits = [option.label.for_reader(language) for option in question.options if option.eligible]
    others = [option.label.for_reader(language) for option in question.options if not option.eligible]
    said = f'"{question.question.for_reader(language)}": {"; ".join(fits)}.'
    return f"{said} Not: {'; '.join(others)}." if others else said


def agreeing(held: GroupPolicy, language: str) -> list[str]:
    sentences = []
    for statement in held.gate.consent:
        free = "" if statement.required else " (may be declined)"
        sentences.append(f"{statement.statement.for_reader(language)}{free}")
    sentences += _given("", held.gate.closing, language)
    sentences += _given("The agreement: ", held.agreement, language)
    sentences += _given("How we handle what you tell us: ", held.policy.policy.privacy, language)
    if sentences:
        sentences.append("Consent can be withdrawn, and a group left, at any time.")
    return sentences


def posting(held: GroupPolicy, _: str) -> list[str]:
    content = held.content
    sentences = list(_links(held))
    treated = {
        "Personal details such as telephone numbers and addresses": content.personal_details,
        "Pleas for money": content.pleas_for_money,
        "Invitations to other groups": content.invite_links,
        "Repeated messages": content.repeated,
    }
    sentences += [f"{what} {_TREATMENTS[how]}." for what, how in treated.items() if how is not Treatment.OFF]
    if content.media is Media.ASK:
        sentences.append("A picture waits until whoever posts it confirms that those on it agree.")
    if content.media is Media.STAFF:
        sentences.append("A picture waits until staff say yes.")
    if content.polls is Polls.STAFF:
        sentences.append("Polls are for staff.")
    return sentences


def _links(held: GroupPolicy) -> Iterator[str]:
    content = held.content
    if content.links is Links.STAFF:
        yield "Links are for staff."
    if content.links is Links.LISTED:
        yield f"Links may lead to: {', '.join((*content.allowed_domains, *content.fundraisers)) or 'nowhere'}."


def quiet(held: GroupPolicy, _: str) -> list[str]:
    hours = held.quiet_hours
    locked = hours.mode is QuietMode.LOCK
    effect = "only the team can post" if locked else "whoever posts is gently reminded"
    zone = held.policy.community.timezone
    sentences = [f"{_span(span)}, {effect} ({zone} time)." for span in hours.all_spans]
    if sentences and hours.except_dates:
        sentences.append(f"Not on {', '.join(spoken_date(day) for day in hours.except_dates)}.")
    return sentences


def _span(span: QuietSpan) -> str:
    days = "Every day" if set(span.days) == set(EVERY_DAY) else f"On {', '.join(d.title() for d in span.days)}"
    return f"{days} from {span.from_:%H:%M} to {span.to:%H:%M}"


def private_contact(held: GroupPolicy, _: str) -> list[str]:
    said = {
        PrivateMode.ASK: "Ask before you write to a member in private; this program asks them for you.",
        PrivateMode.NEVER: "Do not write to other members in private.",
        PrivateMode.FREE: "Members may write to each other in private.",
    }
    asked_for = {
        Solicitations.OFF: [],
        Solicitations.REMIND: ["Asking to be written to in private brings a reminder."],
        Solicitations.REMOVE: ["Asking to be written to in private is taken out of the group."],
    }
    settings = held.private_messages
    return [said[settings.mode], *asked_for[settings.solicitations]]


def breaking(held: GroupPolicy, language: str) -> list[str]:
    rules = held.policy.enforcement
    steps = "; then ".join(_rung(rung) for rung in rules.ladder)
    sentences = [
        f"One after another: {steps}.",
        "Serious breaches can mean being removed at once.",
        f"A breach is forgotten after {spoken_length(rules.forget_after)}.",
        f"Nobody is removed for good unless a person with this role agrees: {rules.remove_needs}.",
        f"Nobody is barred unless {rules.bar_needs} trustees agree.",
    ]
    sentences += _given("", held.policy.policy.consequences, language)
    sentences += _given("Complaints: ", held.policy.policy.complaints, language)
    return sentences


def _rung(rung: Rung) -> str:
    length = spoken_length(rung.lasts) if rung.lasts else ""
    return _SANCTIONS[rung.sanction].format(length=length)


def reporting(held: GroupPolicy, language: str) -> list[str]:
    settings = held.reports
    known = [key.replace("-", " ") for key in settings.categories if key not in settings.labels]
    own = [settings.labels[key].for_reader(language) for key in settings.categories if key in settings.labels]
    wait = spoken_length(settings.take_up_within)
    called = ", then ".join(link.who.replace("-", " ") for link in settings.chain)
    sentences = [
        f"Anybody can report in private: {', '.join(chain(known, own))}.",
        "A report is confidential unless somebody's safety is at stake.",
        f"If it is urgent and nobody takes it up within {wait}, the next is called: {called}.",
    ]
    return sentences + _given("", settings.out_of_hours, language)


def contacting(held: GroupPolicy, language: str) -> list[str]:
    contacts = held.contacts
    sentences = [f"In a crisis: {_contact(contact, language)}." for contact in contacts.crisis]
    for what, contact in (
        ("The people in charge: ", contacts.admin),
        ("Safeguarding: ", contacts.safeguarding),
        ("The manager: ", contacts.manager),
        ("The press: ", contacts.press),
    ):
        sentences += _given(what, contact, language)
    return sentences + [f"Worried about somebody: {_contact(each, language)}." for each in contacts.worried]


def keeping(held: GroupPolicy, language: str) -> list[str]:
    kept = held.policy.retention
    archive = f"for {spoken_length(kept.archive)}" if kept.archive else "not at all"
    sentences = [
        f"Applications: for {spoken_length(kept.applications)}.",
        f"Cases: for {spoken_length(kept.cases)} from the day on which the case is closed.",
        f"Conversations: {archive}.",
        "Everybody can see what is kept about them, and ask for it to be deleted.",
    ]
    return sentences + _given("", held.policy.privacy.who_can_read, language)


def _given(before: str, words: Words | None, language: str) -> list[str]:
    return [f"{before}{words.for_reader(language)}"] if words is not None else []


def _contact(contact: Contact, language: str) -> str:
    return f"{contact.name.for_reader(language)}, {contact.contact.for_reader(language)}"
