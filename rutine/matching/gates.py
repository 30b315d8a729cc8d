"""The words a pass is declared with: a closed vocabulary of gates, each with its values.

A gate is passed or not; there are no weights. What loosens a gate says by how much.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_LONGEST_SHIFT = 14
_DEAREST_DAY = 50
_DEAREST_GROUP = 50


class Cardinality(StrEnum):
    """How many lines and how many claims a group of the pass may hold."""

    ONE_TO_ONE = "1:1"
    ONE_TO_MANY = "1:n"  # one line pays several claims
    MANY_TO_ONE = "n:1"  # several lines pay one claim
    MANY_TO_MANY = "n:m"  # any number on either side

    def admits(self, lines: int, claims: int) -> bool:
        """Whether a group with so many rows of both sides fits."""
        several_lines = self in {Cardinality.MANY_TO_ONE, Cardinality.MANY_TO_MANY}
        several_claims = self in {Cardinality.ONE_TO_MANY, Cardinality.MANY_TO_MANY}
        return (lines == 1 or (several_lines and lines > 1)) and (
            claims == 1 or (several_claims and claims > 1)
        )


class Identity(StrEnum):
    """What the two sides' persons must have in common."""

    SAME = "same"
    NEAR = "near"
    """One digit differs, two neighbouring digits are swapped, or a D-number became a national
    id: 40 less in the day, the same birth date, and equal names."""


class Likeness(StrEnum):
    """What the two sides' units, or their benefits, must have in common."""

    SAME = "same"
    OTHER = "other"  # the same person elsewhere: that they differ is what the pass looks for


class PeriodGate(StrEnum):
    """How the two sides' days must lie to each other."""

    SAME = "same"  # equal first and equal last day
    WITHIN = "within"
    """They share a day, each end is shifted by at most the days of `DayShift`, and no other row
    of the same person, unit and benefit overlaps them, or lacks its dates."""
    OVERLAPPING = "overlapping"  # they share a day, directly or through other rows
    ADJACENT = "adjacent"  # one begins the weekday after the other ends
    MISSING = "missing"  # one side lacks a date, which then agrees with any


class AmountGate(StrEnum):
    """How the two sides' amounts, or their sums, must agree."""

    SAME = "same"  # to the øre
    WITHIN = "within"  # they differ by at most the `Tolerance`


@dataclass(frozen=True, slots=True)
class DayShift:
    """How many calendar days a line's ends may lie from the claim's, each way by itself."""

    first_earlier: int = 0
    first_later: int = 0
    last_earlier: int = 0
    last_later: int = 0

    def __post_init__(self) -> None:
        if not all(0 <= days <= _LONGEST_SHIFT for days in self.days):
            raise ValueError(f"a day shift is 0 to {_LONGEST_SHIFT} days")

    @property
    def days(self) -> tuple[int, int, int, int]:
        """The four limits, in the order of the attributes."""
        return self.first_earlier, self.first_later, self.last_earlier, self.last_later


@dataclass(frozen=True, slots=True)
class Tolerance:
    """By how much sums may differ: so many øre, and so many more for each weekday claimed.

    Half a krone a day is what rounding day rates to whole kroner can come to, so that the
    tolerance is derived and not chosen (refund rules §4, D02).
    """

    ore: int = 0
    ore_per_day: int = 0

    def __post_init__(self) -> None:
        if self.ore < 0 or self.ore_per_day < 0:
            raise ValueError("a tolerance is not negative")

    @property
    def is_rounding(self) -> bool:
        """Whether it is no wider than what rounding can come to."""
        return self.ore_per_day <= _DEAREST_DAY and self.ore <= _DEAREST_GROUP
