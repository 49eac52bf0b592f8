"""Who may do what, in old rooms and new ones."""

from __future__ import annotations

from typing import Any

import pytest

from bot.platforms.matrix.power_levels import ABOVE_ALL, creators_of, level_of, rights_of

SAM, ADA, BEA = "@sam:hall.example", "@ada:hall.example", "@bea:hall.example"
ALL = {"invite", "kick", "ban", "redact", "state"}


@pytest.mark.parametrize("version", ["1", "10", "11", ""])
def test_before_version_12_nobody_is_above_the_power_levels(version: str) -> None:
    assert creators_of({"room_version": version, "additional_creators": [ADA]}, SAM) == frozenset()


def test_from_version_12_on_creators_are_above_all() -> None:
    create: dict[str, Any] = {"room_version": "12", "additional_creators": [ADA, 7, None]}
    creators = creators_of(create, SAM)
    assert creators == {SAM, ADA}
    assert level_of(SAM, {"users": {}, "users_default": 0}, creators, SAM) == ABOVE_ALL
    assert rights_of(ABOVE_ALL, {"invite": 2**53}) == ALL


def test_without_power_levels_the_creator_may_everything() -> None:
    assert rights_of(level_of(SAM, None, frozenset(), SAM), None) == ALL
    assert level_of(ADA, None, frozenset(), SAM) == 0


def test_numbers_may_be_strings_and_nonsense_counts_as_nothing() -> None:
    powers = {"users": {ADA: "50", BEA: {"level": 100}}, "users_default": "10", "invite": "30", "kick": []}
    assert level_of(ADA, powers, frozenset(), SAM) == 50
    assert level_of(BEA, powers, frozenset(), SAM) == 10
    assert rights_of(40, powers) == {"invite"}
    assert rights_of(50, powers) == ALL


def test_everybody_may_invite_where_nothing_else_is_said() -> None:
    assert rights_of(0, {}) == {"invite"}
