"""Norwegian working days: known years, and what holds in every year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from rutine.core.working_days import (
    easter_sunday,
    first_working_day,
    is_working_day,
    public_holidays,
    working_day_after,
)

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))

KNOWN = {
    2024: "01-01 03-28 03-29 03-31 04-01 05-01 05-09 05-17 05-19 05-20 12-25 12-26",
    2025: "01-01 04-17 04-18 04-20 04-21 05-01 05-17 05-29 06-08 06-09 12-25 12-26",
    2026: "01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26",
    # Ascension Day fell on 1 May in 2008, and Whit Monday falls on 17 May in 2027.
    2008: "01-01 03-20 03-21 03-23 03-24 05-01 05-11 05-12 05-17 12-25 12-26",
    2027: "01-01 03-25 03-26 03-28 03-29 05-01 05-06 05-16 05-17 12-25 12-26",
}


@pytest.mark.parametrize("year", KNOWN)
def test_the_holidays_of_known_years(year: int) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in KNOWN[year].split()}
    assert public_holidays(year) == expected


@given(st.integers(1900, 2199))
def test_easter_is_what_another_library_says(year: int) -> None:
    assert easter_sunday(year) == easter(year)


@pytest.mark.parametrize(
    ("month", "first"),
    [
        (date(2026, 1, 15), date(2026, 1, 2)),  # New Year's Day is a Thursday
        (date(2026, 4, 30), date(2026, 4, 1)),
        (date(2026, 5, 1), date(2026, 5, 4)),  # 1 May is a Friday
        (date(2026, 8, 1), date(2026, 8, 3)),  # a Saturday
        (date(2018, 4, 10), date(2018, 4, 3)),  # the 1st and 2nd are Easter
    ],
)
def test_the_first_working_day_of_a_month(month: date, first: date) -> None:
    assert first_working_day(month) == first


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 10, 1), 2, date(2026, 10, 5)),  # Thursday, Friday, Monday
        (date(2026, 4, 1), 2, date(2026, 4, 8)),  # over Easter
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 10, 3), 1, date(2026, 10, 5)),  # from a Saturday
    ],
)
def test_so_many_working_days_later(day: date, count: int, found: date) -> None:
    assert working_day_after(day, count) == found


@given(DAYS, st.integers(1, 40))
def test_the_days_between_hold_exactly_so_many_working_days(day: date, count: int) -> None:
    found = working_day_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(map(is_working_day, between)) == count
    assert is_working_day(found)


@given(DAYS)
def test_no_working_day_comes_before_the_first_of_its_month(day: date) -> None:
    first = first_working_day(day)
    assert (first.year, first.month) == (day.year, day.month)
    assert not is_working_day(day) or day >= first


@pytest.mark.parametrize("count", [0, -1])
def test_no_days_later_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="from one upwards"):
        working_day_after(date(2026, 10, 1), count)
