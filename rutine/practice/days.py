"""Days as whole numbers (`date.toordinal()`), weekdays, months and working days.

Whole numbers because millions of periods are cut and counted. A month is `year * 12 + month - 1`.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from rutine.core import working_days as working_days_of_norway

Day = int
Month = int
Segment = tuple[Day, Day]
"""First and last day, both included."""

_WEEK, _WORK_WEEK = 7, 5
_WORKED = (0, 1, 2, 3, 4, 5, 5)  # weekdays of a week gone by, by remainder; Monday is 1
_MONTHS = 12


def weekdays(first: Day, last: Day) -> int:
    """Mondays to Fridays from `first` to `last`; 0 when `last` is before `first`."""
    if last < first:
        return 0
    before = first - 1
    weeks = last // _WEEK - before // _WEEK
    return weeks * _WORK_WEEK + _WORKED[last % _WEEK] - _WORKED[before % _WEEK]


def is_weekend(day: Day) -> bool:
    """Whether it is a Saturday or a Sunday (day 1 was a Monday)."""
    return (day - 1) % _WEEK >= _WORK_WEEK


def weekday_number(first: Day, number: int) -> Day:
    """The `number`-th weekday counted from `first`, from 1."""
    day = first
    while is_weekend(day):
        day += 1
    weeks, rest = divmod(number - 1, _WORK_WEEK)
    day += weeks * _WEEK
    for _ in range(rest):
        day += 1
        while is_weekend(day):
            day += 1
    return day


def trimmed(segment: Segment) -> Segment:
    """The segment without weekends at its ends; it must hold a weekday."""
    first, last = segment
    while is_weekend(first):
        first += 1
    while is_weekend(last):
        last -= 1
    return first, last


def without(segment: Segment, hole: Segment | None) -> list[Segment]:
    """What is left of the segment when the days of the hole are taken out."""
    first, last = segment
    if hole is None or hole[1] < first or hole[0] > last:
        return [segment]
    parts = [(first, hole[0] - 1), (hole[1] + 1, last)]
    return [part for part in parts if part[0] <= part[1]]


@cache
def month_of(day: Day) -> Month:
    """The month a day lies in."""
    there = date.fromordinal(day)
    return there.year * _MONTHS + there.month - 1


@cache
def month_first(month: Month) -> Day:
    """The first day of the month."""
    return date(month // _MONTHS, month % _MONTHS + 1, 1).toordinal()


@cache
def month_last(month: Month) -> Day:
    """The last day of the month."""
    return month_first(month + 1) - 1


def parse_month(text: str) -> Month:
    """The month written `YYYY-MM`.

    Raises:
        ValueError: the text is not a month.
    """
    return month_of(date.fromisoformat(f"{text}-01").toordinal())


@cache
def month_text(month: Month) -> str:
    """The month as `YYYY-MM`."""
    return f"{month // _MONTHS:04d}-{month % _MONTHS + 1:02d}"


def by_month(segment: Segment) -> list[Segment]:
    """The segment cut at the ends of months."""
    first, last = segment
    end = month_last(month_of(first))
    if last <= end:
        return [segment]
    parts: list[Segment] = []
    while end < last:
        parts.append((first, end))
        first = end + 1
        end = month_last(month_of(first))
    return [*parts, (first, last)]


@cache
def nav_date(day: Day) -> str:
    """`yyyymmdd` as in the settlement report; day 0 is a missing date."""
    return f"{date.fromordinal(day):%Y%m%d}" if day else "00000000"


@cache
def iso_date(day: Day) -> str:
    """`yyyy-mm-dd`; day 0 is empty."""
    return date.fromordinal(day).isoformat() if day else ""


@cache
def norwegian_date(day: Day) -> str:
    """`dd.mm.yyyy` as payroll writes it; day 0 is empty."""
    return f"{date.fromordinal(day):%d.%m.%Y}" if day else ""


def is_working_day(day: Day) -> bool:
    """Whether banks and payroll work that day."""
    return working_days_of_norway.is_working_day(date.fromordinal(day))


@cache
def working_days(month: Month) -> tuple[Day, ...]:
    """Every working day of the month, in order."""
    days = range(month_first(month), month_last(month) + 1)
    return tuple(day for day in days if is_working_day(day))
