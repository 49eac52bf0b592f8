"""Who may do what, in old rooms and new ones."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.community.rights import Right
from bot.platforms.matrix.power_levels import ABOVE_ALL, creators_of, level_of, powers_of

SAM, ADA, BEA = "@sam:hall.example", "@ada:hall.example", "@bea:hall.example"
EVERYTHING = {
    *(Right.INVITE, Right.DELETE, Right.REMOVE, Right.BAR, Right.MUTE, Right.DOOR, Right.INFO, Right.PIN, Right.MOVE),
    *(Right.WRITE, Right.READ, Right.CLOSE),
}


def rights_of(level: int, powers: dict[str, Any] | None, *, readable: bool = True) -> set[Right]:
    return {power.right for power in powers_of(level, powers, readable=readable) if power.held}


@pytest.mark.parametrize("version", ["1", "10", "11", ""])
def test_before_version_12_nobody_is_above_the_power_levels(version: str) -> None:
    assert creators_of({"room_version": version, "additional_creators": [ADA]}, SAM) == frozenset()


def test_from_version_12_on_creators_are_above_all() -> None:
    create: dict[str, Any] = {"room_version": "12", "additional_creators": [ADA, 7, None]}
    creators = creators_of(create, SAM)
    assert creators == {SAM, ADA}
    assert level_of(SAM, {"users": {}, "users_default": 0}, creators, SAM) == ABOVE_ALL
    assert rights_of(ABOVE_ALL, {"invite": 2**53}) == EVERYTHING


def test_without_power_levels_the_creator_may_everything() -> None:
    assert rights_of(level_of(SAM, None, frozenset(), SAM), None) == EVERYTHING
    assert level_of(ADA, None, frozenset(), SAM) == 0


def test_numbers_may_be_strings_and_nonsense_counts_as_nothing() -> None:
    powers = {"users": {ADA: "50", BEA: {"level": 100}}, "users_default": "10", "invite": "30", "kick": []}
    assert level_of(ADA, powers, frozenset(), SAM) == 50
    assert level_of(BEA, powers, frozenset(), SAM) == 10
    assert rights_of(40, powers) == {Right.INVITE, Right.WRITE, Right.READ}
    assert rights_of(50, powers) == EVERYTHING


def test_everybody_may_invite_where_nothing_else_is_said() -> None:
    assert rights_of(0, {}) == {Right.INVITE, Right.WRITE, Right.READ}


def test_each_piece_of_state_has_a_level_of_its_own() -> None:
    events = {"m.room.power_levels": 100, "m.room.tombstone": 150, "m.room.topic": 60, "m.room.encrypted": 55}
    powers = {"events": events, "state_default": 40, "invite": 99, "redact": 99, "kick": 99, "ban": 99}
    assert rights_of(50, powers) == {Right.DOOR, Right.PIN, Right.READ}
    assert rights_of(60, powers) == {Right.DOOR, Right.PIN, Right.READ, Right.INFO, Right.WRITE}
    assert rights_of(149, powers) == EVERYTHING - {Right.MOVE}
    needs = {power.right: power.needs for power in powers_of(0, powers, readable=True)}
    assert (needs[Right.MUTE], needs[Right.MOVE], needs[Right.INFO], needs[Right.DOOR]) == (100, 150, 60, 40)


def test_what_is_encrypted_takes_the_means_to_read_it() -> None:
    assert Right.READ not in rights_of(ABOVE_ALL, {}, readable=False)
