"""A day's money: the shared cap, the employer before the person, one rounding (rules §1.2.4)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rutine.core.money import Ore
from rutine.refunds.expected.account import tolerance
from rutine.refunds.expected.amounts import half_up, whole_kroner
from rutine.refunds.expected.day_rate import Share, allocate, total_grade
from rutine.refunds.expected.day_types import Why
from tests.expected_people import (
    EMPLOYER,
    MONDAY,
    OTHER,
    THIRD,
    account,
    basis,
    job,
    kroner,
    report,
    types,
)

SIX_G = kroner("561 804")  # from 1 May 2017


def share(income: str, refund: str | None = None, grade: int = 100, **more: bool) -> Share:
    asked = kroner(income if refund is None else refund)
    return Share(kroner(income), asked, Fraction(grade, 100), more.pop("paid", True), **more)


def employers(*shares: Share) -> list[Ore]:
    return list(allocate(shares, SIX_G, 260).employers)


@pytest.mark.parametrize(
    ("income", "grade", "rate"),
    [
        ("31 000", 100, "1 431"),  # 1 430.77
        ("31 000", 50, "715"),  # 715.38
        ("30 000", 100, "1 385"),  # 1 384.62
        ("46 817", 100, "2 161"),  # exactly 6G: 2 160.78
        ("60 000", 100, "2 161"),  # over 6G
        ("60 000", 50, "1 080"),  # 1 080.39
        ("60 000", 80, "1 729"),  # 1 728.63
        ("19 500", 50, "450"),  # 234 000 / 260 = 900, half is 450 exactly
        ("21 645", 50, "500"),  # 499.5 exactly: a half goes up
    ],
)
def test_one_employer(income: str, grade: int, rate: str):
    assert employers(share(income, grade=grade)) == [kroner(rate)]


def test_refund_below_salary_leaves_the_rest_to_the_person():
    given = allocate([share("31 000", "20 000")], SIX_G, 260)
    assert given.employers == (kroner("923"),)  # 20 000 x 12 / 260 = 923.08
    assert given.person == (kroner("508"),)  # 11 000 x 12 / 260 = 507.69


def test_a_refund_above_the_salary_is_cut_to_the_salary():
    assert employers(share("31 000", "50 000")) == [kroner("1 431")]


def test_a_refund_below_the_cap_is_paid_in_full_and_the_person_gets_the_rest_of_6g():
    given = allocate([share("60 000", "40 000")], SIX_G, 260)
    assert given.employers == (kroner("1 846"),)  # 480 000 / 260 = 1 846.15
    assert given.person == (kroner("315"),)  # (561 804 - 480 000) / 260 = 314.63
    assert not given.capped


def test_two_employers_over_6g_are_scaled_by_the_same_factor():
    # 40 000 + 20 000 a month = 720 000 a year; 561 804 / 720 000 of each claim is paid:
    # 480 000 x 0.780283 / 260 = 1 440.52 and 240 000 x 0.780283 / 260 = 720.26.
    assert employers(share("40 000"), share("20 000")) == [kroner("1 441"), kroner("720")]


def test_the_cap_follows_the_grade_over_all_jobs():
    # Ill in the smaller job only: 20 000 of 60 000 a month is a third of 6G.
    well = share("40 000", grade=0, paid=False)
    assert employers(well, share("20 000")) == [Ore(0), kroner("720")]  # 561 804 / 3 / 260


def test_the_employers_go_before_the_person():
    # One employer asks everything, the other nothing: 480 000 of 561 804, the rest to the person.
    given = allocate([share("40 000"), share("20 000", "0")], SIX_G, 260)
    assert given.employers == (kroner("1 846"), Ore(0))
    assert sum(given.person) == kroner("315")


def test_a_job_begun_during_the_illness_lowers_the_cap_but_not_the_basis():
    # 60 000 a month is over 6G. A new job of 20 000, not ill in it, leaves 3/4 of the grade:
    # 561 804 x 0.75 / 260 = 1 620.59.
    new = share("20 000", grade=0, paid=False, at_start=False)
    assert employers(share("60 000"), new)[0] == kroner("1 621")
    # Under 6G the claim itself is lower than three quarters of the basis only when it is small.
    assert employers(share("30 000"), new)[0] == kroner("831")  # 360 000 x 0.6 / 260 = 830.77


def test_an_employer_period_day_in_one_job_gives_the_other_no_larger_cap():
    waiting = share("40 000", paid=False)
    given = allocate([waiting, share("40 000")], SIX_G, 260)
    assert given.employers == (Ore(0), kroner("1 080"))  # half of 561 804 / 260 = 1 080.39
    assert total_grade([waiting, share("40 000")]) == 1


def test_ten_equal_jobs_over_6g_differ_from_the_cap_by_rounding_only():
    given = employers(*[share("10 000") for _ in range(10)])
    # 561 804 / 10 / 260 = 216.08 -> 216 each; 2 160 against 2 160.78.
    assert given == [kroner("216")] * 10


def test_no_income_gives_nothing():
    assert employers(share("0"), share("0")) == [Ore(0), Ore(0)]


def test_a_case_that_binary_floating_point_gets_wrong():
    # 13 975 x 12 x 70 % / 260 is 451.5 exactly and goes up; as floats it is 451.49999999999994.
    assert 13_975 * 12 * 0.7 / 260 < 451.5
    assert employers(share("13 975", grade=70)) == [kroner("452")]
    assert whole_kroner(Fraction(45_150)) == kroner("452")


@pytest.mark.parametrize(
    ("value", "whole"),
    [("0.4", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", 0), ("-0.6", -1), ("-1.5", -1)],
)
def test_a_half_goes_up(value: str, whole: int):
    assert half_up(Fraction(value)) == whole


def test_a_changed_refund_counts_from_its_day_and_an_end_from_the_day_after():
    pay = report(
        changes=[{"from": date(2018, 1, 22), "monthly_refund": "20 000"}],
        refund_ends=date(2018, 1, 29),
    )
    found = account(basis(job("31S", incomes=(pay,))))
    by_day = {day.day.day: day for day in found.days}
    assert by_day[19].rate == kroner("1 431")
    assert by_day[22].rate == by_day[29].rate == kroner("923")
    assert by_day[30].rate == Ore(0)
    assert (by_day[30].why, by_day[30].to_person) == (Why.NO_REFUND, kroner("1 431"))


def test_the_cap_is_the_one_at_the_qualifying_date_all_the_way():
    # The illness begins in April 2018: G from 1 May 2017 caps it in June too.
    start = date(2018, 4, 2)
    pay = report(start, "60 000")
    found = account(
        basis(job("90S", start=start, incomes=(pay,))), date(2018, 6, 1), date(2018, 6, 8)
    )
    assert found.rates == (kroner("2 161"),)
    assert found.qualifying_dates == (start,)
    later = date(2018, 5, 2)
    new = account(
        basis(job("60S", start=later, incomes=(report(later, "60 000"),))),
        date(2018, 6, 1),
        date(2018, 6, 8),
    )
    assert new.rates == (kroner("2 236"),)


def test_a_day_at_work_begins_a_new_spell_with_its_own_income_but_no_new_employer_period():
    first, second = report(income="31 000"), report(date(2018, 1, 30), "36 000")
    found = account(
        basis(job("27S2A10S", incomes=(first, second))), date(2018, 1, 24), date(2018, 2, 2)
    )
    assert "ArbeidsgiverperiodeDag" not in types(found)
    assert [day.rate for day in found.days if day.rate] == [kroner("1 431")] * 3 + [
        kroner("1 662")  # 36 000 x 12 / 260 = 1 661.54
    ] * 4
    assert found.qualifying_dates == (MONDAY, date(2018, 1, 30))


def test_several_jobs_share_a_day_with_their_own_grades():
    jobs = (
        job("40S", employer=EMPLOYER, grade=50, incomes=(report(income="40 000"),)),
        job("40S", employer=OTHER, incomes=(report(income="20 000"),)),
        job("", employer=THIRD, monthly_income=kroner("10 000"), incomes=()),
    )
    found = account(basis(*jobs), date(2018, 1, 17), date(2018, 1, 17))
    # Income 840 000, capped at 561 804; grade (0.5 x 40 + 20) / 70 = 4/7: 321 030.86 may be paid;
    # asked for 240 000 + 240 000 = 480 000, so each is scaled by 0.668814.
    # 240 000 x 0.668814 / 260 = 617.37.
    assert found.amount == kroner("617")
    assert found.days[0].capped


def test_the_tolerance_is_half_a_krone_a_day_and_never_hides_a_day():
    assert tolerance([kroner(1431)] * 11) == kroner("5,50")
    assert tolerance([kroner(5)] * 20) == kroner("4,99")
    assert tolerance([]) == Ore(0)
    assert tolerance([kroner(1431)] * 11, own=kroner(1)) == kroner(1)
    assert tolerance([kroner(1431)] * 11, own=kroner(500)) == kroner("5,50")
