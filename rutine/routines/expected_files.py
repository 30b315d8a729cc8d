"""A whole file of absences and one of income reports, joined to people the rules can take.

The words payroll uses for absences are matched here; everything else is already typed by the
format files. A person whose rows can't be right is refused with the reason, the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
from pydantic import ValidationError

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.periods import Period
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.asking import SICKNESS, expected
from rutine.refunds.expected.basis import (
    AbsenceKind,
    AbsencePeriod,
    Basis,
    CareDays,
    IncomeReported,
    Job,
    Uptake,
    refused,
)
from rutine.refunds.expected.tables import Tables
from rutine.routines.expected_reports import DOUBLED, PositionsListed, ReportRows

KINDS: dict[str, AbsenceKind] = {
    "sykmelding": AbsenceKind.SICK_NOTE,
    "sykmeldt": AbsenceKind.SICK_NOTE,
    "egenmelding": AbsenceKind.SELF_CERTIFICATION,
    "ferie": AbsenceKind.HOLIDAY,
    "permisjon": AbsenceKind.LEAVE,
    "permisjon uten lønn": AbsenceKind.LEAVE,
    "arbeid ikke gjenopptatt": AbsenceKind.NOT_BACK,
    "arbeid": AbsenceKind.WORK,
    "friskmeldt": AbsenceKind.WORK,
}
"""Payroll's words for what concerns sickness benefit."""

BENEFITS: dict[str, str] = {
    "adopsjonspermisjon": "1",
    "foreldrepermisjon": "2",
    "svangerskapspermisjon": "3",
    "pleiepenger": "9",
    "opplæringspenger": "Y",
    "omsorgsdager": "Z",
}
"""Payroll's words for leave with another benefit, and that benefit's code."""

_CARE = "Z"


HALF_HOURS_A_DAY = 15
"""NAV's working day in claims for omsorgspenger is 7.5 hours."""

CARE_GRADE = (
    "grade: care days are given in half hours of a 7.5 hour day: 20, 40, 60, 80 or 100 percent"
)


class ImpossibleRowsError(ValueError):
    """Rows of one person that can't be right; the text is the reason, without any value."""


@dataclass(frozen=True, slots=True)
class RefusedPerson:
    """Rows that can't be right together: where they stand and why, never whose they are."""

    source: str
    rows: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One person of the files.

    Attributes:
        person: the national id; shown only where it is asked for.
        basis: the person's jobs, absences and reports, one benefit's uptake at a time.
        benefits: which benefits the absences give, by sub-unit.
        row: the first row of the person in the file of absences, to find it again.
    """

    person: Fnr
    basis: dict[str, Basis]
    benefits: tuple[tuple[OrgNr, str], ...]
    row: int


@dataclass(frozen=True, slots=True)
class JoinedFiles:
    """Everybody in the files, and the rows that could not be used."""

    people: tuple[KnownPerson, ...]
    refused: tuple[RefusedPerson, ...]


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """The answer for one person, sub-unit and benefit of the files."""

    person: Fnr
    row: int
    answer: ExpectedRefund | CannotCompute


def join(
    absences: pd.DataFrame,
    income_reports: pd.DataFrame,
    listed: PositionsListed | None = None,
) -> JoinedFiles:
    """Put absences and income reports together by person and sub-unit.

    Two different reports for the same absence sent on the same day are for two positions in the
    same sub-unit and are added together; one sent later replaces an earlier one.

    Args:
        absences: frame of `absence` records.
        income_reports: frame of `income_report` records.
        listed: counts a person's positions; without it equal reports are refused.
    """
    reports = ReportRows(income_reports, listed)
    people: list[KnownPerson] = []
    refusals: list[RefusedPerson] = []
    for person, rows in absences.groupby("person", sort=True):
        places = tuple(int(row) for row in rows["row"])
        unknown = sorted({kind for kind in rows["kind"] if not _known(kind)})
        if unknown:
            allowed = ", ".join([*KINDS, *BENEFITS])
            reason = f"kind: unknown day type; allowed: {allowed}"
            refusals.append(RefusedPerson("absences", places, reason))
            continue
        doubled = reports.doubled(str(person))
        if doubled:
            refusals.append(RefusedPerson("income_reports", doubled, DOUBLED))
            continue
        try:
            people.append(_person(str(person), rows, reports.of(str(person))))
        except ValidationError as fault:
            refusals.append(RefusedPerson("absences", places, refused(fault).message))
        except ImpossibleRowsError as fault:
            refusals.append(RefusedPerson("absences", places, str(fault)))
    return JoinedFiles(tuple(people), tuple(refusals))


def answers(joined: JoinedFiles, period: Period, tables: Tables) -> Iterator[FileAnswer]:
    """What NAV should pay for each person, sub-unit and benefit with days in the period."""
    for known in joined.people:
        for employer, benefit in known.benefits:
            basis = known.basis[benefit]
            if _touches(basis, employer, period):
                answer = expected(known.person, employer, period, basis, tables, benefit=benefit)
                yield FileAnswer(known.person, known.row, answer)


def _known(kind: str) -> bool:
    word = kind.strip().casefold()
    return word in KINDS or word in BENEFITS


def _touches(basis: Basis, employer: OrgNr, period: Period) -> bool:
    job = basis.job_at(employer)
    return job is not None and any(
        absence.first <= period.last and absence.last >= period.first for absence in job.absences
    )


def _person(
    person: str, rows: pd.DataFrame, reports: dict[str, tuple[IncomeReported, ...]]
) -> KnownPerson:
    jobs: dict[str, list[AbsencePeriod]] = {}
    uptake: dict[str, list[tuple[OrgNr, date, date, int]]] = {}
    benefits: dict[tuple[OrgNr, str], None] = {}
    for unit, kind, first, last, grade in zip(
        rows["sub_unit"], rows["kind"], rows["first"], rows["last"], rows["grade"], strict=True
    ):
        word, employer = kind.strip().casefold(), OrgNr(unit)
        days = (first.date(), last.date())
        code = BENEFITS.get(word, SICKNESS)
        if code != SICKNESS:
            uptake.setdefault(code, []).append((employer, *days, int(grade)))
        jobs.setdefault(unit, []).append(_absence(KINDS.get(word), days, int(grade)))
        benefits[employer, code] = None
    units = sorted({*jobs, *reports})
    owned = tuple(
        Job(
            employer=OrgNr(unit),
            absences=tuple(jobs.get(unit, ())),
            incomes=reports.get(unit, ()),
        )
        for unit in units
    )
    bases = {SICKNESS: Basis(jobs=owned)}
    for code, taken in uptake.items():
        bases[code] = Basis(
            jobs=owned,
            uptake=() if code == _CARE else tuple(_uptake(*days) for days in taken),
            care_days=tuple(_care(*days) for days in taken) if code == _CARE else (),
        )
    wanted = tuple(sorted(benefits, key=lambda each: (each[0].value, each[1])))
    return KnownPerson(Fnr(person), bases, wanted, int(rows["row"].iloc[0]))


def _absence(kind: AbsenceKind | None, days: tuple[date, date], grade: int) -> AbsencePeriod:
    first, last = days
    return AbsencePeriod.model_validate(
        {
            "kind": AbsenceKind.OTHER_BENEFIT if kind is None else kind,
            "from": first,
            "to": last,
            "grade": grade if kind is AbsenceKind.SICK_NOTE else 100,
        }
    )


def _uptake(employer: OrgNr, first: date, last: date, grade: int) -> Uptake:
    return Uptake.model_validate({"employer": employer, "from": first, "to": last, "grade": grade})


def _care(employer: OrgNr, first: date, last: date, grade: int) -> CareDays:
    """Care days; a grade is a part of each day, in the half hours that NAV takes claims in."""
    half_hours = Fraction(grade * HALF_HOURS_A_DAY, 100)
    if not half_hours or half_hours.denominator != 1:
        raise ImpossibleRowsError(CARE_GRADE)
    hours = None if half_hours == HALF_HOURS_A_DAY else Decimal(int(half_hours)) / 2
    return CareDays.model_validate(
        {"employer": employer, "from": first, "to": last, "hours": hours}
    )
