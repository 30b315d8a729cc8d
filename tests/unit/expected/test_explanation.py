"""Differences in days x rate, and causes that are named only with their evidence (issue part 6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.basis import Exemption, PaidDay, Uptake
from rutine.refunds.expected.explanation import (
    DaysTimesRate,
    Explanation,
    days_times_rate,
    explain,
)
from rutine.refunds.expected.payment import Paid, PaidLine
from tests.expected_people import (
    EMPLOYER,
    OTHER,
    account,
    basis,
    job,
    kroner,
    report,
)

FEBRUARY = (date(2018, 2, 1), date(2018, 2, 28))
RATE = kroner("1 431")


def february(*jobs: Any, **more: Any) -> ExpectedRefund:
    """Twenty weekdays at 1 431, unless the jobs say otherwise."""
    return account(basis(*(jobs or (job("90S"),)), **more), *FEBRUARY)


def paid(kroner_text: str | int, first: date | None = None, last: date | None = None) -> Paid:
    return Paid.of(kroner(kroner_text), first, last)


def told(found: Explanation) -> dict[str, tuple[str | None, str | None]]:
    return {each.field: (each.left, each.right) for each in found.evidence}


# Days x rate ----------------------------------------------------------------------------------


def test_two_days_short_is_two_days_times_the_rate():
    found = explain(february(), paid("25 758"))
    assert found.difference == kroner("−2 862")
    assert found.in_days == DaysTimesRate(-2, RATE, Ore(0))


@pytest.mark.parametrize(
    ("difference", "days", "rest"),
    [("1 431", 1, "0"), ("−2 862", -2, "0"), ("2 866", 2, "4"), ("−2 858", -2, "4")],
)
def test_a_difference_is_days_times_rate_plus_rounding(difference: str, days: int, rest: str):
    found = days_times_rate(kroner(difference), [RATE], kroner(10))
    assert found == DaysTimesRate(days, RATE, kroner(rest))


def test_what_no_rate_goes_up_in_is_not_forced_into_days():
    assert days_times_rate(kroner(700), [RATE], kroner(10)) is None
    assert days_times_rate(kroner(5), [RATE], kroner(10)) is None


# Nothing to explain ---------------------------------------------------------------------------


def test_the_same_to_the_krone_is_d01_and_rounding_is_d02():
    assert explain(february(), paid("28 620")).cause == "D01"
    assert explain(february(), paid("28 620"), kroner("28 620")).cause == "D01"
    rounded = explain(february(), paid("28 630"))  # 0.5 x 20 = 10 kroner
    assert (rounded.cause, rounded.difference) == ("D02", kroner(10))
    assert explain(february(), paid("28 631")).cause != "D02"


def test_a_municipality_may_narrow_the_tolerance_but_not_widen_it():
    assert explain(february(), paid("28 630"), tolerance=kroner(1)).cause == "D00"
    assert explain(february(), paid("28 600"), tolerance=kroner(1000)).cause == "D00"


# NAV paid something else ----------------------------------------------------------------------


def test_whole_days_without_a_registered_fact_cannot_be_told():
    found = explain(february(), paid("25 758"))
    assert (found.cause, found.known, found.evidence) == ("D00", False, ())


def test_half_the_amount_is_ten_days_as_well_as_half_a_grade_so_it_cannot_be_told():
    found = explain(february(), paid("14 310"))
    assert found.in_days == DaysTimesRate(-10, RATE, Ore(0))
    assert found.cause == "D00"
    # 715 x 20 = 14 300 is the half grade, ten kroner of rounding away.
    assert [c.code for c in found.candidates] == ["D09"]


def test_a_grade_that_nobody_registered_is_a_candidate_and_not_the_cause():
    found = explain(february(), paid("14 300"))  # 715 a day: 1 430.77 / 2 = 715.38
    assert (found.cause, found.known) == ("D00", False)
    (candidate,) = found.candidates
    assert (candidate.code, candidate.evidence[0].right) == ("D09", "50")


def test_a_registered_grade_is_stronger_than_one_that_only_fits():
    graded = basis(
        job("31S", grade=60).model_copy(
            update={
                "absences": (
                    *job("31S", grade=60).absences,
                    *job("59S", start=date(2018, 2, 1)).absences,
                )
            }
        )
    )
    found = explain(account(graded, *FEBRUARY), paid("17 160"))  # 858 x 20: 858.46
    assert (found.cause, found.candidates[0].strength.name) == ("D09", "REGISTERED")


@pytest.mark.parametrize(("year", "cap"), [("2018", "2 236"), ("2016", None)])
def test_the_cap_of_another_g(year: str, cap: str | None):
    rich = february(job("90S", incomes=(report(income="60 000"),)))
    assert rich.rates == (kroner("2 161"),)
    if cap is None:
        assert explain(rich, paid("42 000")).cause == "D00"
        return
    found = explain(rich, Paid.of(kroner(cap) * 20))
    assert (found.cause, told(found)["g"]) == ("D05", ("2017-05-01", f"{year}-05-01"))


def test_other_jobs_left_out_of_the_cap():
    jobs = (
        job("90S", incomes=(report(income="40 000"),)),
        job("90S", employer=OTHER, incomes=(report(income="20 000"),)),
    )
    found = explain(february(*jobs), Paid.of(kroner("1 846") * 20))
    assert (found.cause, told(found)) == ("D06", {"jobs": ("2", "1")})


def test_income_set_at_discretion_needs_two_lines_with_one_rate():
    half = [(date(2018, 2, 1), date(2018, 2, 14)), (date(2018, 2, 15), date(2018, 2, 28))]
    lines = tuple(PaidLine(kroner(939) * 10, *days) for days in half)  # 34 percent less
    found = explain(february(), Paid(lines))
    assert (found.cause, told(found)["day_rate"]) == ("D07", ("143100", "93900"))
    assert explain(february(), Paid(lines[:1])).cause == "D00"
    mild = tuple(PaidLine(kroner("1 217") * 10, *days) for days in half)  # 15 percent less
    assert explain(february(), Paid(mild)).cause == "D00"


def test_the_income_of_another_report():
    reports = (report(income="31 000"), report(date(2018, 3, 5), "36 000"))
    found = explain(february(job("90S", incomes=reports)), Paid.of(kroner("1 662") * 20))
    assert (found.cause, told(found)["monthly_income"]) == ("D08", ("3100000", "3600000"))


def test_holiday_that_nav_does_not_know_of():
    away = february(job("31S5F54S"))  # 1-5 February holiday: 3 weekdays
    assert away.amount == kroner("24 327")
    found = explain(away, paid("28 620"))
    assert (found.cause, told(found)["holiday_days"]) == ("D11", ("3", "0"))
    assert found.in_days == DaysTimesRate(3, RATE, Ore(0))


def test_another_jobs_holiday_counted_here():
    other = job("31S5F54S", employer=OTHER, incomes=(report(income="10 000"),))
    found = explain(february(job("90S"), other), paid("24 327"))  # 1, 2 and 5 February
    assert (found.cause, told(found)) == (
        "D11",
        {"holiday_days_in_another_job": ("3", "3")},
    )


def test_nothing_paid_is_not_explained_by_another_jobs_holiday():
    other = job("90F", employer=OTHER, incomes=(report(income="10 000"),))
    assert explain(february(job("90S"), other), Paid()).cause == "D00"


def test_the_employer_period_ending_another_day():
    month = account(basis(job("31S")))  # NAV pays from 17 January
    later = explain(month, paid("12 879", date(2018, 1, 19), date(2018, 1, 31)))  # two days less
    assert (later.cause, told(later)["first_paid_day"]) == ("D12", ("2018-01-17", "2018-01-19"))
    earlier = explain(month, paid("18 603", date(2018, 1, 15), date(2018, 1, 31)))
    assert (earlier.cause, earlier.in_days) == ("D12", DaysTimesRate(2, RATE, Ore(0)))
    from_first = explain(month, paid("32 913", date(2018, 1, 1), date(2018, 1, 31)))
    assert (from_first.cause, from_first.in_days) == ("D13", DaysTimesRate(12, RATE, Ore(0)))


def test_another_first_day_without_the_right_amount_is_no_evidence():
    month = account(basis(job("31S")))
    assert explain(month, paid("14 310", date(2018, 1, 19), date(2018, 1, 31))).cause == "D00"
    assert explain(month, paid("12 879")).cause == "D00"


def test_the_last_benefit_day_of_the_report():
    stopped = Paid.of(kroner("14 310"), *FEBRUARY, last_benefit_day=date(2018, 2, 14))
    found = explain(february(), stopped)
    assert (found.cause, told(found)["last_benefit_day"][1]) == ("D19", "2018-02-14")
    assert found.in_days == DaysTimesRate(-10, RATE, Ore(0))


def test_age_income_grade_and_ends_that_nav_did_not_see():
    born = date(1948, 2, 15)
    pensioner = february(birth_date=born)
    assert explain(pensioner, paid("28 620")).cause == "D20"
    poor = february(job("90S", incomes=(report(income="3 000"),)))
    assert explain(poor, Paid.of(kroner(138) * 20)).cause == "D20"
    low = february(job("90S", grade=15))
    assert explain(low, Paid.of(kroner(215) * 20)).cause == "D10"
    gone = february(job("90S", employed_to=date(2018, 2, 14)))
    left = explain(gone, paid("28 620", *FEBRUARY))
    assert (left.cause, told(left)["employed_to"]) == ("D24", ("2018-02-14", "2018-02-28"))
    dead = february(death=date(2018, 2, 14))
    assert explain(dead, paid("28 620", *FEBRUARY)).cause == "D24"


def test_the_double_in_two_lines_is_a_double_payment():
    line = PaidLine(kroner("28 620"), *FEBRUARY)
    assert explain(february(), Paid((line, line))).cause == "D29"
    assert explain(february(), paid("57 240")).cause == "D00"


def test_exemptions_care_days_and_uptake():
    none = account(basis(), benefit="6")
    assert explain(none, paid("17 169,24")).cause == "D31"
    assert explain(none, paid("9 000")).cause == "D00"  # no number of covered days gives it
    decided = {"kind": "chronic", "from": date(2018, 1, 1), "to": date(2018, 12, 31)}
    granted = account(basis(exemptions=(Exemption.model_validate(decided),)), benefit="6")
    assert explain(granted, Paid()).cause == "D31"
    taken = {"employer": EMPLOYER, "from": FEBRUARY[0], "to": FEBRUARY[1]}
    leave = account(
        basis(job("", incomes=(report(),)), uptake=(Uptake.model_validate(taken),)),
        *FEBRUARY,
        benefit="2",
    )
    shorter = explain(leave, paid("20 034", FEBRUARY[0], date(2018, 2, 20)))  # 14 weekdays
    assert (shorter.cause, told(shorter)["last_paid_day"]) == (
        "D33",
        ("2018-02-28", "2018-02-20"),
    )


def holiday_account(**more: Any) -> ExpectedRefund:
    days = tuple(
        PaidDay(day=day, employer=EMPLOYER, to_employer=kroner("1 000"))
        for day in Period(date(2018, 1, 1), date(2018, 3, 30))
        if day.weekday() < 5
    )
    known = basis(job(""), paid_days=days, **more)
    return account(known, date(2019, 5, 1), date(2019, 5, 31), benefit="H")


@pytest.mark.parametrize(
    ("amount", "what"),
    [("6 000", "holiday_pay"), ("6 630", "days"), ("4 896", None), ("5 000", "")],
)
def test_holiday_pay_counted_in_another_way(amount: str, what: str | None):
    # 65 paid weekdays: 48 count, 48 000 x 10.2 % = 4 896; x 12.5 % = 6 000; all 65 give 6 630.
    found = explain(holiday_account(), paid(amount))
    if what is None:
        assert found.cause == "D01"
    elif what:
        assert (found.cause, told(found)["counted"]) == ("D35", ("as_expected", what))
    else:
        assert found.cause == "D00"


def test_holiday_pay_paid_again_in_full():
    found = explain(holiday_account(holiday_pay_before=kroner("4 000")), paid("4 896"))
    assert (found.cause, told(found)["counted"][1]) == ("D35", "paid_before")


# NAV paid what it should: it is the claim that differs -----------------------------------------


@pytest.mark.parametrize(
    ("claimed", "method"),
    [("31 000", "calendar_days"), ("28 620", None)],
)
def test_a_claim_of_the_monthly_salary(claimed: str, method: str | None):
    found = explain(february(), paid("28 620"), kroner(claimed))
    assert found.cause == ("D01" if method is None else "D03")
    if method is not None:
        assert found.about_claim
        assert told(found)["method"] == ("day_rate", method)
        assert found.difference == kroner("2 380")


@pytest.mark.parametrize(
    ("expected", "claimed", "cause"),
    [
        (february(job("90S", incomes=(report(income="60 000"),))), kroner("2 769") * 20, "D04"),
        (
            february(
                job("90S", incomes=(report(income="40 000"),)),
                job("90S", employer=OTHER, incomes=(report(income="20 000"),)),
            ),
            kroner("1 846") * 20,
            "D06",
        ),
        (february(job("90S", monthly_income=kroner("36 000"))), kroner("1 662") * 20, "D08"),
        (february(job("90S", grade=50)), kroner("28 620"), "D09"),
        (february(job("90S", grade=15)), kroner("215") * 20, "D10"),
        (february(job("31S5F54S")), kroner("28 620"), "D11"),
        (account(basis(job("31S"))), kroner("32 913"), "D12"),
        (february(birth_date=date(1948, 2, 15)), kroner("28 620"), "D20"),
        (february(job("90S", incomes=(report(refund="0"),))), kroner("28 620"), "D21"),
        (february(job("90S", employed_to=date(2018, 2, 14))), kroner("28 620"), "D24"),
        (february(death=date(2018, 2, 14)), kroner("28 620"), "D24"),
    ],
)
def test_a_claim_that_overlooks_a_rule(expected: ExpectedRefund, claimed: Ore, cause: str):
    found = explain(expected, Paid.of(expected.amount), claimed)
    assert (found.cause, found.about_claim) == (cause, True)
    assert found.evidence


def test_a_claim_sent_too_late_or_past_the_last_benefit_day():
    late = account(
        basis(job("120S", incomes=(report(sent=date(2018, 6, 10)),))),
        date(2018, 2, 1),
        date(2018, 2, 28),
    )
    assert late.amount == Ore(0)
    found = explain(late, Paid(), kroner("28 620"))
    assert (found.cause, told(found)["sent"][0]) == ("D18", "2018-06-10")
    spent = account(basis(job("400S")), date(2018, 12, 24), date(2019, 1, 4))
    over = explain(spent, Paid.of(spent.amount), RATE * 10)
    assert (over.cause, told(over)["last_benefit_day"][1]) == ("D19", "2018-12-28")


def test_a_rounded_claim_is_rounding():
    found = explain(february(), paid("28 620"), kroner("28 615,38"))  # 1 430.769 x 20
    assert (found.cause, found.about_claim) == ("D02", True)


def test_a_claim_that_nothing_explains_is_not_explained():
    found = explain(february(), paid("28 620"), kroner("30 333"))
    assert (found.cause, found.known) == ("D00", False)
