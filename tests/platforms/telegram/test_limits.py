from __future__ import annotations

from bot.core.ids import NativeId
from bot.platforms.telegram.limits import Pace

ANN, BEN, EVENING = NativeId("1001"), NativeId("1002"), NativeId("-1001234567890")


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_after_a_short_burst_a_person_gets_one_message_a_second() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    sent = 0
    for _ in range(600):
        while not pace.wait_for(ANN):
            pace.count(ANN)
            sent += 1
        watch.seconds += 0.1
    assert 60 <= sent <= 64


def test_a_group_gets_no_more_than_20_in_any_minute_and_holds_up_nobody_else() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    for _ in range(20):
        assert not pace.wait_for(EVENING)
        pace.count(EVENING)
        watch.seconds += 1
    assert pace.wait_for(EVENING) == 40
    assert not pace.wait_for(ANN)
    assert not pace.wait_for_all()


def test_all_together_get_fewer_than_30_in_any_second() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    for person in range(27):
        assert not pace.wait_for_all()
        pace.count(NativeId(str(person)))
    assert 0 < pace.wait_for_all() <= 1
    watch.seconds += 1
    assert not pace.wait_for_all()


def test_a_clock_set_back_stalls_nobody_for_longer_than_the_window() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    for _ in range(4):
        pace.count(ANN)
    watch.seconds += 5
    pace.count(BEN)
    assert not pace.wait_for(ANN)


def test_quiet_chats_are_forgotten() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    for person in range(10_000):
        pace.count(NativeId(str(person)))
        watch.seconds += 0.05
    assert pace.chats_in_mind() < 100
