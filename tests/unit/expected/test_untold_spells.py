"""An earlier spell without an income report: its days are not guessed as paid."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rutine.core.periods import Period
from rutine.refunds.expected.account import CannotCompute, Unchecked
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.batch.columns import columns_of
from rutine.refunds.expected.batch.computing import compute
from tests.expected_people import MONDAY, OTHER, ask, basis, job, report, tables

SECOND = date(2019, 1, 7)  # a Monday, 53 weeks on


def two_spells(first_days: int, second_days: int = 100) -> Basis:
    """Ill from 1 January 2018 without a report, and again from 7 January 2019 with one."""
    word = f"{first_days}S{371 - first_days}A{second_days}S"
    return basis(job(word, incomes=(report(SECOND),)))


def asked(known: Basis, days: int = 100) -> object:
    return ask(known, SECOND, SECOND + timedelta(days=days - 1))


def test_days_that_decide_the_last_benefit_day_need_their_report():
    # 16 + 243 weekdays to 28 December: ten days' rest, and then nothing is left if they were paid.
    found = asked(two_spells(362))
    assert isinstance(found, CannotCompute)
    assert [m.field for m in found.missing] == ["jobs.0.incomes"]
    assert "2018-01-01" in found.missing[0].reason


def test_days_that_decide_nothing_leave_the_last_benefit_day_unchecked():
    found = asked(two_spells(60))
    assert not isinstance(found, CannotCompute)
    assert Unchecked("last_benefit_day", "jobs.0.incomes") in found.unchecked
    whole = basis(job("60S311A100S", incomes=(report(), report(SECOND))))
    told = asked(whole)
    assert not isinstance(told, CannotCompute)
    assert told.amount == found.amount
    assert "jobs.0.incomes" not in {each.missing for each in told.unchecked}


def test_a_spell_in_another_job_counts_too():
    other = job("362S", employer=OTHER, incomes=())
    known = basis(job("100S", start=SECOND), other)
    found = ask(known, SECOND, SECOND + timedelta(days=99))
    assert isinstance(found, CannotCompute)
    assert [m.field for m in found.missing] == ["jobs.1.incomes"]


@pytest.mark.parametrize("first_days", [20, 60, 200, 300, 340, 362])
def test_the_batch_path_leaves_out_the_same_people(first_days: int):
    known = two_spells(first_days)
    found = compute(columns_of([known]), Period(SECOND, SECOND + timedelta(days=99)), tables())
    one = asked(known)
    assert bool(found.cannot[0]) == isinstance(one, CannotCompute)
    if not isinstance(one, CannotCompute):
        assert int(found.rate.sum()) == one.amount


def test_days_before_the_period_that_start_the_same_history_are_compared_in_the_period_only():
    known = two_spells(362)
    first = ask(known, MONDAY, MONDAY + timedelta(days=10))  # the employer period: nothing to pay
    assert not isinstance(first, CannotCompute)
