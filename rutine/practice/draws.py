"""Drawing from tables: the same on every machine, because only comparisons are involved.

No logarithms or exponentials are used anywhere in the generator: their last bit may differ
from one C library to another, and then the files would too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
Range = tuple[int, int]


def seeded(*parts: int | str) -> Random:
    """Random numbers that the parts decide, each combination its own."""
    return Random("/".join(map(str, parts)))


class Weighted(Generic[T]):
    """Values with weights, drawn in logarithmic time from one random number."""

    def __init__(self, choices: Sequence[tuple[T, float]]) -> None:
        kept = [(value, weight) for value, weight in choices if weight > 0]
        self._values = [value for value, _ in kept]
        bounds = list(accumulate(weight for _, weight in kept))
        self._total = bounds.pop()
        self._bounds = bounds

    def draw(self, rng: Random) -> T:
        """One of the values."""
        return self._values[bisect_right(self._bounds, rng.random() * self._total)]


def mishaps(otherwise: T, shares: Sequence[tuple[T, float]]) -> Weighted[T]:
    """A table of rare things by their shares of all; what is left over is `otherwise`."""
    return Weighted([(otherwise, 1.0 - sum(share for _, share in shares)), *shares])


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + int(rng.random() * (high - low + 1))


def within(rng: Random, ranges: Weighted[Range]) -> int:
    """A whole number from one of several ranges."""
    low, high = ranges.draw(rng)
    return low + int(rng.random() * (high - low + 1))


def about(rng: Random, expected: float) -> int:
    """A whole number whose mean is `expected`: one of the two nearest."""
    return int(expected + rng.random())
