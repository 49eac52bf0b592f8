"""Quiet hours, content, the ladder and reports."""

from collections.abc import Iterator
from typing import Final
from unicodedata import category

from bot.core.content.settings import Content, Links
from bot.core.enforcement.settings import Sanction
from bot.core.policy import Policy
from bot.core.quiet_hours.settings import QuietHours, QuietMode, QuietSpan
from bot.core.reports.settings import KNOWN_CATEGORIES, ON_CALL, ChainLink, Reports
from bot.core.team.settings import Role
from config.checks import overrides
from config.policy_sentences import nearest, quoted
from config.problems import Found, Path

_LISTS: Final = ("serious", "unwelcome", "mild", "sensitive", "crisis", "watch")
_SEVERITY: Final = tuple(Sanction)


def quiet_hours(policy: Policy) -> Iterator[Found]:
    for path, hours in overrides.quiet_hours(policy):
        if (hours.from_ is None) != (hours.to is None):
            missing = "from" if hours.from_ is None else "to"
            yield Found(path, f'"{missing}" is missing in [quiet_hours]; a span has a beginning and an end')
        elif hours.from_ is not None and hours.spans:
            yield Found((*path, "spans"), "there are both spans and from/to; write the hours in one of the two ways")
        elif _says_nothing(hours):
            yield Found(path, 'no hours are given; write "from" and "to", or mode = "off"', is_warning=True)
        if hours.from_ is not None and hours.to is not None:
            yield from _span(path, QuietSpan(from_=hours.from_, to=hours.to, days=hours.days))
        for number, span in enumerate(hours.spans):
            yield from _span((*path, "spans", number), span)


def _says_nothing(hours: QuietHours) -> bool:
    return hours.mode is not QuietMode.OFF and not hours.all_spans and hours != QuietHours()


def _span(path: Path, span: QuietSpan) -> Iterator[Found]:
    if span.from_ == span.to:
        yield Found((*path, "to"), "the quiet hours end when they begin; give two different times")
    if not span.days:
        yield Found((*path, "days"), "no day is given; leave days out for every day")


def content(policy: Policy) -> Iterator[Found]:
    for path, rules in overrides.contents(policy):
        for name in _LISTS:
            yield from _words((*path, name), getattr(rules, name))
        for number, topic in enumerate(rules.topics):
            yield from _words((*path, "topics", number, "words"), topic.words)
        yield from _domains(path, rules)


def _words(path: Path, words: tuple[str, ...]) -> Iterator[Found]:
    for number, word in enumerate(words):
        if not word.strip():
            yield Found((*path, number), "the word is empty and would be found everywhere; write one, or remove it")
        elif all(category(character).startswith("P") for character in word.strip()):
            message = f"{quoted(word)} has no letter, and is found wherever somebody writes it"
            yield Found((*path, number), message, is_warning=True)


def _domains(path: Path, rules: Content) -> Iterator[Found]:
    for name in ("allowed_domains", "fundraisers"):
        for number, domain in enumerate(getattr(rules, name)):
            if "." not in domain.strip(".") or any(character in domain for character in "/:@ "):
                message = f'{quoted(domain)} is not a domain; allowed are domains such as "nhs.uk", without https://'
                yield Found((*path, name, number), message)
    if rules.allowed_domains and rules.links is not Links.LISTED:
        message = f'the domains have no effect while links = "{rules.links}"; set links = "listed", or remove them'
        yield Found((*path, "allowed_domains"), message, is_warning=True)


def ladder(policy: Policy) -> Iterator[Found]:
    steps = policy.enforcement.ladder
    path: Path = ("enforcement", "ladder")
    if not steps:
        yield Found(path, 'the ladder has no step; give at least one, such as "word"')
    for number in range(1, len(steps)):
        before, after = steps[number - 1], steps[number]
        softer = _SEVERITY.index(after.sanction) < _SEVERITY.index(before.sanction)
        if after.sanction is before.sanction and after.lasts and before.lasts:
            softer = after.lasts < before.lasts
        if softer:
            message = f'"{after}" is softer than "{before}" before it; the ladder goes from the mildest to the hardest'
            yield Found((*path, number), message)


def reporting(policy: Policy) -> Iterator[Found]:
    people = [member.key for member in policy.team if member.key]
    for path, settings in overrides.reports(policy):
        yield from _categories(path, settings)
        yield from _chain((*path, "chain"), settings.chain, people)
        yield from _chain((*path, "complaints"), settings.complaints, people)
        if not settings.chain:
            yield Found((*path, "chain"), 'nobody is called in an urgent case; name somebody, such as "staff"')


def _categories(path: Path, settings: Reports) -> Iterator[Found]:
    if not settings.categories:
        yield Found((*path, "categories"), f"nothing can be reported; known are {', '.join(KNOWN_CATEGORIES)}")
    for number, key in enumerate(settings.categories):
        if key not in KNOWN_CATEGORIES and key not in settings.labels:
            known = f"known are {', '.join(KNOWN_CATEGORIES)}; one of your own needs a text in [reports.labels]"
            message = f"{quoted(key)} has no label; {known}{nearest(key, KNOWN_CATEGORIES)}"
            yield Found((*path, "categories", number), message)
    for name, keys in (("urgent", settings.urgent), ("risk", settings.risk)):
        for number, key in enumerate(keys):
            if key not in settings.categories:
                known = f"categories has {', '.join(settings.categories)}"
                message = f"{quoted(key)} is not among the categories; {known}{nearest(key, settings.categories)}"
                yield Found((*path, name, number), message)


def _chain(path: Path, chain: tuple[ChainLink, ...], people: list[str]) -> Iterator[Found]:
    known = [ON_CALL, *Role, *people]
    for number, link in enumerate(chain):
        if link.who not in known:
            message = f"nobody is called {quoted(link.who)}; known are {', '.join(known)}{nearest(link.who, known)}"
            yield Found((*path, number), message)
