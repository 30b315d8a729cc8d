from __future__ import annotations

import pytest

from rutine.practice.draws import seeded
from rutine.practice.plan import PracticePlan
from rutine.practice.schedule import BEFORE, WAITING, Schedule

PLAN = PracticePlan()


@pytest.fixture
def schedule() -> Schedule:
    return Schedule(PLAN, seeded(4), 2)


def test_every_month_has_its_main_payment_on_the_first_working_day(schedule, day) -> None:
    mains = [(r.value_date, r.account) for r in schedule.reports if r.main]
    firsts = [day("2026-08-03"), day("2026-09-01"), day("2026-10-01")]
    assert mains == [(first, account) for first in firsts for account in (0, 1)]


def test_each_month_has_one_to_three_payments_in_between(schedule) -> None:
    months = [report.month for report in schedule.reports if not report.main]
    assert all(1 <= months.count(PLAN.first_month + n) <= 3 for n in range(3))


def test_ids_are_unique_and_not_in_order_of_value_date(schedule) -> None:
    ids = [report.id for report in schedule.reports]
    assert len(set(ids)) == len(ids)
    assert ids != sorted(ids)


def test_reports_are_made_in_the_evening_within_two_days(schedule) -> None:
    waits = [report.created.date().toordinal() - report.value_date for report in schedule.reports]
    assert set(waits) <= {0, 1, 2}
    assert all(18 <= report.created.hour <= 21 for report in schedule.reports)


def test_a_decision_is_paid_with_the_next_main_payment(schedule, day) -> None:
    slot = schedule.slot(day("2026-08-14"), 0, soon=False)
    assert schedule.reports[slot].value_date == day("2026-09-01")


def test_a_decision_on_the_day_of_payment_waits_for_the_next(schedule, day) -> None:
    slot = schedule.slot(day("2026-08-03"), 1, soon=False)
    assert schedule.reports[slot].value_date == day("2026-09-01")


def test_a_hurried_decision_takes_a_payment_in_between(schedule, day) -> None:
    slot = schedule.slot(day("2026-08-03"), 0, soon=True)
    assert not schedule.reports[slot].main


def test_what_was_decided_earlier_was_paid_before_the_plan(schedule, day) -> None:
    assert schedule.slot(day("2026-06-30"), 0, soon=False) == BEFORE
    first = schedule.slot(day("2026-07-01"), 0, soon=False)
    assert schedule.reports[first].value_date == day("2026-08-03")


def test_what_is_decided_after_the_last_payment_waits(schedule, day) -> None:
    assert schedule.slot(day("2026-10-01"), 1, soon=True) == WAITING
