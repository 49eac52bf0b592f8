"""What is wrong with a policy although every key and value in it can be read."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from bot.core.policy import Policy
from config.checks.community import community, crisis_contacts, document, review
from config.checks.conduct import content, ladder, quiet_hours, reporting
from config.checks.figures import figures
from config.checks.gate import gate
from config.checks.groups import groups
from config.checks.keys import keys
from config.checks.team import team
from config.problems import Found, Path

Check = Callable[[Policy], Iterator[Found]]

CHECKS: Final[tuple[Check, ...]] = (
    keys,
    community,
    document,
    crisis_contacts,
    gate,
    quiet_hours,
    content,
    ladder,
    reporting,
    team,
    groups,
    figures,
)


def found_in(policy: Policy, today: date | None) -> Iterator[Found]:
    """Every contradiction in `policy`, and as warnings what its people should think about `today`."""
    for check in CHECKS:
        yield from _once(check(policy))
    if today is not None:
        yield from review(policy.policy, today)


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Without what groups have from the community's tables, where it has been said already."""
    said: set[tuple[Path, str]] = set()
    for each in found:
        if each.path[:1] != ("groups",):
            said.add((each.path, each.message))
        elif (each.path[2:], each.message) in said:
            continue
        yield each
