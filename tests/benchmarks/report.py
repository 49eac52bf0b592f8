"""Figures as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from tests.benchmarks.figures import Figure

_HEAD = ("", "median", "95 %", "least", "most", "of", "unit", "goal")
_FIGURES = range(1, 6)


def table(title: str, figures: Sequence[Figure]) -> str:
    """One line a figure, its columns aligned; no line longer than its words need."""
    rows = [(title, *_HEAD[1:]), *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ("  ".join(_set(cell, column, widths[column]) for column, cell in enumerate(row)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def as_json(measured: Mapping[str, Sequence[Figure]]) -> str:
    """Every value, so that two runs can be compared."""
    told = {
        "python": sys.version.split()[0],
        "machine": platform.machine(),
        "benchmarks": {title: [_told(figure) for figure in figures] for title, figures in measured.items()},
    }
    return json.dumps(told, indent=2) + "\n"


def _row(figure: Figure) -> tuple[str, ...]:
    percentile = figure.percentile_95
    return (
        f"  {figure.name}",
        _short(figure.median),
        "" if percentile is None else _short(percentile),
        _short(figure.least),
        _short(figure.most),
        str(len(figure.values)),
        figure.unit,
        _goal(figure),
    )


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"≤ {_short(figure.goal)} {'reached' if figure.reached else 'MISSED'}"


def _short(value: float) -> str:
    """Three figures that count."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _set(cell: str, column: int, width: int) -> str:
    return cell.rjust(width) if column in _FIGURES else cell.ljust(width)


def _told(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "unit": figure.unit,
        "median": figure.median,
        "percentile_95": figure.percentile_95,
        "goal": figure.goal,
        "reached": figure.reached,
        "values": figure.values,
    }
