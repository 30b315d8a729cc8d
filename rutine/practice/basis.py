"""What lies behind the claims: income reports sent to NAV, and absences registered in payroll."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Final

from rutine.practice.courses import CARE_DAYS, EMPLOYER_PERIOD_REFUND
from rutine.practice.days import Day, Segment, month_of, working_days
from rutine.practice.draws import between
from rutine.practice.employment import Employee, Job
from rutine.practice.plan import PracticePlan
from rutine.practice.stories import NEVER, Story

_KIND: Final = {
    "1": "Foreldrepermisjon",
    "2": "Foreldrepermisjon",
    "3": "Svangerskapspermisjon",
    "4": "Sykmelding",
    "6": "Egenmelding",
    "7": "Egenmelding",
    "9": "Pleiepenger",
    "Y": "Opplæringspenger",
    "Z": "Omsorgsdager",
}
SELF_CERTIFIED, HOLIDAY, LEAVE = "Egenmelding", "Ferie", "Permisjon"
_REGISTERED_AFTER: Final = 4


@dataclass(slots=True, eq=False)
class IncomeReportRow:
    """One income report (*inntektsmelding*) as sent, money in øre."""

    unit: str
    fnr: str = field(repr=False)
    absence_from: Day
    income: int
    refund: int
    refund_ends: Day
    sent: Day


@dataclass(slots=True, eq=False)
class AbsenceRow:
    """One stretch of absence in payroll, known there from the day `known`."""

    unit: str
    employee: str
    fnr: str = field(repr=False)
    kind: str
    first: Day
    last: Day
    grade: int
    known: Day


def income_reports(story: Story, employee: Employee, job: Job) -> list[IncomeReportRow]:
    """What was sent to NAV about one job; codes 6 and 7 have a form of their own."""
    if story.sent == NEVER or story.course.benefit in (*EMPLOYER_PERIOD_REFUND, CARE_DAYS):
        return []
    unit = (story.nav_unit or job.unit).orgnr
    ends = story.refund_ends
    nothing = bool(ends) and ends < story.course.notes[0].first
    incomes = [position.income for position in job.positions]
    reported = incomes if job.apart else [sum(incomes)]
    return [
        IncomeReportRow(
            unit,
            employee.person.fnr,
            story.course.first,
            income,
            0 if nothing else income,
            0 if nothing else ends,
            story.sent,
        )
        for income in reported
    ]


def absences(story: Story, employee: Employee, job: Job) -> list[AbsenceRow]:
    """What payroll knows of the course at one job."""
    kind = _KIND[story.payroll_benefit]
    late = story.claim_delay
    rows: list[AbsenceRow] = []

    def add(what: str, days: Segment, grade: int) -> None:
        known = days[0] + _REGISTERED_AFTER
        if late:
            known = working_days(month_of(days[0]) + late)[-1]
        rows.append(
            AbsenceRow(
                job.unit.orgnr, employee.number, employee.person.fnr, what, *days, grade, known
            )
        )

    for before in story.payroll_before:
        add(SELF_CERTIFIED, before, 100)
    for note in story.course.notes:
        if story.course.leaves and note.first > story.course.leaves:
            break
        add(kind, (note.first, note.claimed_last), note.grade)
        if note.holiday and note.holiday_registered:
            add(LEAVE if note.unpaid_leave else HOLIDAY, note.holiday, 100)
    return rows


def self_certified(rng: Random, plan: PracticePlan, employee: Employee) -> AbsenceRow:
    """A short absence that never concerns NAV."""
    first = plan.claims_begin + int(rng.random() * (plan.ends - plan.claims_begin - 5))
    last = first + between(rng, 0, 2)
    unit = employee.jobs[0].unit.orgnr
    known = first + _REGISTERED_AFTER
    return AbsenceRow(
        unit, employee.number, employee.person.fnr, SELF_CERTIFIED, first, last, 100, known
    )
