"""What NAV pays under its own rules, as far as they are known (refund rules §1).

Written apart from `rutine.refunds`, from the same sources: the two are tests of each other.
Money is whole øre, rates are exact, days are numbers (see `days`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Final

from rutine.practice.days import Day, Segment, is_weekend, month_first, month_of, weekday_number

EMPLOYER_PERIOD: Final = 16
"""Calendar days that the employer pays (ftrl § 8-19)."""
NEW_PERIOD_AFTER: Final = 16
"""Days at work that start a new employer period."""
PAID_DAYS: Final = 248
"""Paid weekdays until the last benefit day (§ 8-12; 260 with those of the employer period)."""
WORK_YEAR: Final = 260
"""Days that a year's income is divided by (§ 8-10)."""
LOWEST_GRADE: Final = 20
"""Per cent; below it nothing is paid (§ 8-13)."""
HOLIDAY_PAY: Final = 102
"""Holiday pay in thousandths of what was paid (10.2 %)."""
HOLIDAY_PAY_DAYS: Final = 48
NEW_HIRE_DAYS: Final = 28
"""Service that gives an employer period (four weeks)."""

_G: Final = (
    *((2017, 93_634), (2018, 96_883), (2019, 99_858), (2020, 101_351), (2021, 106_399)),
    *((2022, 111_477), (2023, 118_620), (2024, 124_028), (2025, 130_160), (2026, 136_549)),
)
"""G in kroner from 1 May of the year [G-NAV], checked 2026-11-21. The last goes on for ever."""
_G_FROM: Final = tuple(date(year, 5, 1).toordinal() for year, _ in _G)
_KRONE: Final = 100
_MONTHS: Final = 12


def g_on(day: Day) -> int:
    """G in kroner on a day, from 1 May 2017."""
    return _G[max(0, bisect_right(_G_FROM, day) - 1)][1]


def g_known_from(day: Day) -> Day:
    """When NAV can pay by the G of that day: 1 June after the change on 1 May."""
    place = max(0, bisect_right(_G_FROM, day) - 1)
    return date(_G[place][0], 6, 1).toordinal()


def six_g(g: int) -> int:
    """Six times G, in øre a year."""
    return 6 * g * _KRONE


def half_g(g: int) -> int:
    """Half of G, in øre a year: the least income that gives sickness benefit."""
    return g * _KRONE // 2


def half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to a whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def day_rate(income: int, grade: int, cap: int) -> int:
    """The day rate in whole kroner, for one employer.

    Args:
        income: monthly income in øre.
        grade: per cent.
        cap: the highest yearly basis in øre (6G).
    """
    return half_up(min(_MONTHS * income, cap) * grade, 100 * WORK_YEAR * _KRONE)


def shared_day_rate(place: int, incomes: Sequence[int], grades: Sequence[int], cap: int) -> int:
    """The day rate in whole kroner of the employer at `place`, when several share the cap.

    Claims above the cap are scaled down together, and each is rounded by itself.
    """
    claims = [_MONTHS * income * grade for income, grade in zip(incomes, grades, strict=True)]
    total, yearly = sum(incomes), _MONTHS * sum(incomes)
    claimed = sum(claims)
    if total == 0 or claimed == 0:
        return 0
    # The cap by the total grade, in øre x per cent: basis x sum(grade x income) / sum(income).
    allowed = min(yearly, cap) * claimed
    if claimed * yearly > allowed:
        return half_up(claims[place] * allowed, claimed * yearly * 100 * WORK_YEAR * _KRONE)
    return half_up(claims[place], 100 * WORK_YEAR * _KRONE)


def total_grade(incomes: Sequence[int], grades: Sequence[int]) -> int:
    """The grade over all employers in whole per cent, rounded down."""
    pairs = zip(incomes, grades, strict=True)
    return sum(income * grade for income, grade in pairs) // max(1, sum(incomes))


def employer_period_rate(income: int, cap: int) -> int:
    """The day rate in øre of a refunded employer period (6, 7) [FRITAK]."""
    return half_up(min(_MONTHS * income, cap), WORK_YEAR)


def first_paid_days(stretches: Sequence[Segment]) -> list[Day]:
    """For each stretch of sickness, the first day after the employer period.

    It is the day after the stretch when all of it lies within. A gap of 16 days or more
    begins a new period; a weekend between two stretches of sickness counts as sick.
    """
    counted = 0
    previous: Day | None = None
    found: list[Day] = []
    for first, last in stretches:
        gap = 0 if previous is None else first - previous - 1
        if gap >= NEW_PERIOD_AFTER:
            counted = 0
        elif gap and all(is_weekend(day) for day in range(first - gap, first)):
            counted = min(EMPLOYER_PERIOD, counted + gap)
        used = min(EMPLOYER_PERIOD - counted, last - first + 1)
        counted += used
        found.append(first + used)
        previous = last
    return found


def last_benefit_day(first_paid: Day, free_weekdays: int = 0) -> Day:
    """The last day with benefit; free weekdays push it forward."""
    return weekday_number(first_paid, PAID_DAYS + free_weekdays)


def cut_off(sent: Day) -> Day:
    """The first day that a report sent on this day is paid for (§ 22-13)."""
    return month_first(month_of(sent) - 3)
