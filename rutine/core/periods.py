"""Periods of whole days, both ends included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

SATURDAY = 5


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days from `first` to `last`, both included.

    Raises:
        ValueError: `last` is before `first`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            msg = "a period ends on or after the day it begins"
            raise ValueError(msg)

    @classmethod
    def month(cls, text: str) -> Self:
        """The calendar month written `YYYY-MM`.

        Raises:
            ValueError: the text is not a month.
        """
        first = date.fromisoformat(f"{text}-01")
        following = (first + timedelta(days=32)).replace(day=1)
        return cls(first, following - timedelta(days=1))

    @classmethod
    def if_sound(cls, first: date | None, last: date | None) -> Self | None:
        """The period, or None when a date is missing or they are in the wrong order.

        For rows as they were read: what a file says is kept also where it makes no period.
        """
        if first is None or last is None or last < first:
            return None
        return cls(first, last)

    @property
    def days(self) -> int:
        """Calendar days in the period."""
        return (self.last - self.first).days + 1

    @property
    def weekdays(self) -> int:
        """Mondays to Fridays in the period: the days NAV pays (ftrl § 8-11)."""
        whole, rest = divmod(self.days, 7)
        start = self.first.weekday()
        return whole * 5 + sum((start + i) % 7 < SATURDAY for i in range(rest))

    def __iter__(self) -> Iterator[date]:
        return map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether the two share at least one day."""
        return self.first <= other.last and other.first <= self.last

    def intersection(self, other: Period) -> Period | None:
        """The days the two share, or None."""
        if not self.overlaps(other):
            return None
        return Period(max(self.first, other.first), min(self.last, other.last))
