"""Which errand is next."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import EffectId, PlatformName
from bot.core.ports import Errand
from bot.runtime.lanes import Lanes

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def errand(number: int, lane: str = "a", urgency: int = 2, due: datetime = NOON) -> Errand:
    return Errand(EffectId(number), PlatformName.TELEGRAM, lane, urgency, due)


def taken(lanes: Lanes, now: datetime = NOON) -> int | None:
    found = lanes.take(now)
    return None if found is None else found.id


def test_of_one_lane_one_at_a_time_and_in_order() -> None:
    lanes = Lanes()
    first, second = errand(1), errand(2)
    lanes.add(first)
    lanes.add(second)
    assert taken(lanes) == 1
    assert taken(lanes) is None
    lanes.done(first)
    assert taken(lanes) == 2


def test_the_more_urgent_overtakes_in_its_lane_and_among_lanes() -> None:
    lanes = Lanes()
    lanes.add(errand(1, "a", urgency=3))
    lanes.add(errand(2, "a", urgency=1))
    lanes.add(errand(3, "b", urgency=0))
    assert [taken(lanes), taken(lanes)] == [3, 2]


def test_one_lane_that_waits_keeps_no_other_waiting() -> None:
    lanes = Lanes()
    slow = errand(1, "a")
    lanes.add(slow)
    lanes.add(errand(2, "a", urgency=0))
    lanes.add(errand(3, "b"))
    assert lanes.take(NOON) is not None
    lanes.put_off(errand(2, "a", urgency=0), NOON + 10 * SECOND)
    assert taken(lanes) == 3
    assert taken(lanes) is None
    assert lanes.next_due() == NOON + 10 * SECOND
    assert taken(lanes, NOON + 10 * SECOND) == 2


def test_a_platform_that_asks_for_patience_gets_it() -> None:
    lanes = Lanes()
    lanes.add(errand(1))
    lanes.hold(PlatformName.TELEGRAM, NOON + SECOND)
    assert taken(lanes) is None
    assert taken(lanes, NOON + SECOND) == 1


def test_what_was_put_off_before_a_restart_is_not_done_early() -> None:
    lanes = Lanes()
    lanes.add(errand(1, due=NOON + SECOND))
    assert taken(lanes) is None
    assert taken(lanes, NOON + SECOND) == 1


def test_what_is_known_is_not_done_twice() -> None:
    lanes = Lanes()
    lanes.add(errand(1))
    lanes.add(errand(1))
    assert taken(lanes) == 1
    lanes.add(errand(1))
    lanes.done(errand(1))
    assert taken(lanes) is None
    assert len(lanes) == 0


@given(
    wanted=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4)), max_size=40),
    put_off=st.sets(st.integers(1, 40)),
)
def test_everything_is_done_once_and_in_the_order_of_its_lane_and_urgency(
    wanted: list[tuple[str, int]], put_off: set[int]
) -> None:
    lanes = Lanes()
    for number, (lane, urgency) in enumerate(wanted, start=1):
        lanes.add(errand(number, lane, urgency))
    done: dict[tuple[str, int], list[int]] = defaultdict(list)
    now, left = NOON, set(put_off)
    while len(lanes):
        found = lanes.take(now)
        if found is None:
            due = lanes.next_due()
            assert due is not None
            now = max(due, now)
        elif found.id in left:
            left.discard(found.id)
            lanes.put_off(found, now + SECOND)
        else:
            done[found.lane, found.urgency].append(found.id)
            lanes.done(found)
    assert sum(map(len, done.values())) == len(wanted)
    assert all(ids == sorted(ids) for ids in done.values())
