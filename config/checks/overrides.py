"""The same table wherever it stands: the community's own, and those of the groups that override it."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from bot.core.community.settings import Contacts
from bot.core.content.settings import Content
from bot.core.membership.settings import Gate
from bot.core.policy import Group, Policy
from bot.core.private_messages.settings import PrivateMessages
from bot.core.quiet_hours.settings import QuietHours
from bot.core.reports.settings import Reports
from config.problems import Path

Table = TypeVar("Table")
Places = Iterator[tuple[Path, Table]]


def contacts(policy: Policy) -> Places[Contacts]:
    return _everywhere(policy, "contacts", lambda part: part.contacts)


def contents(policy: Policy) -> Places[Content]:
    return _everywhere(policy, "content", lambda part: part.content)


def gates(policy: Policy) -> Places[Gate]:
    return _everywhere(policy, "gate", lambda part: part.gate)


def private_messages(policy: Policy) -> Places[PrivateMessages]:
    return _everywhere(policy, "private_messages", lambda part: part.private_messages)


def quiet_hours(policy: Policy) -> Places[QuietHours]:
    return _everywhere(policy, "quiet_hours", lambda part: part.quiet_hours)


def reports(policy: Policy) -> Places[Reports]:
    return _everywhere(policy, "reports", lambda part: part.reports)


def _everywhere(policy: Policy, name: str, table: Callable[[Policy | Group], Table | None]) -> Places[Table]:
    places: list[tuple[Path, Policy | Group]] = [((), policy)]
    places += [(("groups", number), group) for number, group in enumerate(policy.groups)]
    for path, part in places:
        found = table(part)
        if found is not None:
            yield (*path, name), found
