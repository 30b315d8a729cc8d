"""What NAV should pay, for a year of a large employer: the batch path beside the reference.

`run` returns a list of `{name, value, unit, goal, better, context}`. Each size runs in a process
of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.basis import AbsencePeriod, Basis, IncomeReported, Job
from rutine.refunds.expected.batch.columns import (
    ALWAYS,
    NEVER,
    UNKNOWN,
    Absences,
    Changes,
    Columns,
    Reports,
)
from rutine.refunds.expected.batch.computing import compute
from rutine.refunds.expected.day_types import DayKind
from rutine.refunds.expected.reference import reference_sickness
from rutine.refunds.expected.tables import Tables
from rutine.routines.tables import load_tables

PROJECT = Path(__file__).resolve().parent.parent
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
EMPLOYEES = 50_000
SPELLS_EACH = 8
REFERENCE_PEOPLE = 40
SIZES = (12_500, 25_000, 50_000, 100_000)
_SEED = 20261121
_SECOND_JOB = 0.1
_NOTE, _OWN, _HOLIDAY, _LEAVE = (
    int(kind) for kind in (DayKind.SICK, DayKind.SELF_CERTIFIED, DayKind.HOLIDAY, DayKind.LEAVE)
)
_KINDS = np.array([_NOTE, _NOTE, _NOTE, _NOTE, _OWN, _OWN, _HOLIDAY, _LEAVE], np.uint8)
_LENGTHS = np.array([1, 2, 3, 4, 5, 8, 14, 21, 35, 60])
_ODDS = np.array([0.16, 0.16, 0.16, 0.1, 0.1, 0.1, 0.1, 0.06, 0.04, 0.02])


def columns(employees: int, seed: int = _SEED) -> Columns:
    """Made-up employees with eight absences each, one in ten with a second job."""
    rng = np.random.default_rng(seed)
    second = rng.random(employees) < _SECOND_JOB
    person = np.repeat(np.arange(employees), 1 + second)
    jobs = person.size
    job = np.repeat(np.arange(jobs), SPELLS_EACH)
    slot = np.tile(np.arange(SPELLS_EACH), jobs)
    room = YEAR.days // SPELLS_EACH  # one absence in each eighth of the year: none overlap
    length = np.minimum(rng.choice(_LENGTHS, job.size, p=_ODDS), room)
    kind = rng.choice(_KINDS, job.size)
    length = np.where(kind == _OWN, np.minimum(length, 8), length)
    first = YEAR.first.toordinal() + slot * room + rng.integers(0, room - length + 1)
    grade = rng.choice(np.array([100, 100, 100, 80, 50, 40, 20], np.uint8), job.size)
    income = rng.integers(2_000_000, 9_000_000, jobs)
    told = np.flatnonzero(kind <= _OWN)
    return Columns(
        person=person,
        employed_from=np.full(jobs, ALWAYS, np.int32),
        employed_to=np.full(jobs, NEVER, np.int32),
        monthly_income=np.full(jobs, UNKNOWN, np.int64),
        birth_date=(YEAR.first.toordinal() - rng.integers(20 * 365, 68 * 365, employees)).astype(
            np.int32
        ),
        death=np.full(employees, NEVER, np.int32),
        absences=Absences(
            job,
            kind,
            first.astype(np.int32),
            (first + length - 1).astype(np.int32),
            np.where(kind == _NOTE, grade, 100).astype(np.uint8),
        ),
        reports=Reports(
            job[told],
            first[told].astype(np.int32),
            income[job[told]],
            income[job[told]],
            np.full(told.size, NEVER, np.int32),
            (first[told] + 30).astype(np.int32),
            np.zeros(told.size, np.bool_),
        ),
        changes=Changes(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64)),
    )


def bases(some: Columns) -> list[Basis]:
    """The same people as the rules for one person take them."""
    people = []
    kinds = {_NOTE: "sick_note", _OWN: "self_certification", _HOLIDAY: "holiday", _LEAVE: "leave"}
    a, r = some.absences, some.reports
    units = _units(int(np.bincount(some.person).max()))
    for person in range(some.people):
        owned = np.flatnonzero(some.person == person)
        jobs = [
            Job(
                employer=unit,
                absences=tuple(
                    AbsencePeriod.model_validate(
                        {
                            "kind": kinds[int(a.kind[i])],
                            "from": date.fromordinal(int(a.first[i])),
                            "to": date.fromordinal(int(a.last[i])),
                            "grade": int(a.grade[i]),
                        }
                    )
                    for i in np.flatnonzero(a.job == job)
                ),
                incomes=tuple(
                    IncomeReported(
                        absence_from=date.fromordinal(int(r.absence_from[i])),
                        monthly_income=Ore(int(r.income[i])),
                        monthly_refund=Ore(int(r.refund[i])),
                        sent=date.fromordinal(int(r.sent[i])),
                    )
                    for i in np.flatnonzero(r.job == job)
                ),
            )
            for unit, job in zip(units, owned, strict=False)
        ]
        born = date.fromordinal(int(some.birth_date[person]))
        people.append(Basis(jobs=tuple(jobs), birth_date=born))
    return people


def _units(count: int) -> list[OrgNr]:
    """The first valid organisation numbers from 900 000 000 on."""
    found: list[OrgNr] = []
    number = 900_000_000
    while len(found) < count:
        if OrgNr.is_valid(str(number)):
            found.append(OrgNr(str(number)))
        number += 1
    return found


def measure(employees: int) -> dict[str, float]:
    """One size, measured in this process."""
    tables = _tables()
    some = columns(employees)
    wall, cpu = time.perf_counter(), time.process_time()
    found = compute(some, YEAR, tables)
    return {
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "spells": float(some.absences.job.size),
        "days": float(some.jobs * YEAR.days),
        "paid_days": float(found.rate.size),
        "kroner": float(found.rate.sum() / 100),
    }


def measure_reference() -> dict[str, float]:
    """The reference on a few people, and whether the batch path gives the same."""
    tables = _tables()
    some = columns(REFERENCE_PEOPLE)
    people = bases(some)
    cpu = time.process_time()
    slow = [
        sum(day.rate for day in reference_sickness(job.employer, YEAR, basis, tables))
        for basis in people
        for job in basis.jobs
    ]
    cpu = time.process_time() - cpu
    found = compute(some, YEAR, tables)
    fast = np.bincount(found.job, found.rate, minlength=some.jobs).astype(np.int64)
    return {
        "cpu_s": cpu,
        "days": float(some.jobs * YEAR.days),
        "different": float(np.sum(fast != np.array(slow))),
        "kroner": float(sum(slow) / 100),
    }


def run() -> list[dict[str, object]]:
    """Measure every size, each in a process of its own."""
    sizes = {size: _apart(f"measure({size})") for size in SIZES}
    reference = _apart("measure_reference()")
    year = sizes[EMPLOYEES]
    growth = (sizes[100_000]["cpu_s"] / 100_000) / (sizes[25_000]["cpu_s"] / 25_000)
    context = (
        f"{EMPLOYEES} employees, {year['spells']:.0f} absences, {year['days']:.0f} days, "
        f"{year['paid_days']:.0f} of them paid"
    )
    rows: list[tuple[str, float, str, float | None, str, str]] = [
        ("year_50k.cpu_s", year["cpu_s"], "s", 60, "lower", context),
        ("year_50k.wall_s", year["wall_s"], "s", 60, "lower", context),
        ("year_50k.peak_mb", year["peak_mb"], "MB", 2000, "lower", "whole process, input too"),
        ("year_50k.days_per_s", year["days"] / year["cpu_s"], "days/s", None, "higher", context),
        ("growth_25k_to_100k", growth, "x", 1.2, "lower", "CPU an employee, 1 is linear"),
        (
            "reference.days_per_s",
            reference["days"] / reference["cpu_s"],
            "days/s",
            None,
            "higher",
            f"the slow reference, {REFERENCE_PEOPLE} of the same employees",
        ),
        ("reference.different_jobs", reference["different"], "jobs", 0, "lower", "must be none"),
    ]
    rows += [
        (
            f"size_{size}.cpu_s",
            found["cpu_s"],
            "s",
            None,
            "lower",
            f"{found['spells']:.0f} absences",
        )
        for size, found in sizes.items()
    ]
    return [
        {
            "name": f"expected.{name}",
            "value": round(value, 3),
            "unit": unit,
            "goal": goal,
            "better": better,
            "context": told,
        }
        for name, value, unit, goal, better, told in rows
    ]


def _apart(call: str) -> dict[str, float]:
    code = f"import json; from benchmarks import expected; print(json.dumps(expected.{call}))"
    ended = subprocess.run(  # noqa: S603 - our own code, in a fresh process
        [sys.executable, "-c", code], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def _tables() -> Tables:
    return load_tables(PROJECT / "mappings" / "tables").tables


if __name__ == "__main__":
    for measured in run():
        print(measured)
