"""What was measured: values in one unit, how they spread, and what they should be."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH_FOR_PERCENTILES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`goal` is what the median (`of_95th`: the 95th percentile) should not exceed; None where nothing was promised."""

    name: str
    unit: str
    values: tuple[float, ...]
    goal: float | None = None
    of_95th: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def least(self) -> float:
        return min(self.values)

    @property
    def most(self) -> float:
        return max(self.values)

    @property
    def percentile_95(self) -> float | None:
        """The value that 95 % do not exceed; None where there are too few to say."""
        if len(self.values) < ENOUGH_FOR_PERCENTILES:
            return None
        return sorted(self.values)[math.ceil(0.95 * len(self.values)) - 1]

    @property
    def reached(self) -> bool | None:
        """None where there is no goal."""
        if self.goal is None:
            return None
        judged = self.percentile_95 if self.of_95th else None
        return (self.median if judged is None else judged) <= self.goal


def figure(
    name: str, unit: str, values: Iterable[float], *, goal: float | None = None, of_95th: bool = False
) -> Figure:
    return Figure(name=name, unit=unit, values=tuple(values), goal=goal, of_95th=of_95th)


def ratios(of: Iterable[float], to: Iterable[float]) -> tuple[float, ...]:
    """One for each repetition: what was measured in one go shared the machine's mood."""
    return tuple(mine / theirs for mine, theirs in zip(of, to, strict=True))
