"""Files that people send in private: from whom they are fetched, for what, and what is kept of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.effects import LARGEST_FILE
from bot.core.events import User
from tests.databases import file_of
from tests.runtime.hall import SmallHall, small_hall

LIST = b"name,telegram\nAda,42\n"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[SmallHall]:
    async with small_hall(tmp_path) as hall:
        yield hall


def sam_of(hall: SmallHall) -> User:
    return hall.user(1001, "Sam")


def hears(hall: SmallHall, user: User, words: str) -> bool:
    return any(words in said for said in hall.heard(user))


async def test_of_files_of_those_who_keep_no_roster_not_a_byte_is_fetched(hall: SmallHall) -> None:
    ada = hall.user(42)
    async with hall.at_work():
        hall.fake.sends_file(ada, "roster.csv", LIST, "roster evening")
        await hall.until(lambda: hears(hall, ada, "nobody reads"))
        hall.fake.asks_to_join(ada, next(iter(hall.fake.rooms)))
        await hall.until(lambda: hears(hall, ada, "Question 1"))
        hall.fake.sends_file(ada, "answer.txt", b"yes")
        await hall.until(lambda: hears(hall, ada, "I can only read typed words and buttons"))
    assert hall.fake.fetched == []


async def test_a_file_out_of_the_blue_is_not_fetched_and_its_sender_hears_what_to_do(hall: SmallHall) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        hall.fake.sends_file(sam, "list.csv", LIST)
        await hall.until(lambda: hears(hall, sam, "What is this file for? Type /roster, then send it again."))
    assert hall.fake.fetched == []


async def test_the_caption_says_what_it_is_for(hall: SmallHall) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        hall.fake.sends_file(sam, "list.csv", LIST, "/roster evening")
        await hall.until(lambda: hears(hall, sam, "Added, 1: Ada"))


@pytest.mark.parametrize("name", ["list.xlsx", "list.pdf", "list"])
async def test_what_is_no_text_by_its_name_is_not_fetched(hall: SmallHall, name: str) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        hall.fake.sends_file(sam, name, LIST, "roster evening")
        await hall.until(lambda: hears(hall, sam, "choose Save As and then CSV"))
        hall.fake.sends_file(sam, "list.csv", LIST)
        await hall.until(lambda: hears(hall, sam, "Added, 1: Ada"))
    assert hall.fake.fetched == ["list.csv"]


async def test_a_spreadsheet_under_a_false_name_is_told_from_text(hall: SmallHall) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        hall.fake.sends_file(sam, "list.csv", b"PK\x03\x04\x14\x00\x06", "roster evening")
        await hall.until(lambda: hears(hall, sam, "choose Save As and then CSV"))


async def test_what_is_too_large_is_not_fetched(hall: SmallHall) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        hall.fake.sends_file(sam, "list.csv", b"x" * (LARGEST_FILE + 1), "roster evening")
        await hall.until(lambda: hears(hall, sam, "it may have 256 kilobytes"))
    assert hall.fake.fetched == []


async def test_a_file_that_is_gone_by_then_is_asked_for_once_more(hall: SmallHall) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        hall.fake.sends_file(sam, "list.csv", LIST, "roster evening")
        hall.fake.files.clear()
        await hall.until(lambda: hears(hall, sam, "could not fetch that file"))
        hall.fake.sends_file(sam, "list.csv", LIST)
        await hall.until(lambda: hears(hall, sam, "Added, 1: Ada"))


async def test_a_file_that_was_sent_while_the_bot_was_away_is_read_when_it_is_back(hall: SmallHall) -> None:
    sam = sam_of(hall)
    hall.fake.sends_file(sam, "list.csv", LIST, "roster evening")
    async with hall.at_work():
        await hall.until(lambda: hears(hall, sam, "Added, 1: Ada"))


async def test_of_a_file_nothing_is_kept_once_it_is_read_but_what_waits_for_a_yes_and_that_is_sealed(
    hall: SmallHall,
) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        hall.fake.sends_file(sam, "secret-list.csv", b"name,telegram\nWilhelmina,42\n", "roster evening")
        await hall.until(lambda: hears(hall, sam, "Added, 1: Wilhelmina"))
    file = file_of(hall.url)
    raw = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    assert b"Wilhelmina" not in raw
    assert b"secret-list" not in raw


async def test_a_forged_name_makes_no_trouble(hall: SmallHall) -> None:
    sam = sam_of(hall)
    async with hall.at_work():
        hall.fake.sends_file(replace(sam, name="S" * 5000), "../../../etc/passwd\0.csv", LIST, "roster evening")
        await hall.until(lambda: hears(hall, sam, "Added, 1: Ada"))
