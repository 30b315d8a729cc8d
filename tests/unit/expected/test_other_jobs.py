"""The other jobs' income in the cap of care and uptake benefits, and what is said without it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rutine.refunds.expected.account import ExpectedRefund, Unchecked
from rutine.refunds.expected.basis import CareDays, Job, Uptake
from tests.expected_people import EMPLOYER, OTHER, account, basis, job, kroner, report

DAYS = (date(2025, 6, 2), date(2025, 6, 6))  # five weekdays, all after the G of 2025
UNKNOWN = Unchecked("shared_cap", "jobs.1.monthly_income")


def answer(benefit: str, other: Job) -> ExpectedRefund:
    days = {"employer": EMPLOYER, "from": DAYS[0], "to": DAYS[1]}
    known = basis(
        job("", incomes=(report(DAYS[0], "60 000"),)),
        other,
        uptake=(Uptake.model_validate(days),),
        care_days=(CareDays.model_validate(days),),
        care_days_used=10,
    )
    return account(known, *DAYS, benefit=benefit)


def beside(**more: Any) -> Job:
    more.setdefault("incomes", ())
    return job("", employer=OTHER, **more)


@pytest.mark.parametrize("benefit", ["9", "Z"])
def test_the_cap_is_shared_by_what_the_other_job_earns_however_that_is_known(benefit: str):
    reported = answer(benefit, beside(incomes=(report(date(2025, 5, 1), "30 000"),)))
    stated = answer(benefit, beside(monthly_income=kroner("30 000")))
    # 6G is 780 960; the asked job is 60/90 of the pay: 520 640 / 260 = 2 002.46.
    assert reported.rates == stated.rates == (kroner("2 002"),)
    assert UNKNOWN not in (*reported.unchecked, *stated.unchecked)


@pytest.mark.parametrize("benefit", ["2", "3", "9", "Z"])
def test_an_unknown_income_in_the_other_job_is_said(benefit: str):
    assert UNKNOWN in answer(benefit, beside()).unchecked


@pytest.mark.parametrize("benefit", ["2", "9", "Z"])
@pytest.mark.parametrize(
    "when", [{"employed_to": date(2025, 5, 1)}, {"employed_from": date(2025, 8, 1)}]
)
def test_a_job_left_before_or_begun_after_is_not_asked_about(benefit: str, when: Any):
    found = answer(benefit, beside(**when))
    assert UNKNOWN not in found.unchecked
    assert found.rates == (kroner("2 769"),)  # 720 000 / 260 = 2 769.23
