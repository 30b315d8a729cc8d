"""Working days in Norway: Monday to Friday, except public holidays.

Banks book and NAV pays on these days. Computed, so that no table of years runs out.
Source: lov om helligdager og helligdagsfred § 2; lov om 1 og 17 mai som høgtidsdager § 1.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

from rutine.core.periods import SATURDAY

_FIXED: Final = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
"""New Year's Day, 1 and 17 May, and the two days of Christmas, as (month, day)."""

_FROM_EASTER: Final = (-3, -2, 0, 1, 39, 49, 50)
"""Days from Easter Sunday: Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension,
Whit Sunday and Monday. Palm Sunday is a Sunday in any case."""

_ONE_DAY: Final = timedelta(days=1)


@cache
def easter_sunday(year: int) -> date:
    """Easter Sunday by the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leap_years, year_rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The year's public holidays; two may fall on the same day."""
    easter = easter_sunday(year)
    fixed = (date(year, month, day) for month, day in _FIXED)
    return frozenset((*fixed, *(easter + timedelta(days=days) for days in _FROM_EASTER)))


def is_working_day(day: date) -> bool:
    """Whether banks, NAV and payroll work that day."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def first_working_day(month: date) -> date:
    """The first working day of the month that the day lies in."""
    day = month.replace(day=1)
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def working_day_after(day: date, count: int) -> date:
    """The working day that comes `count` working days after the day, which may be any day.

    Raises:
        ValueError: `count` is not positive: a day that is no working day has no place itself.
    """
    if count < 1:
        msg = "count working days from one upwards"
        raise ValueError(msg)
    while count:
        day += _ONE_DAY
        count -= is_working_day(day)
    return day
