from __future__ import annotations

import pytest
from pydantic import ValidationError

from rutine.practice.plan import PracticePlan


def test_a_plan_is_three_months_of_1200_employees_unless_told_otherwise() -> None:
    plan = PracticePlan()
    assert (plan.employees, plan.sub_units, plan.profile) == (1200, 40, "normal")
    assert plan.months == ("2026-08", "2026-09", "2026-10")


@pytest.mark.parametrize(
    "months",
    [(), ("2026-08", "2026-10"), ("2026-09", "2026-08"), ("2026-13",), ("2017-12",), ("2032-01",)],
)
def test_months_must_follow_each_other_within_the_table_of_g(months) -> None:
    with pytest.raises(ValidationError):
        PracticePlan(months=months)


def test_months_may_pass_the_turn_of_the_year(day) -> None:
    plan = PracticePlan(months=("2026-12", "2027-01"))
    assert (plan.begins, plan.ends) == (day("2026-12-01"), day("2027-01-31"))
    assert plan.claims_begin == day("2026-08-01")


def test_every_figure_of_a_plan_changes_its_fingerprint() -> None:
    plans = [
        PracticePlan(),
        PracticePlan(seed=2),
        PracticePlan(employees=1201),
        PracticePlan(sub_units=41),
        PracticePlan(months=("2026-08",)),
        PracticePlan(profile="hard"),
    ]
    assert len({plan.fingerprint for plan in plans}) == len(plans)
    assert PracticePlan().fingerprint == PracticePlan().fingerprint
