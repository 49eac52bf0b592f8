"""What somebody has agreed to: to look at, and to take back."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.consent.given import Consent
from bot.core.desk import Desk
from bot.core.ids import GroupId, key_of
from bot.core.messages import LanguageName, Line, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import doors, leaving
from handlers.brief import brief
from handlers.offering import Way, offer
from handlers.typed import first_word

_STATEMENT = "consent:"
_ALL = "all"
_LABEL = 60  # characters of a statement that are enough to tell it from the others


async def show(desk: Desk, account: Account, rest: str) -> None:
    """One's own ledger: the words as they were shown, since when, in which language and version of the policy."""
    del rest
    given = _newest(await desk.records.consents.of(account.person))
    if not given:
        desk.say(account, message(line("You have not agreed to anything here.")))
        return
    entries = (_entry(desk, consent) for consent in given)
    desk.say(account, *(each for entry in entries for each in brief(desk, account.language, *entry)))
    ways = (
        Way(line("Take back something I agreed to"), "withdraw"),
        Way(line("Leave a group"), "leave"),
        Way(line("See what this bot can do"), "menu"),
    )
    await offer(desk, account, line("You can take back any of this at any time."), ways=ways)


def _entry(desk: Desk, consent: Consent) -> tuple[Line, ...]:
    group, since = _title(desk, consent.group), _day(desk, consent.group, consent.given_at)
    first = line("{group}. You agreed on {day} to this:", group=group, day=since)
    if consent.ended_at is not None:
        end = _day(desk, consent.group, consent.ended_at)
        first = line("{group}. You agreed on {day}, and it ended on {end}:", group=group, day=since, end=end)
    shown = line(
        "Shown in {language}. Version {version} of the policy.",
        language=LanguageName(consent.language, own=False),
        version=consent.policy_version,
    )
    return first, line("“{statement}”", statement=consent.statement), shown


async def withdraw(desk: Desk, account: Account, rest: str) -> None:
    """`withdraw evening code-of-conduct yes`, step by step: in which group, which statement, and whether really.

    With `all` for the statement the group is left. What it means is said before it is done.
    """
    standing = [each for each in _newest(await desk.records.consents.of(account.person)) if each.ended_at is None]
    which, more = first_word(rest)
    groups = tuple(dict.fromkeys(consent.group for consent in standing))
    if which.casefold() == leaving.STAY:
        desk.say(account, message(line("All right. Nothing has changed.")))
        return
    if not groups:
        desk.say(account, message(line("There is nothing to take back: you have not agreed to anything here.")))
        return
    found = doors.named(desk, groups, which)
    if not found and len(groups) == 1:  # with one group its name may be left out
        found, more = groups, rest.strip()
    if len(found) != 1:
        await doors.ask_which(desk, account, found or groups, _WHICH)
        return
    await _in_group(desk, account, [each for each in standing if each.group == found[0]], more)


async def _in_group(desk: Desk, account: Account, standing: list[Consent], said: str) -> None:
    group = standing[0].group
    key, sure = first_word(said.casefold())
    meant = next((each for each in standing if key in {each.key, each.key.removeprefix(_STATEMENT)}), None)
    if key == _ALL:
        await leaving.ask(desk, account, (group,))
    elif meant is None:
        await _ask_what(desk, account, group, standing)
    elif sure != "yes":
        await _ask_whether(desk, account, meant)
    else:
        await _take_back(desk, account, meant)


def _way(group: str) -> Line:
    return line("Something I agreed to in {group}", group=group)


_WHICH = doors.Which(line("What would you like to take back?"), _way, "withdraw")


async def _ask_what(desk: Desk, account: Account, group: GroupId, standing: Sequence[Consent]) -> None:
    ways = [Way(Words.of(_short(each.statement)), f"withdraw {group} {each.key}") for each in standing]
    everything = line("All of it, and leave {group}", group=_title(desk, group))
    ways += [
        Way(everything, f"withdraw {group} {_ALL}"),
        Way(line("Nothing, leave it as it is"), f"withdraw {leaving.STAY}"),
    ]
    await offer(desk, account, line("What would you like to take back?"), ways=ways)


async def _ask_whether(desk: Desk, account: Account, consent: Consent) -> None:
    """The safe choice first, and what the other one means."""
    group, says = _title(desk, consent.group), f"withdraw {consent.group} {consent.key} yes"
    policy = desk.policies.of(consent.group)
    what = line("You want to take this back: “{statement}”", statement=consent.statement)
    if policy is not None and _is_needed(policy, consent.key):
        means = line("{group} needs this yes. Without it I take you out at once and delete your answers.", group=group)
        yes = line("Yes, take it back and leave {group}", group=group)
    else:
        means = line("You stay in {group}, and nothing else changes.", group=group)
        yes = line("Yes, take it back")
    ways = (Way(line("No, keep it as it is"), f"withdraw {leaving.STAY}"), Way(yes, says))
    *before, last = brief(desk, account.language, what, means)
    desk.say(account, *before)
    await offer(desk, account, *last.lines, ways=ways)


async def _take_back(desk: Desk, account: Account, consent: Consent) -> None:
    policy = desk.policies.of(consent.group)
    today = _day(desk, consent.group, desk.now)
    noted = line("I have noted that you took this back on {day}: “{statement}”", day=today, statement=consent.statement)
    if policy is not None and _is_needed(policy, consent.key):
        await leaving.out_of(desk, account, consent.group, noted)
        return
    await desk.records.consents.end(account.person, consent.group, consent.key, desk.now)
    said = [noted]
    if policy is not None:
        kept = line(
            "I keep for {time} that you had agreed, and that it has ended. So we can show it if we are asked.",
            time=policy.policy.retention.inactive,
        )
        said.append(kept)
        if policy.contacts.admin is not None:
            said.append(line("If you have a question: {contact}", contact=policy.contacts.admin))
    desk.say(account, *brief(desk, account.language, *said))


def _is_needed(policy: GroupPolicy, key: str) -> bool:
    """Whether nobody is in this group without it, as the policy stands now."""
    required = {f"{_STATEMENT}{each.key}" for each in policy.gate.consent if each.required}
    return not key.startswith(_STATEMENT) or key in required


def _newest(given: Sequence[Consent]) -> tuple[Consent, ...]:
    """The last word on each statement in each group."""
    return tuple({(consent.group, consent.key): consent for consent in given}.values())


def _day(desk: Desk, group: GroupId, moment: datetime) -> date:
    """In the community's zone."""
    policy = desk.policies.of(group)
    zone = "UTC" if policy is None else policy.policy.community.timezone
    return moment.astimezone(ZoneInfo(zone)).date()


def _title(desk: Desk, group: GroupId) -> str:
    return doors.title_of(desk, group) or key_of(group)


def _short(statement: str) -> str:
    return textwrap.shorten(statement, _LABEL, placeholder="…")
