"""The input of the batch path: people, jobs, absences and income reports as columns.

Days are ordinals (`date.toordinal`), money is øre in int64. The columns are checked when they
are put together; the arithmetic afterwards trusts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rutine.core.errors import InputError
from rutine.refunds.expected.basis import LONGEST_DAYS, AbsenceKind, Basis
from rutine.refunds.expected.day_types import DayKind

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

NEVER = np.int32(4_000_000)
"""An ordinal after every date: the year 10952."""
ALWAYS = np.int32(-1)
"""An ordinal before every date."""
UNKNOWN = np.int64(-1)
"""Money that nobody knows."""

_MOST_DAYS = 29_220  # 80 years

KINDS: dict[AbsenceKind, DayKind] = {
    AbsenceKind.SICK_NOTE: DayKind.SICK,
    AbsenceKind.SELF_CERTIFICATION: DayKind.SELF_CERTIFIED,
    AbsenceKind.HOLIDAY: DayKind.HOLIDAY,
    AbsenceKind.LEAVE: DayKind.LEAVE,
    AbsenceKind.NOT_BACK: DayKind.NOT_BACK,
    AbsenceKind.OTHER_BENEFIT: DayKind.OTHER_BENEFIT,
    AbsenceKind.WORK: DayKind.WORK,
}


@dataclass(frozen=True, slots=True)
class Absences:
    """Stretches of absence, in any order. `kind` holds `DayKind` numbers."""

    job: Ints
    kind: Bytes
    first: Days
    last: Days
    grade: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Reports:
    """Income reports, in any order; `sent` and `refund_ends` are `NEVER` when missing."""

    job: Ints
    absence_from: Days
    income: Ints
    refund: Ints
    refund_ends: Days
    sent: Days
    nav_pays: Bools


@dataclass(frozen=True, slots=True)
class Changes:
    """Later refunds of a report; `report` is its row in `Reports`."""

    report: Ints
    first: Days
    refund: Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """Everything known about a number of people.

    Attributes:
        person: of each job, ascending; every person has a job.
        employed_from, employed_to: of each job; `ALWAYS` and `NEVER` when unknown.
        monthly_income: of each job, øre; `UNKNOWN` when not given.
        birth_date, death: of each person; `NEVER` when unknown.
    """

    person: Ints
    employed_from: Days
    employed_to: Days
    monthly_income: Ints
    birth_date: Days
    death: Days
    absences: Absences
    reports: Reports
    changes: Changes

    def __post_init__(self) -> None:
        for name, fault in self._faults():
            raise InputError(
                "impossible_basis", f"{name}: {fault}.", "Correct the rows and try again."
            )

    def _faults(self) -> list[tuple[str, str]]:
        jobs, a, r = self.person.size, self.absences, self.reports
        checks: list[tuple[str, str, Any]] = [
            ("person", "not in ascending order", np.any(np.diff(self.person) < 0)),
            ("absences", "a last day before its first", np.any(a.last < a.first)),
            ("absences", "one of more than ten years", np.any(a.last - a.first > LONGEST_DAYS)),
            ("absences", "more than 80 years apart", _years_apart(a, r)),
            ("absences.grade", "more than 100", np.any(a.grade > 100)),  # noqa: PLR2004
            ("absences.job", "no such job", _outside(a.job, jobs)),
            ("reports.job", "no such job", _outside(r.job, jobs)),
            ("reports", "negative money", np.any(r.income < 0) or np.any(r.refund < 0)),
            ("changes.report", "no such report", _outside(self.changes.report, r.job.size)),
            ("absences", "two of the same kind overlap in a job", _overlap(a)),
        ]
        return [(name, fault) for name, fault, wrong in checks if wrong]

    @property
    def jobs(self) -> int:
        """How many jobs there are."""
        return int(self.person.size)

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(self.birth_date.size)

    def part(self, first: int, stop: int) -> Columns:
        """The people from `first` up to `stop`, numbered from 0 again."""
        low, high = np.searchsorted(self.person, [first, stop])
        a, r, c = self.absences, self.reports, self.changes
        some = (a.job >= low) & (a.job < high)
        told = np.flatnonzero((r.job >= low) & (r.job < high))
        place = np.full(r.job.size, -1, np.int64)
        place[told] = np.arange(told.size)
        changed = place[c.report] >= 0
        return Columns(
            self.person[low:high] - first,
            self.employed_from[low:high],
            self.employed_to[low:high],
            self.monthly_income[low:high],
            self.birth_date[first:stop],
            self.death[first:stop],
            Absences(a.job[some] - low, a.kind[some], a.first[some], a.last[some], a.grade[some]),
            Reports(
                r.job[told] - low,
                r.absence_from[told],
                r.income[told],
                r.refund[told],
                r.refund_ends[told],
                r.sent[told],
                r.nav_pays[told],
            ),
            Changes(place[c.report[changed]], c.first[changed], c.refund[changed]),
        )


def _years_apart(a: Absences, r: Reports) -> bool:
    """Whether the days reach further than the batch path's counters, which hold 16 bits."""
    days = np.concatenate([a.first, a.last, r.absence_from])
    return bool(days.size) and bool(days.max() - days.min() > _MOST_DAYS)


def _outside(places: Ints, size: int) -> bool:
    return bool(places.size) and bool(places.min() < 0 or places.max() >= size)


def _overlap(a: Absences) -> bool:
    """Whether two sick notes, or two stretches of free days, share a day in one job."""
    sick = a.kind <= DayKind.SELF_CERTIFIED
    for some in (sick, ~sick):
        order = np.lexsort((a.first[some], a.job[some]))
        job, first, last = a.job[some][order], a.first[some][order], a.last[some][order]
        if np.any((job[1:] == job[:-1]) & (first[1:] <= last[:-1])):
            return True
    return False


def columns_of(bases: Sequence[Basis]) -> Columns:
    """Lay out people one after the other; their jobs keep the order of the basis."""
    owned = [(p, job) for p, basis in enumerate(bases) for job in basis.jobs]
    jobs = [job for _, job in owned]
    away = [(i, absence) for i, job in enumerate(jobs) for absence in job.absences]
    told = [(i, report) for i, job in enumerate(jobs) for report in job.incomes]
    changed = [(i, c) for i, (_, report) in enumerate(told) for c in report.changes]
    return Columns(
        _ints(p for p, _ in owned),
        _days((job.employed_from for job in jobs), ALWAYS),
        _days((job.employed_to for job in jobs), NEVER),
        _ints(-1 if job.monthly_income is None else int(job.monthly_income) for job in jobs),
        _days((basis.birth_date for basis in bases), NEVER),
        _days((basis.death for basis in bases), NEVER),
        Absences(
            _ints(i for i, _ in away),
            np.array([KINDS[absence.kind] for _, absence in away], np.uint8),
            _days((absence.first for _, absence in away), NEVER),
            _days((absence.last for _, absence in away), NEVER),
            np.array([absence.grade for _, absence in away], np.uint8),
        ),
        Reports(
            _ints(i for i, _ in told),
            _days((report.absence_from for _, report in told), NEVER),
            _ints(int(report.monthly_income) for _, report in told),
            _ints(int(report.monthly_refund) for _, report in told),
            _days((report.refund_ends for _, report in told), NEVER),
            _days((report.sent for _, report in told), NEVER),
            np.array([report.nav_pays_employer_period for _, report in told], np.bool_),
        ),
        Changes(
            _ints(i for i, _ in changed),
            _days((change.first for _, change in changed), NEVER),
            _ints(int(change.monthly_refund) for _, change in changed),
        ),
    )


def _ints(values: Any) -> Ints:
    return np.array(list(values), np.int64)


def _days(values: Any, missing: np.int32) -> Days:
    return np.array([missing if value is None else value.toordinal() for value in values], np.int32)
