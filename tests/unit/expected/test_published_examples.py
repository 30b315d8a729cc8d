"""NAV's own worked examples (refund rules §1.6), each with its arithmetic written out."""

from __future__ import annotations

from datetime import date, timedelta

from rutine.core.money import Ore
from rutine.refunds.expected.day_counting import months_before
from rutine.refunds.expected.day_types import DayType, Why
from tests.expected_people import (
    EMPLOYER,
    MONDAY,
    OTHER,
    account,
    basis,
    job,
    kroner,
    report,
    runs,
    types,
)


def test_1_january_2018_with_31_000_a_month_gives_15_741():
    found = account(basis(job("31S")))
    # 31 000 x 12 / 260 = 1 430.77 -> 1 431; 1-16 January is the employer's;
    # 17-31 January has 11 weekdays: 11 x 1 431 = 15 741.
    assert found.rates == (kroner("1 431"),)
    assert found.paid_days == 11
    assert found.amount == kroner("15 741")
    assert runs(types(found)) == [
        (16, "ArbeidsgiverperiodeDag"),
        (3, "NavDag"),
        (2, "NavHelgDag"),
        (5, "NavDag"),
        (2, "NavHelgDag"),
        (3, "NavDag"),
    ]


def test_2_february_2018_gives_28_620_and_a_month_with_23_weekdays_32_913():
    ill = basis(job("300S"))
    february = account(ill, date(2018, 2, 1), date(2018, 2, 28))
    august = account(ill, date(2018, 8, 1), date(2018, 8, 31))
    assert february.amount == kroner("28 620")  # 20 weekdays x 1 431
    assert august.amount == kroner("32 913")  # 23 weekdays x 1 431
    assert -february.amount == kroner("−28 620")  # what annulling it takes back


def test_3_half_grade_over_the_cap_gives_10_800_for_ten_weekdays():
    # 3 500 a day x 260 / 12 = 75 833.33 a month, over 6G = 561 804.
    # 561 804 / 260 = 2 160.78; half of it is 1 080.39 -> 1 080; 10 weekdays: 10 800.
    # The twelve days begin on a Monday after the employer period of 16 days from a Saturday.
    start = date(2018, 1, 6)
    pay = report(start, "75 833,33", refund_ends=start + timedelta(days=27))
    found = account(
        basis(job("28S", start=start, grade=50, incomes=(pay,))),
        date(2018, 1, 22),
        date(2018, 2, 2),
    )
    assert found.amount == kroner("10 800")
    assert found.paid_days == 10
    assert {day.cap for day in found.days if day.rate} == {kroner("561 804")}


def test_4_two_employers_are_each_rounded_by_themselves():
    pay = report(income="15 000")
    both = basis(
        job("31S", incomes=(pay,)),
        job("31S", employer=OTHER, incomes=(pay,)),
    )
    first = account(both, employer=EMPLOYER)
    second = account(both, employer=OTHER)
    # 15 000 x 12 / 260 = 692.31 -> 692 for each: 1 384 a day;
    # 30 000 x 12 / 260 = 1 384.62 would have been 1 385.
    assert first.rates[0] + second.rates[0] == kroner("1 384")
    alone = account(basis(job("31S", incomes=(report(income="30 000"),))))
    assert alone.rates == (kroner("1 385"),)


def test_5_single_days_at_work_do_not_break_the_employer_period():
    # 4S1A4S1A4S10A11S: the gaps are 1, 1 and 10 days, all under 16, so the count goes on:
    # 4 + 4 + 4 + 4 of the last 11 days = 16, and the last 7 are NAV's.
    found = account(basis(job("4S1A4S1A4S10A11S")), MONDAY, date(2018, 2, 4))
    day_types = types(found)
    assert day_types.count("ArbeidsgiverperiodeDag") == 16
    assert day_types[-7:] == ["NavDag"] * 5 + ["NavHelgDag"] * 2


def test_6_248_paid_days_from_17_january_2018_end_on_28_december_2018():
    found = account(basis(job("380S")), MONDAY, date(2018, 12, 31))
    assert found.last_benefit_day == date(2018, 12, 28)
    assert found.paid_days == 248
    last = found.days[-1]
    assert (last.day, last.type, last.why) == (
        date(2018, 12, 31),
        DayType.REJECTED,
        Why.LAST_BENEFIT_DAY,
    )


def test_7_a_claim_sent_in_june_2021_does_not_reach_january():
    assert months_before(date(2021, 6, 10), 3) == date(2021, 3, 1)
    start = date(2020, 12, 20)
    pay = report(start, sent=date(2021, 6, 10))
    found = account(
        basis(job("120S", start=start, incomes=(pay,))), date(2021, 1, 5), date(2021, 1, 8)
    )
    assert types(found) == ["ForeldetDag"] * 4
    assert found.amount == Ore(0)
    assert {day.why for day in found.days} == {Why.TIME_BARRED}
