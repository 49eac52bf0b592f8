"""The conversations in docs/transcripts are what the bot says today. `make docs` writes them anew."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.ids import PlatformName
from tests.journeys.both.matrix import open_on_matrix
from tests.journeys.both.telegram import open_on_telegram
from tests.journeys.transcripts.people import STORIES, Story

FOLDER = Path(__file__).parents[2] / "docs/transcripts"
A_MORNING = datetime(2026, 3, 2, 10, tzinfo=UTC)
OPEN = {PlatformName.TELEGRAM: open_on_telegram, PlatformName.MATRIX: open_on_matrix}
ON = {PlatformName.TELEGRAM: "Telegram", PlatformName.MATRIX: "Matrix"}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.file)
async def test_it_goes_as_it_is_written(tmp_path: Path, story: Story) -> None:
    async with OPEN[story.platform](tmp_path) as hall:
        hall.passes(A_MORNING - datetime.now(UTC) + timedelta(seconds=1))
        async with hall.at_work():
            told = page(story, await story.goes(hall))
    file = FOLDER / f"{story.file}.md"
    if os.environ.get("HALLKEEPER_TRANSCRIPTS") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, "utf-8")
    assert file.read_text("utf-8") == told, "it goes otherwise now; if that is better, run: make docs"


def test_every_page_is_of_a_story() -> None:
    assert {file.stem for file in FOLDER.glob("*.md")} == {story.file for story in STORIES}


def page(story: Story, lines: list[str]) -> str:
    told = "\n\n".join(lines)
    if story.from_right_to_left:
        told = f'<div dir="rtl" lang="ar">\n\n{told}\n\n</div>'
    where = f"{story.about} On {ON[story.platform]}, at the door of the example community. Made by `make docs`."
    return f"# {story.title}\n\n{where}\n\n{told}\n"
