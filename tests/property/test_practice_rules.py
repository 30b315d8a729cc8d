"""NAV's rules in the practice municipality against day-by-day counting, for any input."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.practice import days, nav

ANY_DAY = st.integers(date(2017, 1, 1).toordinal(), date(2031, 12, 31).toordinal())
MONTHLY = st.integers(100_000, 15_000_000)
GRADE = st.sampled_from(range(20, 101, 5))
CAP = st.sampled_from([nav.six_g(g) for g in (93_634, 118_620, 136_549)])


@given(ANY_DAY, st.integers(-3, 60))
def test_weekdays_are_counted_as_on_a_calendar(first: int, length: int) -> None:
    last = first + length - 1
    counted = sum(date.fromordinal(day).weekday() < 5 for day in range(first, last + 1))
    assert days.weekdays(first, last) == counted


@given(ANY_DAY, st.integers(1, 300))
def test_the_numbered_weekday_ends_that_many_weekdays(first: int, number: int) -> None:
    last = days.weekday_number(first, number)
    assert not days.is_weekend(last)
    assert days.weekdays(first, last) == number


@given(ANY_DAY, st.integers(0, 200))
def test_months_put_together_are_the_segment(first: int, length: int) -> None:
    parts = days.by_month((first, first + length))
    assert [day for a, b in parts for day in range(a, b + 1)] == [*range(first, first + length + 1)]
    assert all(days.month_of(a) == days.month_of(b) for a, b in parts)


def paid_day_by_day(sick: set[int]) -> set[int]:
    """The slow way: walk the calendar and count."""
    counted = healthy = 0
    paid = set()
    for day in range(min(sick), max(sick) + 1):
        if day in sick:
            healthy = 0
            if counted < 16:
                counted += 1
            else:
                paid.add(day)
            continue
        healthy += 1
        if healthy == 16:
            counted = 0
    return paid


@given(ANY_DAY, st.lists(st.tuples(st.integers(2, 20), st.integers(1, 25)), min_size=1, max_size=6))
@settings(max_examples=100)
def test_the_employer_period_is_that_of_counting_day_by_day(
    first: int, spans: list[tuple[int, int]]
) -> None:
    # Gaps of two days on weekends have a rule of their own, so gaps here are three or more.
    stretches, day = [], first
    for gap, length in spans:
        begins = day + gap + 1
        stretches.append((begins, begins + length - 1))
        day = begins + length
    sick = {day for a, b in stretches for day in range(a, b + 1)}
    firsts = nav.first_paid_days(stretches)
    paid = {day for (_, b), a in zip(stretches, firsts, strict=True) for day in range(a, b + 1)}
    assert paid == paid_day_by_day(sick)


@given(MONTHLY, GRADE, CAP)
def test_a_day_rate_is_the_exact_quotient_rounded_half_up(
    income: int, grade: int, cap: int
) -> None:
    exact = Fraction(min(12 * income, cap) * grade, 100 * 260 * 100)
    rate = nav.day_rate(income, grade, cap)
    assert rate - Fraction(1, 2) <= exact < rate + Fraction(1, 2)


@given(st.lists(st.tuples(MONTHLY, GRADE), min_size=1, max_size=4), CAP)
def test_employers_together_never_get_more_than_the_cap_and_rounding(
    jobs: list[tuple[int, int]], cap: int
) -> None:
    incomes, grades = [i for i, _ in jobs], [g for _, g in jobs]
    rates = [nav.shared_day_rate(n, incomes, grades, cap) for n in range(len(jobs))]
    assert sum(rates) <= Fraction(cap, 26_000) + Fraction(len(jobs), 2)
    alone = [nav.day_rate(income, grade, 10**15) for income, grade in jobs]
    assert all(rate <= most for rate, most in zip(rates, alone, strict=True))


@given(MONTHLY, GRADE, CAP)
def test_one_employer_shares_with_nobody(income: int, grade: int, cap: int) -> None:
    assert nav.shared_day_rate(0, [income], [grade], cap) == nav.day_rate(income, grade, cap)
