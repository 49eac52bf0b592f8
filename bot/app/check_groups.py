"""Which rights the bot lacks in which group, and what will not work without them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from bot.app.findings import Finding, Findings, Level, Section
from bot.core.community.rights import MEANINGS, GroupSight, Power, Right
from bot.core.errors import NotYet
from bot.core.ids import GroupId, NativeId, PlatformName, group_id
from bot.core.keeping.desired import agrees, desired
from bot.core.keeping.needs import lacking, useful
from bot.core.policy import GroupPolicy, Policy
from bot.core.ports import Inspection
from bot.storage.database import Database
from config.settings import Settings

_AT_ONCE = 4
_NOT_SET_UP = {PlatformName.TELEGRAM: "TELEGRAM_TOKEN", PlatformName.MATRIX: "MATRIX_HOMESERVER"}


class GroupsInspected:
    def __init__(
        self,
        policies: Sequence[Policy],
        settings: Settings,
        inspections: Sequence[Inspection],
        database: Database | None,
        findings: Findings,
    ) -> None:
        self._policies = policies
        self._there = {each.name: each for each in inspections}
        set_up = {PlatformName.TELEGRAM: settings.telegram, PlatformName.MATRIX: settings.matrix}
        self._set_up = {name for name, given in set_up.items() if given is not None}
        self._database = database
        self._findings = findings
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def look(self) -> None:
        """Each group on each platform that it lives on; those of a platform that does not answer are left out."""
        places = [
            (group_id(policy.community.key, group.key), policy.for_group(group.key), platform, native)
            for policy in self._policies
            for group in policy.groups
            for platform, native in _lives_at(policy.for_group(group.key))
        ]
        found = await asyncio.gather(*(self._inspected(*place) for place in places))
        for findings in found:
            self._findings.add(*findings)

    async def _inspected(
        self, group: GroupId, policy: GroupPolicy, platform: PlatformName, native: NativeId
    ) -> list[Finding]:
        about = _About(group, platform)
        if platform not in self._set_up:
            return [about.says(Level.WARNING, f"the policy names it, and {_NOT_SET_UP[platform]} is not set.")]
        inspection = self._there.get(platform)
        if inspection is None:
            return []
        try:
            async with self._turn:
                seen = await inspection.inspect(await self._address(group, platform) or native)
        except NotYet as reason:
            return [about.says(Level.PROBLEM, f"it could not be looked at. {reason}")]
        return list(_told(about, policy, seen))

    async def _address(self, group: GroupId, platform: PlatformName) -> NativeId | None:
        """A group that has moved is where the bot has seen it go."""
        if self._database is None:
            return None
        async with self._database.work() as work:
            return await work.groups.address(group, platform)


class _About:
    def __init__(self, group: GroupId, platform: PlatformName) -> None:
        self._group = group
        self._platform = platform

    def says(self, level: Level, words: str, power: Power | None = None, has: int | None = None) -> Finding:
        return Finding(
            section=Section.GROUPS,
            level=level,
            words=f"{self._group} on {self._platform.value.capitalize()}: {words}",
            group=self._group,
            platform=self._platform,
            right=None if power is None else power.right.value,
            called=None if power is None else power.called or None,
            needs=None if power is None else power.needs,
            has=None if power is None or power.needs is None else has,
        )


def _told(about: _About, policy: GroupPolicy, seen: GroupSight) -> Iterator[Finding]:
    missing = lacking(policy, seen)
    for power in missing:
        yield about.says(Level.PROBLEM, _without(power, seen), power, seen.level)
    if seen.present and not agrees(desired(policy), seen) and seen.may(Right.DOOR):
        how = "shows who knocks" if desired(policy).knocking is False else "cannot be knocked at"
        yield about.says(Level.WARNING, f"the door {how}, against the policy. The bot changes that when it runs.")
    if not missing:
        yield about.says(Level.OK, f"a {seen.kind} in which no right is missing.")
    for power in useful(policy, seen):
        without = MEANINGS[power.right].without.msgid
        yield about.says(Level.NOTE, f"without {power.called}, which this policy does not need: {without}", power)


def _without(power: Power, seen: GroupSight) -> str:
    meaning = MEANINGS[power.right]
    if power.right is Right.BE_THERE:
        return f"the bot is not in it. {meaning.without.msgid}"
    level = f" (level {power.needs}, the bot has {seen.level or 0})" if power.needs is not None else ""
    return f"{power.called} is missing{level}. {meaning.without.msgid}"


def _lives_at(policy: GroupPolicy) -> Iterator[tuple[PlatformName, NativeId]]:
    if policy.group.telegram is not None:
        yield PlatformName.TELEGRAM, NativeId(str(policy.group.telegram))
    if policy.group.matrix is not None:
        yield PlatformName.MATRIX, NativeId(policy.group.matrix)
