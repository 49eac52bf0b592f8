"""What `check` has found: kept as facts, and said in lines for a tired reader or as JSON for a program."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TextIO

from bot.core.ids import GroupId, PlatformName


class Section(StrEnum):
    SETTINGS = "settings"
    POLICY = "policy"
    DATABASE = "database"
    TELEGRAM = "telegram"
    MATRIX = "matrix"
    LIMITS = "limits"
    TEAM = "team"
    GROUPS = "groups"


class Level(StrEnum):
    """`PROBLEM`: something does not work until somebody mends it. `NOTE`: good to know."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`words` is a sentence that stands alone; what else there is, is for programs. `right` as `Right` spells it.

    `called` is the platform's own name of what gives the right; `needs` and `has` are levels, where there are any.
    """

    section: Section
    level: Level
    words: str
    group: GroupId | None = None
    platform: PlatformName | None = None
    right: str | None = None
    called: str | None = None
    needs: int | None = None
    has: int | None = None

    def as_json(self) -> dict[str, str | int | None]:
        return {
            "section": self.section.value,
            "level": self.level.value,
            "words": self.words,
            "group": self.group,
            "platform": None if self.platform is None else self.platform.value,
            "right": self.right,
            "called": self.called,
            "needs": self.needs,
            "has": self.has,
        }


@dataclass(slots=True)
class Findings:
    all: list[Finding] = field(default_factory=list)

    def add(self, *found: Finding) -> None:
        self.all += found

    def fine(self, section: Section, words: str) -> None:
        self.add(Finding(section=section, level=Level.OK, words=words))

    def note(self, section: Section, words: str) -> None:
        self.add(Finding(section=section, level=Level.NOTE, words=words))

    def warn(self, section: Section, words: str) -> None:
        self.add(Finding(section=section, level=Level.WARNING, words=words))

    def fault(self, section: Section, words: str) -> None:
        self.add(Finding(section=section, level=Level.PROBLEM, words=words))

    def count(self, level: Level) -> int:
        return sum(each.level is level for each in self.all)

    @property
    def exit_code(self) -> int:
        return 1 if self.count(Level.PROBLEM) else 0


def say(findings: Findings, out: TextIO, *, as_json: bool) -> None:
    if as_json:
        problems, warnings = findings.count(Level.PROBLEM), findings.count(Level.WARNING)
        said = [each.as_json() for each in findings.all]
        json.dump({"ok": not problems, "problems": problems, "warnings": warnings, "findings": said}, out, indent=2)
        out.write("\n")
        return
    out.writelines(
        f"{_MARKS[each.level]}{each.section.value:<10}{each.words}\n"
        for each in sorted(findings.all, key=lambda each: list(Section).index(each.section))
    )
    out.write(_summary(findings) + "\n")


_MARKS = {Level.OK: "ok       ", Level.NOTE: "         ", Level.WARNING: "warning  ", Level.PROBLEM: "PROBLEM  "}


def _summary(findings: Findings) -> str:
    problems, warnings = findings.count(Level.PROBLEM), findings.count(Level.WARNING)
    parts = [_counted(problems, "problem")] if problems else []
    parts += [_counted(warnings, "warning")] if warnings else []
    return f"{' and '.join(parts).capitalize()}." if parts else "All is well."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
