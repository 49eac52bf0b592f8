"""Seeds that share a test, since each of them waits more than it works."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

Seed = TypeVar("Seed")


def shares(seeds: Sequence[Seed], side_by_side: int) -> list[tuple[Seed, ...]]:
    return [tuple(seeds[start : start + side_by_side]) for start in range(0, len(seeds), side_by_side)]


def named(share: tuple[Seed, ...]) -> str:
    return " ".join(map(str, share))


async def side_by_side(share: tuple[Seed, ...], one: Callable[[Seed], Awaitable[Counter[str]]]) -> Counter[str]:
    """Every one of them to its end; what failed then says with which seed. The answer is what they add up to."""
    outcomes = await asyncio.gather(*(_named_one(seed, one) for seed in share), return_exceptions=True)
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    if failures:
        raise BaseExceptionGroup("failed", failures)
    return sum((outcome for outcome in outcomes if isinstance(outcome, Counter)), Counter())


async def _named_one(seed: Seed, one: Callable[[Seed], Awaitable[Counter[str]]]) -> Counter[str]:
    try:
        return await one(seed)
    except BaseException as problem:
        problem.add_note(f"with seed {seed}")
        raise
