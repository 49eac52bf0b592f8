"""One policy for a community on both platforms at once: what it asks, and what it says of who sees what."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.ids import PlatformName
from tests.journeys.both.hall import Somebody
from tests.journeys.both.ready import ready
from tests.journeys.both.together import open_together

BEFORE = "I understand that this is peer support. It is not medical advice."
AFTER = "I know that we help each other as equals. Nobody here is my doctor."
RULE_BEFORE, RULE_AFTER = "The same rules hold on every platform.", "What holds on Telegram holds on Matrix."
POLICY = ready("peer-support").replace('archive = "off"', 'archive = "30d"')
CHANGED = {'version = "1.3"': 'version = "1.4"', BEFORE: AFTER, RULE_BEFORE: RULE_AFTER}
_ARCHIVE = "We keep an archive of it for 30 days."
TO_THE_STATEMENT = (
    ("How old are you", "24"),
    ("about your health", "yes"),
    ("Do you live with MS", "yes"),
    ("Where do you live", "In Wales"),
)


async def by_typing_to(somebody: Somebody, group: str, statement: str) -> None:
    await somebody.comes_to(group)
    await somebody.types(("Is that all right with you", "yes"), *TO_THE_STATEMENT)
    await somebody.hears(statement)


async def comes_in(somebody: Somebody, group: str, statement: str) -> None:
    await by_typing_to(somebody, group, statement)
    await somebody.says("I agree")
    for words in ("code of conduct: the rules", "day and night", "I will follow this policy"):
        await somebody.types((words, "yes"))
    await somebody.comes_in(group)
    await somebody.hears("You are in")
    await somebody.hears("You can leave at any time: type")


async def reads_the_rules(somebody: Somebody, group: str, rule: str, version: str) -> None:
    await somebody.says(f"{'!' if somebody.user.platform is PlatformName.MATRIX else '/'}rules {group}")
    await somebody.hears(rule)
    await somebody.hears(f"version {version}")


@pytest.mark.clause("MS-2.1")
async def test_one_file_governs_every_group_on_both_platforms_and_a_change_reaches_all_of_them(tmp_path: Path) -> None:
    async with open_together(tmp_path, POLICY) as hall:
        ada, bea = await hall.one_on_each("Ada", "Bea")
        async with hall.at_work():
            await asyncio.gather(comes_in(ada, "uk", BEFORE), comes_in(bea, "newly-diagnosed", BEFORE))
            await asyncio.gather(
                reads_the_rules(ada, "newly-diagnosed", RULE_BEFORE, "1.3"),
                reads_the_rules(bea, "uk", RULE_BEFORE, "1.3"),
            )
        for old, new in CHANGED.items():
            assert hall.policy_text.count(old) == 1
            hall.policy_text = hall.policy_text.replace(old, new)
        cy, dee = await hall.one_on_each("Cy", "Dee")
        async with hall.at_work():
            await asyncio.gather(
                by_typing_to(cy, "newly-diagnosed", AFTER),
                by_typing_to(dee, "uk", AFTER),
                reads_the_rules(ada, "uk", RULE_AFTER, "1.4"),
                reads_the_rules(bea, "newly-diagnosed", RULE_AFTER, "1.4"),
            )


@pytest.mark.clause("MS-3.3", "SP-3.2")
async def test_where_a_group_is_bridged_people_learn_who_sees_them_and_reads_them_on_both_sides(tmp_path: Path) -> None:
    async with open_together(tmp_path, POLICY) as hall, hall.at_work():
        for somebody in await hall.one_on_each("Ada", "Bea"):
            await somebody.comes_to("uk")
            asked = await somebody.hears("Is that all right with you")
            for words in (
                "name, username and photo",
                "On Telegram they also see your phone number, unless you hide it",
            ):
                assert words in asked.text
            assert "is shown on Telegram and on Matrix" in asked.text
            await somebody.says("no")
            await somebody.hears("That is quite all right")
            await somebody.says("privacy")
            await somebody.hears("can be read by", "everybody in the group", "everybody on the other side")
            await somebody.hears("You can look at what you have agreed to")
            heard = "\n".join(await somebody.heard())
            for words in ("Telegram, on whose computers it is kept", "the servers of all who are in it", _ARCHIVE):
                assert words in heard
