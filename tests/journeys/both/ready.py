"""The policies that come with the program, and whether people have read what these say."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

from bot.core.policy import Policy
from bot.core.words import Words
from tests.journeys.both.hall import Somebody
from tests.journeys.telegram_hall import EXAMPLE

_TODAY = datetime.now(UTC).date()
_END = _TODAY + timedelta(days=60)
LAST_DAY = f"It goes on until {_END.day} {_END:%B} {_END.year}. Then the group is closed."


def ready(name: str) -> str:
    """The policy as it comes, but for quiet hours, and with its courses under way whenever this is read."""
    text = (EXAMPLE.parent / f"{name}.toml").read_text("utf-8")
    begun = re.sub(r"^starts = .+$", f"starts = {_TODAY - timedelta(days=30)}", text, flags=re.MULTILINE)
    begun = begun.replace('mode = "lock"', 'mode = "off"')
    return re.sub(r"^ends = .+$", f"ends = {_END}", begun, flags=re.MULTILINE)


async def has_read(somebody: Somebody, *texts: Words | str | None) -> None:
    """Word for word, in whichever messages."""
    heard = "\n".join(await somebody.heard())
    assert [str(text) for text in texts if text is not None and str(text) not in heard] == []


async def is_welcome(somebody: Somebody, policy: Policy, group: str) -> None:
    """In, having agreed to each statement and been told all that the policy tells newcomers."""
    told = policy.for_group(group)
    await somebody.comes_in(group)
    await somebody.hears(f"You are in. Welcome to {told.group.title}!")
    await somebody.hears("You can leave at any time: type")
    await has_read(somebody, told.group.purpose, *(each.statement for each in told.gate.consent), told.gate.closing)
    await has_read(somebody, policy.welcome.text, *policy.welcome.notes, *told.rules, policy.policy.consequences)
    await has_read(somebody, told.agreement, told.contacts.admin, policy.policy.complaints, told.reports.out_of_hours)
    assert await somebody.is_in(group)


async def is_turned_away(somebody: Somebody, policy: Policy, group: str, *, young: bool = False) -> None:
    """Kindly, with other places to turn to; and with those for children if they have said that they are one."""
    told = policy.for_group(group)
    await somebody.hears("I'm sorry, I can't let you into", told.group.title)
    await somebody.hears(
        "Others will gladly help you", *(f"{each.name}: {each.contact}" for each in told.contacts.elsewhere)
    )
    if young:
        await somebody.hears("listen to children", *(f"{each.name}: {each.contact}" for each in told.contacts.young))
    await asyncio.sleep(0.1)
    assert young == any("listen to children" in said for said in await somebody.heard())
    assert not await somebody.is_in(group)
