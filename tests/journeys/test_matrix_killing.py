"""Whenever the bot is killed, nothing that was said to it on Matrix is lost and nothing is said or done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import SOAKED
from tests.journeys.matrix_killing import MatrixSeed, killed_and_restarted
from tests.journeys.matrix_outcome import all_is_well
from tests.journeys.shares import named, shares, side_by_side

pytestmark = pytest.mark.timeout(600)  # on a machine with much else to do

PLAIN = shares([MatrixSeed(number, people=5) for number in range(4)], 2)
ENCRYPTED = shares([MatrixSeed(number, encrypted=True) for number in (4, 5)], 2)
PLAIN_SOAK = shares([MatrixSeed(number, kills=2 + number % 5, people=5) for number in range(2000, 2100)], 2)
ENCRYPTED_SOAK = shares([MatrixSeed(number, kills=2 + number % 5, encrypted=True) for number in range(3000, 3030)], 2)


@pytest.mark.parametrize("share", PLAIN, ids=named)
async def test_killed_at_any_point_it_loses_nothing_and_says_nothing_twice(
    share: tuple[MatrixSeed, ...], tmp_path: Path
) -> None:
    await side_by_side(share, lambda seed: one(seed, tmp_path))


@pytest.mark.element
@pytest.mark.parametrize("share", ENCRYPTED, ids=named)
async def test_killed_and_its_disk_emptied_everybody_at_element_reads_all_that_was_said(
    share: tuple[MatrixSeed, ...], tmp_path: Path
) -> None:
    await side_by_side(share, lambda seed: one(seed, tmp_path))


@pytest.mark.soak
@pytest.mark.parametrize("share", PLAIN_SOAK, ids=named)
async def test_killed_ever_so_often_it_loses_nothing_and_says_nothing_twice(
    share: tuple[MatrixSeed, ...], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property(SOAKED, dict(await side_by_side(share, lambda seed: one(seed, tmp_path))))


@pytest.mark.soak
@pytest.mark.element
@pytest.mark.parametrize("share", ENCRYPTED_SOAK, ids=named)
async def test_killed_ever_so_often_everybody_at_element_reads_all_that_was_said(
    share: tuple[MatrixSeed, ...], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property(SOAKED, dict(await side_by_side(share, lambda seed: one(seed, tmp_path))))


async def one(seed: MatrixSeed, folder: Path) -> Counter[str]:
    async with killed_and_restarted(seed, folder) as after:
        await all_is_well(after)
        return after.figures()
