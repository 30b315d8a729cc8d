"""Holiday pay that NAV refunds: limits, percentages, several employers, minus (rules §1.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.basis import Basis, PaidDay, Uptake
from tests.expected_people import EMPLOYER, OTHER, account, ask, basis, job, kroner, report

MAY = (date(2019, 5, 1), date(2019, 5, 31))


def weekdays(first: date, count: int) -> list[date]:
    days, day = [], first
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return days


def paid(
    count: int, first: date = date(2018, 1, 1), employer: OrgNr = EMPLOYER, **more: str
) -> list[PaidDay]:
    """Paid weekdays from a day on: 1 000 kroner to the employer unless `more` says otherwise."""
    return [
        PaidDay(
            day=day,
            employer=employer,
            benefit=more.get("benefit"),
            to_employer=kroner(more.get("to_employer", "1 000")),
            to_person=kroner(more.get("to_person", "0")),
        )
        for day in weekdays(first, count)
    ]


def holiday(*days: list[PaidDay], benefit: str = "H", **more: Any) -> ExpectedRefund:
    employer = more.pop("employer", EMPLOYER)
    jobs = (job(""), job("", employer=OTHER))
    known = basis(*jobs, paid_days=tuple(day for part in days for day in part), **more)
    return account(known, *MAY, employer=employer, benefit=benefit)


def test_the_first_48_days_give_10_2_percent():
    assert holiday(paid(60)).amount == kroner("4 896")  # 48 x 1 000 x 10.2 %
    assert holiday(paid(30)).amount == kroner("3 060")
    assert holiday(paid(60)).paid_days == 48


def test_12_5_percent_from_the_year_the_person_turns_59():
    assert holiday(paid(48), birth_date=date(1959, 12, 31)).amount == kroner("6 000")
    assert holiday(paid(48), birth_date=date(1960, 1, 1)).amount == kroner("4 896")


def test_the_sum_is_rounded_half_up_to_kroner():
    # 7 x 1 435 = 10 045; x 10.2 % = 1 024.59 -> 1 025
    assert holiday(paid(7, to_employer="1 435")).amount == kroner("1 025")
    # 5 x 1 250 = 6 250; x 10.2 % = 637.5 -> 638
    assert holiday(paid(5, to_employer="1 250")).amount == kroner("638")


def test_the_48_days_are_the_persons_dates_over_all_employers():
    early = paid(40, employer=OTHER)
    late = paid(20, first=date(2018, 6, 1))
    assert holiday(early, late).amount == kroner("816")  # 8 days left: 8 000 x 10.2 %
    assert holiday(early, late, employer=OTHER).amount == kroner("4 080")


def test_two_employers_on_the_same_date_use_one_day():
    assert holiday(paid(48), paid(48, employer=OTHER)).amount == kroner("4 896")


def test_days_paid_to_the_person_use_days_and_give_the_employer_nothing():
    to_person = paid(48, to_employer="0", to_person="1 000")
    assert holiday(to_person, paid(10, first=date(2018, 6, 1))).amount == Ore(0)


def test_only_days_of_the_year_before_count():
    two_years = paid(30, first=date(2018, 12, 3))
    assert holiday(two_years).amount == kroner("2 142")  # 21 weekdays from 3 December


def test_a_recalculation_pays_the_difference_also_a_minus():
    assert holiday(paid(30), holiday_pay_before=kroner("4 896")).amount == kroner("−1 836")


@pytest.mark.parametrize("benefit", ["J", "K"])
def test_refunded_employer_periods_have_no_limit(benefit: str):
    assert holiday(paid(60), benefit=benefit).amount == kroner("6 120")


def test_the_higher_percentage_is_for_sickness_benefit_only():
    old = date(1950, 1, 1)
    assert holiday(paid(10), benefit="J", birth_date=old).amount == kroner("1 250")
    assert holiday(paid(10), benefit="F", birth_date=old).amount == kroner("1 020")


def test_parental_benefit_gives_12_weeks_shared_with_the_other_parent():
    assert holiday(paid(80), benefit="F").amount == kroner("6 120")  # 60 days
    assert holiday(paid(80), benefit="F", cover=80).amount == kroner("7 650")  # 75 days
    # The other parent takes ten of the same days: each uses one, so 50 dates are left.
    shared = tuple(weekdays(date(2018, 1, 1), 10))
    assert holiday(paid(80), benefit="F", other_parent_days=shared).amount == kroner("5 100")


def test_parental_days_of_the_year_before_use_the_limit_but_pay_nothing_now():
    # 40 of the 60 days lie in 2017; 20 are left for 2018.
    known = paid(100, first=weekdays(date(2017, 11, 6), 1)[0])
    in_2017 = sum(day.day.year == 2017 for day in known)
    assert in_2017 == 40
    assert holiday(known, benefit="F").amount == kroner("2 040")


def test_pregnancy_benefit_gives_64_days():
    assert holiday(paid(80), benefit="G").amount == kroner("6 528")


def test_nursing_and_care_have_their_own_limits_under_one_code():
    nursing = paid(40, benefit="9") + paid(40, first=date(2018, 6, 1), benefit="Y")
    care = paid(60, first=date(2018, 3, 1), benefit="Z")
    assert holiday(nursing, benefit="M").amount == kroner("6 120")  # 60 of 80 days
    assert holiday(care, benefit="M").amount == kroner("4 896")  # 48 of 60 days
    assert holiday(nursing, care, benefit="M").amount == kroner("11 016")


def test_days_without_a_benefit_are_not_counted_under_two_limits():
    known = basis(paid_days=tuple(paid(10)))
    found = ask(known, *MAY, benefit="M")
    assert isinstance(found, CannotCompute)
    assert [m.field for m in found.missing] == ["paid_days.benefit"]


def test_without_a_birth_date_the_percentage_is_not_guessed():
    found = ask(basis(paid_days=(), birth_date=None), *MAY, benefit="H")
    assert isinstance(found, CannotCompute)
    assert found.missing[0].field == "birth_date"
    assert holiday(paid(10), benefit="F", birth_date=None).amount == kroner("1 020")


def test_what_nav_should_have_paid_is_used_when_what_it_paid_is_not_known():
    known = basis(job("31S", employed_from=date(2010, 1, 1)))
    found = account(known, *MAY, benefit="H")
    # 11 days x 1 431 = 15 741; x 10.2 % = 1 605.58
    assert found.amount == kroner("1 606")
    assert found.unchecked[0].rule == "paid_days"
    parental = known.model_copy(
        update={
            "uptake": (
                Uptake.model_validate(
                    {"employer": EMPLOYER, "from": date(2018, 2, 5), "to": date(2018, 2, 9)}
                ),
            )
        }
    )
    # 5 x 1 431 = 7 155; x 10.2 % = 729.81
    assert account(parental, *MAY, benefit="F").amount == kroner("730")


def test_an_unknown_last_year_is_said():
    unknown: Basis = basis(job("31S", incomes=()))
    found = ask(unknown, *MAY, benefit="H")
    assert isinstance(found, CannotCompute)
    assert [m.field for m in found.missing] == ["paid_days", "jobs.0.incomes"]
    insured = ask(basis(job("31S", incomes=(report(),))), *MAY, benefit="I")
    assert isinstance(insured, CannotCompute)
    assert [m.field for m in insured.missing] == ["paid_days", "benefit"]
