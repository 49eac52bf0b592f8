"""What is said about figures."""

from __future__ import annotations

import json

from tests.benchmarks.figures import figure, ratios
from tests.benchmarks.report import as_json, table


def test_the_spread_of_a_figure() -> None:
    spread = figure("x", "s", range(1, 101))
    assert (spread.median, spread.percentile_95, spread.least, spread.most) == (50.5, 95, 1, 100)


def test_of_few_values_no_percentile_is_told() -> None:
    assert figure("x", "s", range(19)).percentile_95 is None


def test_a_goal_is_for_the_median_or_for_95_of_a_hundred() -> None:
    values = [1.0] * 90 + [9.0] * 10
    assert figure("x", "s", values, goal=2).reached is True
    assert figure("x", "s", values, goal=2, of_95th=True).reached is False
    assert figure("x", "s", values).reached is None


def test_ratios_are_taken_within_each_repetition() -> None:
    assert ratios((2.0, 9.0), (1.0, 3.0)) == (2.0, 3.0)


def test_the_table_has_a_line_for_each_figure_under_its_title() -> None:
    title, first, second = table("Waits", [figure("short", "s", (1.234, 2.0)), figure("long", "ms", (1234.5,))]).split(
        "\n"
    )
    assert title.split() == ["Waits", "median", "95", "%", "least", "most", "of", "unit", "goal"]
    assert first.split() == ["short", "1.62", "1.23", "2", "2", "s"]
    assert second.split() == ["long", "1234", "1234", "1234", "1", "ms"]


def test_a_goal_stands_in_the_table_with_what_became_of_it() -> None:
    assert "≤ 3 reached" in table("T", [figure("x", "s", (2.0,), goal=3)])
    assert "≤ 3 MISSED" in table("T", [figure("x", "s", (4.0,), goal=3)])


def test_the_json_has_every_value() -> None:
    told = json.loads(as_json({"T": [figure("x", "s", (2.0, 4.0), goal=3)]}))
    [only] = told["benchmarks"]["T"]
    assert (only["values"], only["median"], only["reached"]) == ([2.0, 4.0], 3.0, True)
