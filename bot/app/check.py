"""`python -m bot check`: what is amiss, seen from outside and beside a bot that runs.

It takes no updates and no lead, signs nobody out and writes to nobody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import TextIO, TypeVar

from bot.app.check_groups import GroupsInspected
from bot.app.check_team import look_for_the_team
from bot.app.findings import Findings, Section, say
from bot.app.policies import PolicyFile, in_force_after_a_start
from bot.core.errors import Stop
from bot.core.policy import Policy
from bot.core.ports import Inspection
from bot.storage.database import Database
from config.policy import check_files
from config.settings import Matrix, Settings, SettingsRefused, read_settings

_T = TypeVar("_T")


async def check(environ: Mapping[str, str], out: TextIO, *, as_json: bool) -> int:
    """The exit code: 1 if there is any problem; warnings alone are 0."""
    findings = Findings()
    try:
        settings = read_settings(environ)
    except SettingsRefused as refusal:
        for problem in refusal.problems:
            findings.fault(Section.SETTINGS, problem)
    else:
        findings.fine(Section.SETTINGS, "Everything that is needed is set.")
        async with AsyncExitStack() as stack:
            await _Check(settings, findings, stack).run()
    say(findings, out, as_json=as_json)
    return findings.exit_code


class _Check:
    def __init__(self, settings: Settings, findings: Findings, stack: AsyncExitStack) -> None:
        self._settings = settings
        self._findings = findings
        self._stack = stack

    async def run(self) -> None:
        files = self._files()
        database = await self._try(Section.DATABASE, self._open_database)
        policies = await self._policies(files, database)
        inspections = [each for each in (await self._telegram(), await self._matrix(database)) if each is not None]
        await look_for_the_team(policies, self._settings, inspections, database, self._findings)
        await GroupsInspected(policies, self._settings, inspections, database, self._findings).look()

    def _files(self) -> list[PolicyFile]:
        found = []
        for file in check_files([self._settings.policy], today=datetime.now(UTC).date()):
            for problem in file.checked.errors:
                self._findings.fault(Section.POLICY, str(problem))
            for problem in file.checked.warnings:
                self._findings.warn(Section.POLICY, str(problem).replace(" warning:", "", 1))
            if file.checked.policy is not None:
                found.append(PolicyFile(file.checked.policy, ""))
        return found

    async def _open_database(self) -> Database:
        settings = self._settings.database
        database = await Database.open(settings.url.get_secret_value(), settings.keys, only_to_look=True)
        self._stack.push_async_callback(database.close)
        self._findings.fine(Section.DATABASE, "It answers, is up to date, and SECRET_KEY fits it.")
        return database

    async def _policies(self, files: list[PolicyFile], database: Database | None) -> list[Policy]:
        """Those that hold, or will after a start; of a community whose file is older than that, it is said."""
        found = []
        for file in files:
            policy = await self._try(Section.POLICY, lambda: _in_force(file, database))  # noqa: B023 - awaited at once
            if policy is None:
                continue
            found.append(policy)
            name, version = policy.community.name.texts[0][1], policy.policy.version
            if policy.policy.version != file.policy.policy.version:
                self._findings.warn(
                    Section.POLICY,
                    f"{name}: the file has version {file.policy.policy.version}, which is older than {version}, the "
                    "one in force. Raise its version to replace it.",
                )
            self._findings.fine(Section.POLICY, f"{name}, version {version}, with {len(policy.groups)} groups.")
        return found

    async def _telegram(self) -> Inspection | None:
        settings = self._settings.telegram
        if settings is None:
            return None
        from bot.app.telegram import inspect_telegram  # noqa: PLC0415 - a library of some size, for those who use it

        inspection = inspect_telegram(settings)
        self._stack.push_async_callback(inspection.close)
        return await self._answering(Section.TELEGRAM, inspection)

    async def _matrix(self, database: Database | None) -> Inspection | None:
        settings = self._settings.matrix
        if settings is None:
            return None
        return await self._try(Section.MATRIX, lambda: self._matrix_with(settings, database))

    async def _matrix_with(self, settings: Matrix, database: Database | None) -> Inspection | None:
        from bot.app.matrix import inspect_matrix  # noqa: PLC0415 - the same

        inspection = await inspect_matrix(settings, database)
        self._stack.push_async_callback(inspection.close)
        if await self._answering(Section.MATRIX, inspection) is None:
            return None
        pace = await inspection.pace()
        if pace is None:
            self._findings.warn(Section.LIMITS, "Whether the homeserver slows the bot down could not be told.")
        elif pace.wait:
            self._findings.warn(
                Section.LIMITS,
                f"The homeserver slows the bot down: after {pace.messages} messages in a row it asked to wait "
                f"{pace.wait:.0f} s. Ask its operator to lift the limits of {settings.user}.",
            )
        else:
            self._findings.fine(Section.LIMITS, f"The homeserver takes {pace.messages} messages in a row.")
        return inspection

    async def _answering(self, section: Section, inspection: Inspection) -> Inspection | None:
        name = await self._try(section, inspection.who)
        if name is None:
            return None
        self._findings.fine(section, f"It answers, and knows the bot as {name}.")
        return inspection

    async def _try(self, section: Section, attempt: Callable[[], Awaitable[_T]]) -> _T | None:
        """What stops it is a problem, in one sentence."""
        try:
            return await attempt()
        except Stop as reason:
            self._findings.fault(section, str(reason))
            return None


async def _in_force(file: PolicyFile, database: Database | None) -> Policy:
    if database is None:
        return file.policy
    async with database.work() as work:
        return await in_force_after_a_start(file, work)
