"""What is said of holiday pay: agreement, difference, or why nobody can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.looking_back.days import paid_days, periods_of, takes_unseen
from rutine.refunds.looking_back.holiday_pay import Verdict, Why, check_holiday_pay
from tests.received_lines import OTHER_UNIT, at_hand, day, line, may

FEBRUARY = line("2025-02-03/2025-02-28", 20 * 1431, "2025-03-03")
MARCH = line("2025-03-03/2025-03-14", 10 * 1550, "2025-04-01")
WHOLE = 4500  # 10.2 % of 44 120 is 4 500.24


def checked(paid, *earlier, is_known=True, **months):
    return check_holiday_pay([paid], at_hand(paid, *earlier, **months), is_known=is_known)


def said(check):
    return check.verdict, check.why


def test_what_the_years_payments_give_agrees():
    check = checked(may(WHOLE), FEBRUARY, MARCH)
    assert said(check) == (Verdict.AGREES, None)
    assert (check.year, check.days, check.basis) == (2025, 30, Ore(44_120_00))
    assert (check.expected, check.paid, check.before) == (Ore(WHOLE * 100), Ore(WHOLE * 100), 0)


def test_a_krone_less_does_not_agree_and_names_no_days():
    check = checked(may(WHOLE - 1), FEBRUARY, MARCH)
    assert said(check) == (Verdict.DIFFERS, None)
    assert check.missing == ()


def test_more_than_all_payments_give_differs():
    check = checked(may(WHOLE + 1), FEBRUARY, MARCH)
    assert said(check) == (Verdict.DIFFERS, None)
    assert check.expected == Ore(WHOLE * 100)


def test_a_payment_left_out_is_named():
    check = checked(may(1581), FEBRUARY, MARCH)  # March alone
    assert said(check) == (Verdict.DIFFERS, None)
    assert check.missing == (Period(day("2025-02-03"), day("2025-02-28")),)
    assert (check.days, check.paid_for) == (30, 10)


def test_the_first_days_alone_may_be_right_when_others_share_the_limit():
    check = checked(may(2919), FEBRUARY, MARCH)  # February alone: the first 20 days
    assert said(check) == (Verdict.CANNOT_TELL, Why.SHARED)
    assert check.missing == (Period(day("2025-03-03"), day("2025-03-14")),)
    assert check.expected == Ore(WHOLE * 100)


def test_the_higher_percentage_depends_on_the_age():
    check = checked(may(5515), FEBRUARY, MARCH)  # 12.5 %
    assert said(check) == (Verdict.CANNOT_TELL, Why.AGE)


@pytest.mark.parametrize("first", ["2025-02-01", "2026-01-01"])
def test_without_the_years_reports_a_difference_says_nothing(first):
    check = checked(may(1), FEBRUARY, MARCH, since=first)
    assert said(check) == (Verdict.CANNOT_TELL, Why.REPORTS)
    assert check.months_missing[0] == "2025-01"


def test_what_agrees_to_the_krone_does_so_without_every_report():
    assert said(checked(may(WHOLE), FEBRUARY, MARCH, since="2025-03-01"))[0] is Verdict.AGREES


def test_a_payment_without_dates_leaves_it_open():
    undated = line("", 1431, "2025-06-02")
    for kroner in (WHOLE, WHOLE + 146):
        check = checked(may(kroner), FEBRUARY, MARCH, undated)
        assert said(check) == (Verdict.CANNOT_TELL, Why.UNDATED)


def test_a_deduction_for_unknown_days_leaves_it_open():
    deduction = line("", -1431, "2025-06-02", benefit="A")
    assert said(checked(may(WHOLE), FEBRUARY, MARCH, deduction))[1] is Why.RECOVERY


def test_a_deduction_of_another_year_does_not():
    deduction = line("2024-03-04/2024-03-08", -5 * 1431, "2025-06-02", benefit="A")
    assert said(checked(may(WHOLE), FEBRUARY, MARCH, deduction))[0] is Verdict.AGREES


def test_a_minus_for_more_than_reports_show_paid_leaves_it_open():
    unseen = line("2025-08-04/2025-08-08", -5 * 1431, "2025-10-01")
    assert said(checked(may(WHOLE), FEBRUARY, MARCH, unseen))[1] is Why.RECOVERY


def test_a_payment_taken_back_gives_nothing():
    back = line("2025-02-03/2025-02-28", -20 * 1431, "2025-10-01")
    check = checked(may(1581), FEBRUARY, MARCH, back)
    assert said(check) == (Verdict.AGREES, None)
    assert check.days == 10


def test_a_later_calculation_pays_the_difference_and_may_be_below_zero():
    june, back = may(WHOLE), line("2025-02-03/2025-02-28", -20 * 1431, "2026-08-03")
    again = may(1581 - WHOLE, "2026-10-01")
    check = checked(again, FEBRUARY, MARCH, june, back)
    assert said(check) == (Verdict.AGREES, None)
    assert (check.before, check.paid) == (Ore(WHOLE * 100), Ore(1581_00))


def test_what_comes_later_changes_nothing_that_was_said():
    later = line("2025-03-03/2025-03-14", -10 * 1550, "2026-08-03")
    assert said(checked(may(WHOLE), FEBRUARY, MARCH, later))[0] is Verdict.AGREES


def test_payments_about_the_time_it_was_worked_out_may_be_in_it_or_not():
    late = line("2025-12-01/2025-12-05", 5 * 1000, "2026-05-04")
    with_it, without = WHOLE + 510, WHOLE
    assert said(checked(may(with_it), FEBRUARY, MARCH, late))[0] is Verdict.AGREES
    assert said(checked(may(without), FEBRUARY, MARCH, late))[0] is Verdict.AGREES
    assert said(checked(may(without + 7), FEBRUARY, MARCH, late))[1] is Why.LATE


def test_payments_may_stand_under_a_number_that_payroll_does_not_know():
    check = checked(may(WHOLE + 100), FEBRUARY, MARCH, is_known=False)
    assert said(check) == (Verdict.CANNOT_TELL, Why.NUMBER)


def test_days_of_other_years_and_other_benefits_do_not_count():
    others = (
        line("2024-12-02/2024-12-31", 22 * 1431, "2025-01-02"),
        line("2025-06-02/2025-06-30", 21 * 1431, "2025-07-01", benefit="2"),
        line("2026-01-05/2026-01-16", 10 * 1431, "2026-02-02"),
    )
    assert said(checked(may(WHOLE), FEBRUARY, MARCH, *others))[0] is Verdict.AGREES


def test_days_in_another_of_our_sub_units_use_up_the_48():
    elsewhere = line("2025-01-06/2025-02-28", 40 * 500, "2025-03-03", sub_unit=OTHER_UNIT)
    ours = replace(MARCH, sub_unit=may(1).sub_unit)
    check = checked(may(1265), elsewhere, ours)  # 8 of the 10 days: 12 400 · 10.2 %
    assert said(check) == (Verdict.AGREES, None)
    assert check.days == 8


@pytest.mark.parametrize("code", ["J", "K", "I"])
def test_the_employer_period_has_no_limit_to_share(code):
    benefit = {"J": "6", "K": "7", "I": "5"}[code]
    earlier = [replace(each, benefit=benefit) for each in (FEBRUARY, MARCH)]
    check = checked(may(2919, benefit=code), *earlier)
    assert said(check) == (Verdict.DIFFERS, None)
    assert check.missing == (Period(day("2025-03-03"), day("2025-03-14")),)


def test_parental_benefit_is_shared_with_the_other_parent():
    earlier = [replace(each, benefit="2") for each in (FEBRUARY, MARCH)]
    since = "2024-07-01"
    assert said(checked(may(WHOLE, benefit="F"), *earlier, since=since))[0] is Verdict.AGREES
    check = checked(may(WHOLE - 9, benefit="F"), *earlier, since=since)
    assert said(check) == (Verdict.CANNOT_TELL, Why.PARENT)
    assert said(checked(may(WHOLE + 9, benefit="F"), *earlier, since=since)) == (
        Verdict.DIFFERS,
        None,
    )


def test_another_period_says_nothing_of_the_year():
    odd = line("2026-05-01/2026-05-30", WHOLE, "2026-06-01", benefit="H")
    assert said(checked(odd, FEBRUARY, MARCH)) == (Verdict.CANNOT_TELL, Why.PERIOD)
    assert said(checked(replace(odd, first=None), FEBRUARY)) == (Verdict.CANNOT_TELL, Why.PERIOD)


def test_an_amount_is_spread_over_weekdays_and_loses_nothing():
    (friday, monday) = paid_days([line("2025-02-07/2025-02-10", 0, "2025-03-03", amount=Ore(101))])
    assert (friday.to_employer, monday.to_employer) == (51, 50)


def test_days_are_told_as_periods_across_weekends():
    days = [day("2025-02-07"), day("2025-02-10"), day("2025-02-12")]
    assert periods_of(days) == (
        Period(day("2025-02-07"), day("2025-02-10")),
        Period(day("2025-02-12"), day("2025-02-12")),
    )


def test_a_minus_with_its_payment_in_the_same_report_is_seen():
    minus = replace(FEBRUARY, amount=Ore(-FEBRUARY.amount), ref=MARCH.ref)
    assert not takes_unseen(minus, [FEBRUARY, minus])
    assert takes_unseen(replace(minus, amount=Ore(minus.amount - 100)), [FEBRUARY])
