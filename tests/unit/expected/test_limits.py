"""Age, income, grade, deadlines, and the ends of jobs and lives (refund rules §1.2.3, §1.5)."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.core.money import Ore
from rutine.refunds.expected.account import CannotCompute, Unchecked
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.day_counting import (
    add_weekdays,
    last_weekday,
    month_end,
    months_before,
    weekday_before,
    years_after,
)
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


@pytest.mark.parametrize(
    ("sent", "cut_off"),
    [
        (date(2021, 6, 10), date(2021, 3, 1)),
        (date(2021, 6, 30), date(2021, 3, 1)),
        (date(2021, 3, 31), date(2020, 12, 1)),
        (date(2021, 1, 1), date(2020, 10, 1)),
    ],
)
def test_a_claim_reaches_back_to_the_first_of_the_month_three_months_before(
    sent: date, cut_off: date
):
    assert months_before(sent, 3) == cut_off


def test_days_before_the_cut_off_are_lost_and_days_after_it_paid():
    pay = report(sent=date(2018, 5, 15))  # reaches back to 1 February
    found = account(basis(job("59S", incomes=(pay,))), date(2018, 1, 30), date(2018, 2, 2))
    assert types(found) == ["ForeldetDag"] * 2 + ["NavDag"] * 2


def test_amending_an_income_report_does_not_move_the_cut_off():
    first, amended = report(sent=date(2018, 2, 1)), report(income="32 000", sent=date(2018, 8, 1))
    found = account(basis(job("31S", incomes=(first, amended))))
    assert found.paid_days == 11
    assert found.rates == (kroner("1 477"),)  # 32 000 x 12 / 260 = 1 476.92


@pytest.mark.parametrize(("grade", "paid"), [(19, 0), (20, 11), (21, 11)])
def test_a_total_grade_under_20_percent_gives_nothing(grade: int, paid: int):
    found = account(basis(job("31S", grade=grade)))
    assert found.paid_days == paid
    if not paid:
        assert {d.why for d in found.days if d.type.value == "AvvistDag"} == {Why.LOW_GRADE}
        assert Unchecked("lowest_grade", "income from other employers") in found.unchecked


def test_the_grade_is_total_over_the_jobs():
    # 50 percent ill in a job of 10 000 of 40 000: 12.5 percent in all.
    well = job("", employer=OTHER, monthly_income=kroner("30 000"), incomes=())
    ill = job("31S", grade=50, incomes=(report(income="10 000"),))
    assert account(basis(ill, well)).amount == Ore(0)
    half = job("31S", grade=80, incomes=(report(income="10 000"),))  # 20 percent exactly
    assert account(basis(half, well)).paid_days == 11


@pytest.mark.parametrize(
    ("monthly", "paid"),
    [("3 901,41", 0), ("3 901,42", 11)],  # 0.5G = 46 817: 3 901.416... a month
)
def test_an_income_under_half_of_g_gives_nothing(monthly: str, paid: int):
    assert account(basis(job("31S", incomes=(report(income=monthly),)))).paid_days == paid


def test_the_minimum_income_takes_the_old_g_until_the_new_one_is_in_use():
    # 10 May 2019 lies after 1 May but before 27 May: 0.5G is still 48 441.50.
    start = date(2019, 5, 10)
    pay = report(start, "4 100")  # 49 200 a year; the new 0.5G is 49 929
    before = account(
        basis(job("40S", start=start, incomes=(pay,))), date(2019, 6, 3), date(2019, 6, 7)
    )
    assert before.paid_days == 5
    later = date(2019, 5, 27)
    after = account(
        basis(job("40S", start=later, incomes=(report(later, "4 100"),))),
        date(2019, 6, 17),
        date(2019, 6, 21),
    )
    assert after.amount == Ore(0)


def test_after_67_the_income_must_be_2g():
    # 2G = 187 268 a year is 15 605.67 a month.
    pay = (report(income="15 000"),)
    young = account(basis(job("31S", incomes=pay), birth_date=date(1951, 1, 20)))
    # The birthday is 20 January 2018: from the 21st (a Sunday) on the income is too small.
    assert {d.day.day for d in young.days if d.rate} == {17, 18, 19}
    assert young.days[21].why is Why.LOW_INCOME
    enough = basis(job("31S", incomes=(report(income="15 606"),)), birth_date=date(1951, 1, 20))
    assert account(enough).paid_days == 11


def test_from_the_70th_birthday_nothing_is_paid():
    found = account(basis(birth_date=date(1948, 1, 23)))
    assert max(d.day.day for d in found.days if d.rate) == 22
    assert found.days[22].why is Why.AGE
    assert found.last_benefit_day == date(2018, 1, 22)


def test_an_unknown_birth_date_is_said_and_not_guessed_from_the_national_id():
    found = account(basis(birth_date=None))
    assert Unchecked("age", "birth_date") in found.unchecked
    assert found.paid_days == 11


def test_an_unknown_past_is_said():
    told = {each.rule for each in account().unchecked}
    assert {"last_benefit_day", "employer_period", "four_weeks_service"} <= told
    known = account(basis(job(employed_from=date(2010, 1, 1)), history_from=date(2010, 1, 1)))
    assert known.unchecked == ()


def test_nothing_is_paid_after_the_day_of_death():
    found = account(basis(death=date(2018, 1, 24)))
    assert max(d.day.day for d in found.days if d.rate) == 24
    assert found.days[24].why is Why.DEATH
    assert found.last_benefit_day == date(2018, 1, 24)


def test_after_the_job_has_ended_nav_pays_the_person():
    found = account(basis(job(employed_to=date(2018, 1, 24))))
    assert max(d.day.day for d in found.days if d.rate) == 24
    assert (found.days[24].why, found.days[24].to_person) == (
        Why.EMPLOYMENT_ENDED,
        kroner("1 431"),
    )


def test_days_up_to_the_last_benefit_day_in_another_job_are_used_too():
    # 240 paid days in the first job by 18 December. The second begins its employer period on the
    # 19th; NAV pays it from 4 January, and the 8 days left end on the 15th.
    first = job("352S")
    start = date(2018, 12, 19)
    second = job("60S", employer=OTHER, start=start, incomes=(report(start, "20 000"),))
    found = account(basis(first, second), date(2018, 12, 24), date(2019, 1, 25), employer=OTHER)
    assert [d.day for d in found.days if d.rate][-1] == date(2019, 1, 15)
    assert min(d.day for d in found.days if d.why is Why.LAST_BENEFIT_DAY) == date(2019, 1, 16)


@pytest.mark.parametrize(
    ("day", "field"),
    [
        (date(2016, 5, 2), "tables.employer_period_days"),
        (date(2017, 3, 1), "tables.g"),
        (date(2027, 5, 3), "tables.g"),
    ],
)
def test_a_year_without_g_is_said(day: date, field: str):
    found = ask(
        basis(job("40S", start=day, incomes=(report(day),))),
        date(day.year, day.month, 25),
        date(day.year, day.month, 28),
    )
    assert isinstance(found, CannotCompute)
    assert (found.code, found.missing[0].field) == ("unknown_year", field)


def test_g_of_the_last_row_is_not_stretched_over_the_next_year():
    spring = date(2027, 4, 1)
    known = account(
        basis(job("60S", start=spring, incomes=(report(spring),))),
        date(2027, 5, 3),
        date(2027, 5, 7),
    )
    assert known.paid_days == 5  # the illness began under the G of 2026


@pytest.mark.parametrize(
    ("known", "field"),
    [
        (basis(job(incomes=())), "jobs.0.incomes"),
        (basis(job(incomes=(report(sent=None),))), "jobs.0.incomes.sent"),
        (basis(job(), job("31S", employer=OTHER, incomes=())), "jobs.1.incomes"),
        (basis(job(incomes=(report(date(2017, 6, 1)),))), "jobs.0.incomes"),
    ],
)
def test_what_is_missing_is_named(known: Basis, field: str):
    found = ask(known)
    assert isinstance(found, CannotCompute)
    assert (found.code, [m.field for m in found.missing]) == ("missing", [field])


def test_days_within_the_employer_period_need_no_income():
    assert account(basis(job(incomes=())), MONDAY, date(2018, 1, 16)).amount == Ore(0)


def test_another_jobs_unknown_income_is_said_but_stops_nothing():
    idle = job("", employer=OTHER, incomes=())
    found = account(basis(job(), idle))
    assert found.amount == kroner("15 741")
    assert Unchecked("shared_cap", "jobs.1.monthly_income") in found.unchecked


def test_an_unknown_sub_unit_or_code_is_said():
    assert ask(employer=OTHER).code == "unknown_job"
    assert ask(benefit="X").code == "unknown_benefit"
    assert ask(benefit="4", employer=EMPLOYER).amount == kroner("15 741")


def test_days_and_birthdays():
    assert last_weekday(date(2018, 1, 7)) == date(2018, 1, 5)
    assert weekday_before(date(2018, 1, 8)) == date(2018, 1, 5)
    assert add_weekdays(date(2018, 1, 5), 1) == date(2018, 1, 8)
    assert add_weekdays(date(2018, 1, 5), 248) == date(2018, 12, 19)
    assert month_end(date(2020, 2, 3)) == date(2020, 2, 29)
    assert years_after(date(1952, 2, 29), 67) == date(2019, 2, 28)
    assert years_after(date(2024, 2, 29), -3) == date(2021, 2, 28)
