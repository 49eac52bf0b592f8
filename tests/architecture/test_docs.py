"""The docs say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import _COMMANDS
from bot.core.community.rights import Right
from bot.platforms.matrix.power_levels import powers_of
from bot.platforms.telegram.looking import sight_of
from tests.architecture.made_docs import COVERAGE, coverage

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_the_table_of_clauses_is_up_to_date() -> None:
    assert COVERAGE.read_text() == coverage(), "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for name in re.findall(r"`((?:bot|handlers|config|tests|docs)/[\w./-]+)`", page.read_text()):
        assert (ROOT / name).exists(), name


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [command for command in _COMMANDS if f"python -m bot {command}" not in readme] == []


def test_the_page_on_rights_names_each_with_what_gives_it() -> None:
    page = (ROOT / "docs/how-to/see-what-the-bot-lacks.md").read_text()
    everything = sight_of("administrator", (), kind="supergroup", forum=True).powers + powers_of(0, {}, readable=True)
    names = {name for power in everything if power.needs != 0 for name in power.called.split(", ")}
    assert [name for name in (*Right, *names - {"m.room.encryption"}) if f"`{name}`" not in page] == []
