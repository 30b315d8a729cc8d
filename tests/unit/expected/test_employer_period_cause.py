"""D12 and D13 are named only where an employer period ends: nowhere else in a spell or benefit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rutine.refunds.expected.basis import CareDays, Uptake
from rutine.refunds.expected.explanation import explain
from rutine.refunds.expected.payment import Paid
from tests.expected_people import EMPLOYER, account, basis, job, kroner, report

MARCH = (date(2018, 3, 1), date(2018, 3, 31))


def codes(found: Any) -> set[str]:
    return {cause.code for cause in found.candidates}


def test_a_payment_from_the_middle_of_a_long_spell_is_not_about_the_employer_period():
    march = account(basis(job("90S")), *MARCH)  # sick from 1 January, 22 weekdays in March
    late = explain(march, Paid.of(kroner("1 431") * 17, date(2018, 3, 8), MARCH[1]))
    assert late.cause == "D00"
    assert not codes(late) & {"D12", "D13"}


def test_the_first_refund_day_counts_also_when_the_period_asked_about_begins_there():
    month = account(basis(job("31S")), date(2018, 1, 17), date(2018, 1, 31))
    late = explain(month, Paid.of(kroner("12 879"), date(2018, 1, 19), date(2018, 1, 31)))
    assert late.cause == "D12"


def test_an_employer_period_counted_although_the_job_was_new_is_d12():
    new = account(basis(job("31S", employed_from=date(2017, 12, 20))))  # NAV pays from 1 January
    late = explain(new, Paid.of(kroner("15 741"), date(2018, 1, 17), date(2018, 1, 31)))
    assert late.cause == "D12"


@pytest.mark.parametrize("benefit", ["2", "3", "9", "Z"])
def test_benefits_without_an_employer_period_never_name_it(benefit: str):
    days = {"employer": EMPLOYER, "from": date(2018, 3, 5), "to": date(2018, 3, 16)}
    known = basis(
        job("", incomes=(report(),)),
        uptake=(Uptake.model_validate(days),),
        care_days=(CareDays.model_validate(days),),
        care_days_used=10,
    )
    ten_days = account(known, *MARCH, benefit=benefit)
    assert ten_days.paid_days == 10
    late = explain(ten_days, Paid.of(kroner("1 431") * 8, date(2018, 3, 7), date(2018, 3, 16)))
    assert not codes(late) & {"D12", "D13"}
