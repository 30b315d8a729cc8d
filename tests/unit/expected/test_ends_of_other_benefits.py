"""Death, age, the end of a job and late claims, in the benefits other than sickness benefit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rutine.refunds.expected.account import ExpectedRefund, Unchecked
from rutine.refunds.expected.basis import CareDays, Exemption, Uptake
from rutine.refunds.expected.day_types import Why
from tests.expected_people import EMPLOYER, account, basis, job, report

DAYS = (date(2025, 6, 2), date(2025, 6, 6))  # Monday to Friday
TUESDAY = date(2025, 6, 3)
ALL = ["1", "2", "3", "9", "Y", "Z", "6", "7"]


def answer(benefit: str, sent: date | None = DAYS[1], **more: Any) -> ExpectedRefund:
    days = {"employer": EMPLOYER, "from": DAYS[0], "to": DAYS[1]}
    decided = {
        "kind": "chronic" if benefit == "6" else "pregnancy",
        "from": date(2025, 1, 1),
        "to": date(2025, 12, 31),
    }
    known = basis(
        job(
            "5S" if benefit in "67" else "",
            start=DAYS[0],
            incomes=(report(DAYS[0], sent=sent),),
            employed_to=more.pop("employed_to", None),
        ),
        uptake=(Uptake.model_validate(days),),
        care_days=(CareDays.model_validate(days),),
        care_days_used=10,
        exemptions=(Exemption.model_validate(decided),),
        **more,
    )
    return account(known, *DAYS, benefit=benefit)


def whys(found: ExpectedRefund) -> list[Why | None]:
    return [day.why for day in found.days]


@pytest.mark.parametrize("benefit", ALL)
def test_nothing_is_paid_after_the_day_of_death(benefit: str):
    assert answer(benefit).paid_days == 5
    found = answer(benefit, death=TUESDAY)
    assert whys(found) == [None, None, *[Why.DEATH] * 3]
    assert found.paid_days == 2


@pytest.mark.parametrize("benefit", ALL)
def test_the_employer_gets_nothing_after_the_job_ended(benefit: str):
    found = answer(benefit, employed_to=TUESDAY)
    assert whys(found) == [None, None, *[Why.EMPLOYMENT_ENDED] * 3]
    assert found.amount == sum(day.rate for day in found.days[:2])


@pytest.mark.parametrize("benefit", ["9", "Y", "Z", "6", "7"])
def test_nothing_is_paid_from_the_70th_birthday(benefit: str):
    assert whys(answer(benefit, birth_date=date(1955, 6, 4)))[1:3] == [None, Why.AGE]


@pytest.mark.parametrize("benefit", ["1", "2", "3"])
def test_benefits_to_parents_have_no_age_limit(benefit: str):
    assert answer(benefit, birth_date=date(1955, 6, 4)).paid_days == 5


@pytest.mark.parametrize("benefit", ["1", "2", "3", "9", "Y", "6", "7"])
def test_a_claim_reaches_three_whole_months_back(benefit: str):
    in_time = answer(benefit, sent=date(2025, 9, 30))
    assert in_time.paid_days == 5
    late = answer(benefit, sent=date(2025, 10, 1))
    assert whys(late) == [Why.TIME_BARRED] * 5
    unsent = answer(benefit, sent=None)
    assert Unchecked("claim_limit", "incomes.sent") in unsent.unchecked


def test_care_days_say_that_the_claims_date_is_not_known():
    assert Unchecked("claim_limit", "care_days.sent") in answer("Z").unchecked
