"""A policy file whose groups and people are given a place on one platform, whatever the file says itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

_PLACES = re.compile(r"^(telegram|matrix)\s*=.*\n", re.MULTILINE)
_SECTION = re.compile(r"^(?=\[)", re.MULTILINE)


def names_in(policy: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of its groups and the names of its team."""
    read = tomllib.loads(policy)
    return tuple(each["key"] for each in read.get("groups", ())), tuple(each["name"] for each in read.get("team", ()))


def title_of(policy: str, key: str) -> str:
    return next(str(each["title"]) for each in tomllib.loads(policy)["groups"] if each["key"] == key)


def placed(policy: str, groups: Mapping[str, str], team: Mapping[str, str]) -> str:
    """With `telegram = …` or `matrix = …` for each group by key and each of the team by name, and for nobody else."""
    sections = []
    for section in _SECTION.split(policy):
        if section.startswith("[[groups]]"):
            sections.append(_with(section, groups[str(tomllib.loads(section)["groups"][0]["key"])]))
        elif section.startswith("[[team]]"):
            sections.append(_with(section, team[str(tomllib.loads(section)["team"][0]["name"])]))
        else:
            sections.append(section)
    return "".join(sections)


def _with(section: str, place: str) -> str:
    heading, _, rest = section.partition("\n")
    return f"{heading}\n{place}\n{_PLACES.sub('', rest)}"
