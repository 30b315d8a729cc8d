"""NAV's published examples and cases made from the rules (refund rules §1)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest

from rutine.practice import nav
from rutine.practice.days import weekdays


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


MONDAY = ordinal("2018-01-01")


@pytest.mark.parametrize(
    ("year", "daily"),
    [
        *((2017, 2161), (2018, 2236), (2019, 2304), (2020, 2339), (2021, 2455)),
        *((2022, 2573), (2023, 2737), (2024, 2862), (2025, 3004), (2026, 3151)),
    ],
)
def test_an_income_far_above_6g_gives_the_published_daily_cap(year: int, daily: int) -> None:
    cap = nav.six_g(nav.g_on(date(year, 5, 1).toordinal()))
    assert nav.day_rate(20_000_000, 100, cap) == daily


def test_g_changes_on_the_first_of_may() -> None:
    assert nav.g_on(ordinal("2026-04-30")) == 130_160
    assert nav.g_on(ordinal("2026-05-01")) == 136_549


def test_31000_a_month_is_1431_a_day_and_15741_for_january_2018() -> None:
    rate = nav.day_rate(3_100_000, 100, nav.six_g(93_634))
    assert rate == 1431
    assert rate * weekdays(ordinal("2018-01-17"), ordinal("2018-01-31")) == 15_741
    assert rate * weekdays(ordinal("2018-02-01"), ordinal("2018-02-28")) == 28_620


def test_half_grade_above_the_cap_is_rounded_once_after_grading() -> None:
    monthly = 3500 * 260 * 100 // 12 + 1  # 3500 a day, in øre a month
    assert nav.day_rate(monthly, 50, nav.six_g(93_634)) == 1080


def test_two_employers_are_each_rounded_by_itself() -> None:
    incomes, grades = [1_500_000, 1_500_000], [100, 100]
    cap = nav.six_g(93_634)
    assert [nav.shared_day_rate(n, incomes, grades, cap) for n in (0, 1)] == [692, 692]
    assert nav.day_rate(3_000_000, 100, cap) == 1385


def test_the_cap_is_shared_in_proportion_to_the_claims() -> None:
    cap = nav.six_g(136_549)
    incomes, grades = [6_000_000, 2_000_000], [100, 100]
    exact = [Fraction(cap * share, 4 * 26_000) for share in (3, 1)]
    assert [nav.shared_day_rate(n, incomes, grades, cap) for n in (0, 1)] == [
        int(rate + Fraction(1, 2)) for rate in exact
    ]


def test_working_in_one_of_two_jobs_lowers_the_shared_cap() -> None:
    cap = nav.six_g(136_549)
    # Well above 6G together; ill only in the second job, a quarter of the income.
    rate = nav.shared_day_rate(1, [6_000_000, 2_000_000], [0, 100], cap)
    assert rate == int(Fraction(cap, 4 * 26_000) + Fraction(1, 2))


def test_the_total_grade_weighs_jobs_by_income() -> None:
    assert nav.total_grade([4_500_000, 1_000_000], [0, 100]) == 18
    assert nav.total_grade([4_000_000, 1_000_000], [0, 100]) == 20


def test_a_refunded_employer_period_is_counted_to_the_ore() -> None:
    assert nav.employer_period_rate(3_100_000, nav.six_g(136_549)) == 143_077


def stretches(pattern: str) -> list[tuple[int, int]]:
    """`4S1A…` from a Monday: S sick, A at work."""
    found = []
    first = MONDAY
    for count, kind in re.findall(r"(\d+)([SA])", pattern):
        if kind == "S":
            found.append((first, first + int(count) - 1))
        first += int(count)
    return found


@pytest.mark.parametrize(
    ("pattern", "own", "paid"),
    [
        ("16S", 16, 0),
        ("17S", 16, 1),
        ("4S1A4S1A4S10A11S", 16, 7),
        ("1S15A16S", 16, 1),  # a gap of 15 days goes on counting
        ("1S16A16S", 17, 0),  # a gap of 16 days begins anew
        ("16S15A10S", 16, 10),
        ("16S16A17S", 32, 1),
    ],
)
def test_the_employer_period_is_16_days_with_gaps_below_16(pattern, own, paid) -> None:
    sick = stretches(pattern)
    firsts = nav.first_paid_days(sick)
    days = [(last - first + 1, last - paid_from + 1) for (first, last), paid_from in
            zip(sick, firsts, strict=True)]  # fmt: skip
    assert sum(refunded for _, refunded in days) == paid
    assert sum(whole - refunded for whole, refunded in days) == own


def test_a_weekend_between_friday_and_monday_counts_as_sick() -> None:
    friday, monday = ordinal("2026-08-07"), ordinal("2026-08-10")
    # One day, two days of weekend, then thirteen: the employer period ends on the 22nd.
    (_, first_paid) = nav.first_paid_days([(friday, friday), (monday, monday + 20)])
    assert first_paid == ordinal("2026-08-23")


def test_the_last_benefit_day_is_the_248th_weekday() -> None:
    assert nav.last_benefit_day(ordinal("2018-01-17")) == ordinal("2018-12-28")


def test_days_off_push_the_last_benefit_day_forward() -> None:
    plain = nav.last_benefit_day(ordinal("2018-01-17"))
    moved = nav.last_benefit_day(ordinal("2018-01-17"), 5)
    assert date.fromordinal(moved) - date.fromordinal(plain) > timedelta(days=4)


def test_a_claim_sent_in_june_reaches_back_to_the_first_of_march() -> None:
    assert nav.cut_off(ordinal("2021-06-10")) == ordinal("2021-03-01")
    assert nav.cut_off(ordinal("2020-12-18")) == ordinal("2020-09-01")


def test_halves_are_rounded_up() -> None:
    assert [nav.half_up(n, 2) for n in (1, 2, 3, 4)] == [1, 1, 2, 2]
