"""Figures: each within bounds in which it means something."""

from collections.abc import Iterator
from typing import Final

from bot.core.membership.settings import TextQuestion
from bot.core.policy import Policy
from config.checks.overrides import contents, gates, private_messages, reports
from config.problems import Found, Path

Figure = tuple[Path, float, float, float]
_MANY: Final = 1_000_000
_LONGEST_ANSWER: Final = 2000


def figures(policy: Policy) -> Iterator[Found]:
    for path, figure, least, most in _all(policy):
        if not least <= figure <= most:
            bounds = f"at least {least:g}" if most == _MANY else f"{least:g} to {most:g}"
            yield Found(path, f'"{path[-1]}" cannot be {figure:g}; allowed is {bounds}')


def _all(policy: Policy) -> Iterator[Figure]:
    yield from _community_wide(policy)
    for path, gate in gates(policy):
        yield (*path, "attempts"), gate.attempts, 1, 100
        yield (*path, "guardian_age"), gate.guardian_age or 0, 0, 30
        for number, question in enumerate(gate.eligibility):
            if isinstance(question, TextQuestion):
                where = (*path, "eligibility", number, "max_length")
                yield where, question.max_length, 1, _LONGEST_ANSWER
    for path, content in contents(policy):
        if content.flood is not None:
            yield (*path, "flood", "messages"), content.flood.messages, 1, _MANY
    for path, settings in reports(policy):
        yield (*path, "reopenings"), settings.reopenings, 0, _MANY
    for path, private in private_messages(policy):
        yield (*path, "adult_age"), private.adult_age, 0, 30
        yield (*path, "nudge_after"), private.nudge_after, 0, _MANY


def _community_wide(policy: Policy) -> Iterator[Figure]:
    moderators = policy.moderators
    yield ("enforcement", "bar_needs"), policy.enforcement.bar_needs, 1, 100
    yield ("policy", "approvals", "needed"), policy.policy.approvals.needed, 0, 100
    yield ("privacy", "smallest_count"), policy.privacy.smallest_count, 1, _MANY
    yield ("moderators", "members_each"), moderators.members_each, 1, _MANY
    yield ("moderators", "groups_each"), moderators.groups_each, 1, _MANY
    yield ("moderators", "admins_at_least"), moderators.admins_at_least, 0, _MANY
    yield ("moderators", "admins_at_most"), moderators.admins_at_most, max(1, moderators.admins_at_least), _MANY
    yield ("announcements", "a_day"), policy.announcements.a_day, 0, _MANY
    yield ("upkeep", "overlap"), policy.upkeep.overlap, 0, 1
