"""The batch path gives what the rules for one person give, and refuses what can't be right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from benchmarks.expected import measure_reference
from rutine.core.errors import InputError
from rutine.core.periods import Period
from rutine.refunds.expected.account import CannotCompute
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.batch import computing
from rutine.refunds.expected.batch.columns import columns_of
from rutine.refunds.expected.batch.computing import compute
from rutine.refunds.expected.batch.day_codes import TYPES
from tests.expected_people import (
    MONDAY,
    OTHER,
    THIRD,
    ask,
    basis,
    job,
    kroner,
    report,
    tables,
)

YEAR = Period(MONDAY, date(2018, 12, 31))
PEOPLE: tuple[Basis, ...] = (
    basis(job("31S")),
    basis(job("4S1A4S1A4S10A11S")),
    basis(job("16S20P5S3F10S16A40S")),
    basis(job("60S", incomes=())),  # cannot be computed
    basis(job("60S", incomes=(report(sent=None),))),  # cannot be computed
    basis(
        job("60S", grade=50, incomes=(report(income="40 000"),)),
        job("90S", employer=OTHER, incomes=(report(income="30 000", refund="20 000"),)),
        job("", employer=THIRD, monthly_income=kroner("9 000"), incomes=()),
    ),
    basis(
        job("380S", incomes=(report(changes=[{"from": date(2018, 6, 1), "monthly_refund": 0}]),))
    ),
    basis(job("60S", employed_from=date(2017, 12, 20))),
    basis(job("60S", employed_to=date(2018, 2, 6)), birth_date=None),
    basis(job("90S"), birth_date=date(1948, 2, 20)),
    basis(job("90S"), death=date(2018, 2, 20)),
    basis(job("90S", grade=19)),
)


def test_every_day_and_krone_agrees_with_the_rules_for_one_person():
    found = compute(columns_of(PEOPLE), YEAR, tables())
    place = 0
    for known in PEOPLE:
        for each in known.jobs:
            one = ask(known, YEAR.first, YEAR.last, employer=each.employer)
            assert found.cannot[place] == isinstance(one, CannotCompute)
            own = found.job == place
            if not isinstance(one, CannotCompute):
                assert [TYPES[code] for code in found.types[place]] == [d.type for d in one.days]
                given = {d.day: (d.rate, d.to_person) for d in one.days if d.rate or d.to_person}
                batch = zip(found.day[own], found.rate[own], found.to_person[own], strict=True)
                assert {
                    date.fromordinal(MONDAY.toordinal() + int(day)): (rate, person)
                    for day, rate, person in batch
                    if rate or person
                } == given
            else:
                assert not own.any()
            place += 1
    assert place == found.cannot.size


def test_people_are_computed_some_at_a_time_with_the_same_result(monkeypatch: pytest.MonkeyPatch):
    whole = compute(columns_of(PEOPLE), YEAR, tables())
    monkeypatch.setattr(computing, "PEOPLE_AT_A_TIME", 3)
    parts = compute(columns_of(PEOPLE), YEAR, tables())
    for name in ("types", "job", "day", "rate", "to_person", "cannot"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name)), name


def test_the_sum_of_any_stretch_of_days():
    found = compute(columns_of(PEOPLE[:1]), YEAR, tables())
    job_, first, last = (np.array([value]) for value in (0, 0, 30))
    assert found.amounts(job_, first, last).tolist() == [kroner("15 741")]
    assert found.amounts(job_, np.array([16]), np.array([17])).tolist() == [kroner("2 862")]
    assert found.amounts(job_, np.array([40]), np.array([50])).tolist() == [0]


def test_nobody_and_nothing_give_nothing():
    empty = basis(job("", incomes=()))
    found = compute(columns_of([empty]), YEAR, tables())
    assert found.rate.size == 0
    assert found.types.shape == (1, 365)


@pytest.mark.parametrize(
    "change", ["last", "grade", "job", "income", "report", "person", "endless", "apart"]
)
def test_impossible_columns_are_refused_with_the_field(change: str):
    good = columns_of(PEOPLE)
    a, r = good.absences, good.reports
    changes = {
        "last": {"absences": replace(a, last=a.first - 1)},
        "grade": {"absences": replace(a, grade=a.grade + np.uint8(10))},
        "job": {"absences": replace(a, job=a.job + 1000)},
        "income": {"reports": replace(r, income=r.income - 10**9)},
        "report": {"reports": replace(r, job=r.job + 1000)},
        "person": {"person": good.person[::-1]},
        "endless": {"absences": replace(a, last=a.first + np.int32(4_000))},
        "apart": {"reports": replace(r, absence_from=r.absence_from - np.int32(40_000))},
    }
    with pytest.raises(InputError) as caught:
        replace(good, **changes[change])
    assert caught.value.code == "impossible_basis"


def test_overlapping_absences_are_refused():
    good = columns_of([basis(job("31S"))])
    a = good.absences
    twice = replace(
        a,
        **{
            name: np.concatenate([getattr(a, name)] * 2)
            for name in ("job", "kind", "first", "last", "grade")
        },
    )
    with pytest.raises(InputError, match="overlap"):
        replace(good, absences=twice)


def test_a_year_of_made_up_employees_agrees_with_the_slow_reference():
    found = measure_reference()
    assert found["different"] == 0
    assert found["kroner"] > 100_000
