"""Keys: how they are written, and that nothing else bears the same one."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.core.membership.settings import ChoiceQuestion, Gate
from bot.core.policy import Policy
from bot.core.reports.settings import Reports
from config.checks.overrides import gates, reports
from config.policy_sentences import quoted
from config.problems import Found, Path

_KEY: Final = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)
ALLOWED: Final = "allowed are 1 to 40 small letters a-z, digits and -"


def keys(policy: Policy) -> Iterator[Found]:
    yield from _written(("community", "key"), policy.community.key)
    yield from _in_list(("groups",), [group.key for group in policy.groups])
    named = [(number, member.key) for number, member in enumerate(policy.team) if member.key is not None]
    yield from _in_places([(("team", number, "key"), key) for number, key in named])
    for path, gate in gates(policy):
        yield from _in_gate(path, gate)
    for path, report in reports(policy):
        yield from _in_reports(path, report)
    audiences = [template.audience for template in policy.descriptions]
    yield from _in_list(("descriptions",), audiences, "audience")
    for number, group in enumerate(policy.groups):
        if group.audience is not None:
            yield from _written(("groups", number, "audience"), group.audience)


def _in_gate(path: Path, gate: Gate) -> Iterator[Found]:
    yield from _in_list((*path, "eligibility"), [question.key for question in gate.eligibility])
    yield from _in_list((*path, "consent"), [statement.key for statement in gate.consent])
    for number, question in enumerate(gate.eligibility):
        if isinstance(question, ChoiceQuestion):
            options = (*path, "eligibility", number, "options")
            yield from _in_list(options, [option.key for option in question.options])


def _in_reports(path: Path, report: Reports) -> Iterator[Found]:
    yield from _in_list((*path, "prepared"), [words.key for words in report.prepared])
    yield from _in_places([((*path, "categories", at), key) for at, key in enumerate(report.categories)])


def _in_list(path: Path, found: Sequence[str], name: str = "key") -> Iterator[Found]:
    yield from _in_places([((*path, number, name), key) for number, key in enumerate(found)])


def _in_places(places: Sequence[tuple[Path, str]]) -> Iterator[Found]:
    seen: set[str] = set()
    for path, key in places:
        yield from _written(path, key)
        if key in seen:
            yield Found(path, f"{quoted(key)} stands here twice; each needs a key of its own")
        seen.add(key)


def _written(path: Path, key: str) -> Iterator[Found]:
    if not _KEY.fullmatch(key):
        yield Found(path, f"{quoted(key)} is not a key; {ALLOWED}")
