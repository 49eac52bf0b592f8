"""The community's zone, languages, version and dates, and whom it names to turn to."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.core.community.settings import AgreementTopic, PolicyDocument
from bot.core.policy import Policy
from config.checks.overrides import contacts
from config.policy_sentences import nearest, quoted
from config.problems import Found, Path

_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_VERSION: Final = re.compile(r"[0-9]{1,9}([.-][A-Za-z0-9]{1,9}){0,5}", re.ASCII)
_LEAP_YEAR: Final = 2024


def community(policy: Policy) -> Iterator[Found]:
    who = policy.community
    if not _is_zone(who.timezone):
        allowed = f"allowed are IANA names such as Europe/London{nearest(who.timezone, available_timezones())}"
        yield Found(("community", "timezone"), f"there is no time zone {quoted(who.timezone)}; {allowed}")
    tags: list[tuple[Path, str]] = [(("community", "language"), who.language)]
    tags += [(("community", "languages", number), tag) for number, tag in enumerate(who.languages)]
    for path, tag in tags:
        if not _TAG.fullmatch(tag):
            yield Found(path, f"{quoted(tag)} is not the tag of a language; allowed are tags such as en, cy or en-GB")
    for number, name in enumerate(who.names):
        if not name.strip():
            yield Found(("community", "names", number), "the name is empty; write one, or remove it")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def document(policy: Policy) -> Iterator[Found]:
    paper = policy.policy
    if not _VERSION.fullmatch(paper.version):
        yield Found(("policy", "version"), f'{quoted(paper.version)} is not a version; allowed are such as "1.3"')
    if paper.ratified and paper.review_by and paper.review_by < paper.ratified:
        yield Found(("policy", "review_by"), "the review comes before the day of ratifying; it has to come after")
    if paper.rules_day is not None and not _is_day_of_year(paper.rules_day):
        day = quoted(paper.rules_day)
        yield Found(("policy", "rules_day"), f'{day} is no day of the year; allowed are month and day, such as "09-01"')
    yield from _agreements(policy)


def _is_day_of_year(written: str) -> bool:
    try:
        date.fromisoformat(f"{_LEAP_YEAR}-{written}")
    except ValueError:
        return False
    return True


def _agreements(policy: Policy) -> Iterator[Found]:
    places: list[tuple[Path, tuple[AgreementTopic, ...] | None]] = [(("policy",), policy.policy.agreement_covers)]
    places += [(("groups", at), group.agreement_covers) for at, group in enumerate(policy.groups)]
    for path, covers in places:
        left_out = [] if covers is None else [topic for topic in AgreementTopic if topic not in covers]
        if left_out:
            message = f"the agreement leaves out {', '.join(left_out)}"
            yield Found((*path, "agreement_covers"), message, is_warning=True)


def review(paper: PolicyDocument, today: date) -> Iterator[Found]:
    """Whether the review is due, or set too far away."""
    if paper.review_by is None:
        yield Found(("policy",), '"review_by" is missing, so that nobody is reminded of the review', is_warning=True)
        return
    where: Path = ("policy", "review_by")
    if paper.review_by < today:
        yield Found(where, f"the review was due by {paper.review_by}", is_warning=True)
    start = paper.ratified or today
    if paper.review_by - start > paper.review_every:
        years = paper.review_every.days / 365
        message = f"the review is more than {years:g} years after the day of ratifying; the policy allows no more"
        yield Found(where, message, is_warning=True)


def crisis_contacts(policy: Policy) -> Iterator[Found]:
    for path, whom in contacts(policy):
        if not whom.crisis:
            message = "no crisis contacts are given, so nobody in distress can be told whom to call"
            yield Found((*path, "crisis"), message, is_warning=True)
