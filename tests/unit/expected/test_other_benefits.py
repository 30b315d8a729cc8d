"""Exemptions, parental, pregnancy, nursing and care benefits (refund rules §1.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rutine.core.money import Ore
from rutine.refunds.expected.account import CannotCompute, Unchecked
from rutine.refunds.expected.basis import CareDays, Exemption, Uptake
from rutine.refunds.expected.day_types import Why
from tests.expected_people import (
    EMPLOYER,
    MONDAY,
    OTHER,
    account,
    ask,
    basis,
    job,
    kroner,
    report,
    types,
)

SIX_G_2025 = kroner("780 960")


def decision(kind: str = "chronic", **more: Any) -> Exemption:
    days = {"from": date(2018, 1, 1), "to": date(2018, 12, 31), "received": date(2017, 12, 1)}
    return Exemption.model_validate({"kind": kind, **days, **more})


def uptake(first: date, last: date, **more: Any) -> Uptake:
    return Uptake.model_validate({"employer": EMPLOYER, "from": first, "to": last, **more})


def care(first: date, last: date, employer: Any = EMPLOYER, **more: Any) -> CareDays:
    return CareDays.model_validate({"employer": employer, "from": first, "to": last, **more})


# Codes 6 and 7 ------------------------------------------------------------------------------


def test_an_exemption_refunds_the_employer_period_to_the_ore():
    found = account(basis(exemptions=(decision(),)), benefit="6")
    # 31 000 x 12 / 260 = 1 430.769 -> 1 430.77; 1-16 January 2018 has 12 weekdays: 17 169.24.
    assert found.amount == kroner("17 169,24")
    assert found.paid_days == 12
    assert found.days[16].why is Why.AFTER_EMPLOYER_PERIOD
    assert [d.why for d in found.days[5:7]] == [Why.WEEKEND] * 2


def test_the_amount_is_rounded_once_for_the_days_together():
    pay = (report(income="30 123,45"),)
    graded = basis(job("31S", grade=33, incomes=pay), exemptions=(decision(),))
    # 30 123.45 x 12 / 260 = 1 390.313 -> 1 390.31; x 12 days x 0.33 = 5 505.6276 -> 5 505.63.
    assert account(graded, benefit="6").amount == kroner("5 505,63")


def test_each_employer_period_is_rounded_by_itself_and_holiday_in_it_is_not_refunded():
    # Two periods of a week each with 16 days of work between: 5 weekdays x 1 390.31 x 0.33
    # = 2 294.0115 -> 2 294.01 each.
    pay = (report(income="30 123,45"), report(date(2018, 1, 24), income="30 123,45"))
    twice = basis(job("7S16A7S", grade=33, incomes=pay), exemptions=(decision(),))
    assert account(twice, benefit="6").amount == kroner("4 588,02")
    away = account(basis(job("4S1F11S"), exemptions=(decision(),)), benefit="6")
    assert (away.paid_days, away.days[4].why) == (11, Why.HOLIDAY)


def test_the_cap_and_the_stated_days_a_year_apply():
    rich = basis(job("31S", incomes=(report(income="60 000"),)), exemptions=(decision(),))
    # 561 804 / 260 = 2 160.785 -> 2 160.78 (2 160.7846); x 12 = 25 929.36
    assert account(rich, benefit="6").amount == kroner("25 929,36")
    shift = basis(exemptions=(decision(days_a_year=230),))
    # 372 000 / 230 = 1 617.391 -> 1 617.39; x 12 = 19 408.68
    assert account(shift, benefit="6").amount == kroner("19 408,68")


def test_nothing_before_nav_received_the_application_or_without_a_decision():
    late = account(basis(exemptions=(decision(received=date(2018, 1, 10)),)), benefit="6")
    assert late.paid_days == 5  # 10-12, 15 and 16 January
    assert late.days[1].why is Why.NO_EXEMPTION
    none = account(basis(), benefit="6")
    assert (none.amount, none.days[0].why) == (Ore(0), Why.NO_EXEMPTION)
    other_kind = account(basis(exemptions=(decision("pregnancy"),)), benefit="6")
    assert other_kind.amount == Ore(0)
    assert account(basis(exemptions=(decision("pregnancy"),)), benefit="7").paid_days == 12


def test_an_exemption_needs_an_income_report_and_a_claim_in_time():
    known = basis(job(incomes=()), exemptions=(decision(),))
    assert ask(known, benefit="6").code == "missing"
    slow = report(sent=date(2018, 5, 2))
    late = account(basis(job(incomes=(slow,)), exemptions=(decision(),)), benefit="6")
    assert late.days[1].why is Why.TIME_BARRED
    unsent = account(
        basis(job(incomes=(report(sent=None),)), exemptions=(decision(),)), benefit="6"
    )
    assert Unchecked("claim_limit", "incomes.sent") in unsent.unchecked


# Codes 1, 2, 3, 9 and Y -----------------------------------------------------------------------

JUNE = (date(2025, 6, 2), date(2025, 6, 27))  # 20 weekdays, all after the G of 2025


def on_leave(income: str = "40 000", **more: Any) -> Any:
    pay = (report(JUNE[0], income),)
    taken = uptake(*JUNE, **more.pop("uptake", {}))
    return basis(job("", start=JUNE[0], incomes=pay), uptake=(taken,), **more)


@pytest.mark.parametrize("benefit", ["1", "2", "3", "9", "Y"])
def test_weekdays_are_paid_without_an_employer_period(benefit: str):
    found = account(on_leave(), *JUNE, benefit=benefit)
    # 40 000 x 12 / 260 = 1 846.15 -> 1 846; 20 x 1 846 = 36 920.
    assert found.amount == kroner("36 920")
    assert found.paid_days == 20
    assert types(found)[5:7] == ["NavHelgDag"] * 2


def test_parental_benefit_at_80_percent_is_at_most_80_percent_of_6g():
    found = account(on_leave("90 000", cover=80), *JUNE, benefit="2")
    # 780 960 x 0.8 / 260 = 2 402.95 -> 2 403
    assert found.rates == (kroner("2 403"),)
    modest = account(on_leave("40 000", cover=80), *JUNE, benefit="2")
    assert modest.rates == (kroner("1 477"),)  # 480 000 x 0.8 / 260 = 1 476.92


def test_graded_parental_benefit_multiplies_the_grade():
    found = account(on_leave("40 000", uptake={"grade": 60}), *JUNE, benefit="2")
    assert found.rates == (kroner("1 108"),)  # 480 000 x 0.6 / 260 = 1 107.69


def test_graded_leave_from_a_part_time_position_is_limited_to_the_leaves_share():
    # 50 percent position, works 30 percent of full time: 1 - 30/50 = 40 percent is leave.
    # Benefit at 70 percent would be 480 000 x 0.7; the employer gets 480 000 x 0.4 / 260 = 738.46.
    part = {"grade": 70, "position": 50, "work": 30}
    assert account(on_leave(uptake=part), *JUNE, benefit="2").rates == (kroner("738"),)
    full = {"grade": 70, "position": 100, "work": 30}
    assert account(on_leave(uptake=full), *JUNE, benefit="2").rates == (kroner("1 292"),)


def test_pregnancy_benefit_grades_the_income_and_the_cap():
    found = account(on_leave("90 000", uptake={"grade": 50}), *JUNE, benefit="3")
    assert found.rates == (kroner("1 502"),)  # 780 960 x 0.5 / 260 = 1 501.85


def test_nursing_benefit_is_65_percent_from_leave_and_needs_20_percent():
    left = account(on_leave(uptake={"on_leave": True}), *JUNE, benefit="9")
    assert left.rates == (kroner("1 200"),)  # 480 000 x 0.65 / 260
    assert account(on_leave(uptake={"grade": 19}), *JUNE, benefit="9").amount == Ore(0)
    assert account(on_leave(uptake={"grade": 20}), *JUNE, benefit="9").paid_days == 20
    told = account(on_leave(), *JUNE, benefit="9").unchecked
    assert Unchecked("nursing_reductions", "childcare or a second carer") in told


def test_parental_benefit_keeps_the_cap_of_the_cases_first_day():
    spring = (date(2025, 4, 14), date(2025, 4, 25))
    pay = (report(spring[0], "90 000"),)
    taken = (uptake(*spring), uptake(*JUNE))
    known = basis(job("", incomes=pay), uptake=taken)
    assert account(known, *JUNE, benefit="2").rates == (kroner("2 862"),)  # 6G of 2024 / 260
    # Nursing benefit after a pause is a new stretch with the new G.
    assert account(known, *JUNE, benefit="9").rates == (kroner("3 004"),)


def test_uptake_must_be_asked_for():
    found = ask(basis(), benefit="2")
    assert isinstance(found, CannotCompute)
    assert found.missing[0].field == "uptake"
    no_pay = ask(basis(job("", incomes=()), uptake=(uptake(*JUNE),)), *JUNE, benefit="2")
    assert no_pay.missing[0].field == "jobs.0.incomes"
    old = uptake(date(2016, 1, 4), date(2016, 1, 8))
    unknown = ask(
        basis(job("", incomes=(report(date(2016, 1, 4)),)), uptake=(old,)),
        date(2016, 1, 4),
        date(2016, 1, 8),
        benefit="2",
    )
    assert unknown.code == "unknown_year"


def test_days_outside_the_uptake_and_too_little_income_give_nothing():
    found = account(on_leave(), date(2025, 5, 30), date(2025, 6, 3), benefit="2")
    assert [d.why for d in found.days][:3] == [Why.WORK] * 3
    poor = account(on_leave("5 000"), *JUNE, benefit="2")
    assert {d.why for d in poor.days if d.type.value == "AvvistDag"} == {Why.LOW_INCOME}


# Code Z ---------------------------------------------------------------------------------------

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def with_care(*days: CareDays, income: str = "17 000", **more: Any) -> Any:
    pay = (report(date(2025, 1, 1), income),)
    return basis(job("", start=YEAR[0], incomes=pay), care_days=days, **more)


def test_the_employer_pays_the_first_ten_days_of_the_calendar_year():
    days = (
        care(date(2025, 2, 3), date(2025, 2, 7)),
        care(date(2025, 3, 3), date(2025, 3, 7)),
        care(date(2025, 4, 7), date(2025, 4, 9)),
    )
    found = account(with_care(*days), *YEAR, benefit="Z")
    # NAV's own example: 17 000 x 12 / 260 = 784.62 -> 785; the 11th to 13th day: 3 x 785.
    assert found.amount == kroner("2 355")
    assert {d.why for d in found.days if d.grade and not d.rate} == {Why.OWN_CARE_DAYS}


def test_only_older_children_give_refund_from_the_first_day():
    days = (care(date(2025, 2, 3), date(2025, 2, 4)),)
    assert account(with_care(*days, only_older_children=True), *YEAR, benefit="Z").paid_days == 2


def test_a_short_period_pays_its_weekend_and_a_long_one_five_days_a_week():
    short = (care(date(2025, 2, 7), date(2025, 2, 10)),)  # Friday to Monday: four days
    assert account(with_care(*short, care_days_used=10), *YEAR, benefit="Z").paid_days == 4
    apart = (care(date(2025, 2, 7), date(2025, 2, 7)), care(date(2025, 2, 10), date(2025, 2, 10)))
    assert account(with_care(*apart, care_days_used=10), *YEAR, benefit="Z").paid_days == 2
    long = (care(date(2025, 2, 3), date(2025, 2, 16)),)  # two weeks: ten days
    assert account(with_care(*long, care_days_used=10), *YEAR, benefit="Z").paid_days == 10


def test_part_days_are_half_hours_of_seven_and_a_half():
    half = (care(date(2025, 2, 3), date(2025, 2, 3), hours="4"),)
    found = account(with_care(*half, care_days_used=10), *YEAR, benefit="Z")
    assert found.amount == kroner("418")  # 204 000 x 4 / 7.5 / 260 = 418.46


def test_days_in_another_job_bring_the_eleventh_day_nearer():
    before = care(date(2025, 1, 6), date(2025, 1, 17), OTHER)  # ten weekdays
    own = care(date(2025, 2, 3), date(2025, 2, 3))
    known = with_care(before, own)
    jobs = (*known.jobs, job("", employer=OTHER, incomes=()))
    found = account(known.model_copy(update={"jobs": jobs}), *YEAR, benefit="Z")
    assert found.paid_days == 1


def test_care_days_of_another_year_do_not_count():
    last_year = care(date(2024, 12, 2), date(2024, 12, 13))
    own = care(date(2025, 2, 3), date(2025, 2, 3))
    found = account(with_care(last_year, own), *YEAR, benefit="Z")
    assert found.paid_days == 0


def test_care_days_need_pay_one_year_and_g():
    day = care(date(2025, 2, 3), date(2025, 2, 3))
    no_pay = basis(job("", incomes=()), care_days=(day,), care_days_used=10)
    assert ask(no_pay, *YEAR, benefit="Z").missing[0].field == "jobs.0.incomes"
    two_years = ask(with_care(day), date(2024, 12, 1), date(2025, 1, 31), benefit="Z")
    assert two_years.missing[0].field == "period"
    ahead = care(date(2027, 6, 1), date(2027, 6, 1))
    unknown = ask(
        with_care(ahead, care_days_used=10), date(2027, 6, 1), date(2027, 6, 1), benefit="Z"
    )
    assert unknown.code == "unknown_year"


# Never certain --------------------------------------------------------------------------------


@pytest.mark.parametrize("benefit", ["5", "8", "A"])
def test_insured_travel_grant_and_recovery_are_never_computed(benefit: str):
    found = ask(basis(), MONDAY, date(2018, 1, 31), benefit=benefit)
    assert isinstance(found, CannotCompute)
    assert found.code == "never_certain"
