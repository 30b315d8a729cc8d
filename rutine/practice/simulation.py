"""The simulation: employee after employee, what happens, what is claimed and what is paid.

Employees come in batches, so that memory stays bounded however many there are.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Final

from rutine.practice import basis
from rutine.practice.basis import AbsenceRow, IncomeReportRow
from rutine.practice.bookkeeping import Books
from rutine.practice.courses import Absences, Course
from rutine.practice.draws import about, between, seeded
from rutine.practice.employment import Employee, hire
from rutine.practice.mishaps import Mishaps
from rutine.practice.office import decide
from rutine.practice.organisation import found
from rutine.practice.people import Population
from rutine.practice.plan import PracticePlan
from rutine.practice.schedule import Schedule
from rutine.practice.stories import Setting, tell
from rutine.practice.strays import Strays
from rutine.practice.troubles import Trouble
from rutine.practice.truth import ClaimRow, Group, Line

BATCH: Final = 1000
"""Employees at a time."""

_RENUMBERED_AFTER: Final = (0, 60)


@dataclass(slots=True)
class Batch:
    """What happened to some employees. Groups are numbered and have their cause."""

    employees: int
    groups: list[Group] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    claims: list[ClaimRow] = field(default_factory=list)
    income_reports: list[IncomeReportRow] = field(default_factory=list)
    absences: list[AbsenceRow] = field(default_factory=list)


class Simulation:
    """A plan brought to life; `batches` may be run once."""

    def __init__(self, plan: PracticePlan) -> None:
        self.plan = plan
        rates = plan.rates
        rng = seeded(plan.seed, "organisation")
        self.organisation = found(rng, plan.sub_units, rates.units)
        rng = seeded(plan.seed, "schedule")
        self.schedule = Schedule(plan, rng, len(self.organisation.accounts))
        self._setting = Setting(self.organisation, rates.habits)
        self._population = Population(plan.seed, rates.people)
        self._absences = Absences(plan)
        self._mishaps = Mishaps(rates)
        self._strays = Strays(plan, self.schedule, self.organisation, self._population)
        self._groups = 0
        self._claims = 0

    def batches(self) -> Iterator[Batch]:
        """The employees, so many at a time, until there are no more."""
        for number, start in enumerate(range(0, self.plan.employees, BATCH)):
            size = min(BATCH, self.plan.employees - start)
            with _uncollected():
                batch = self._batch(seeded(self.plan.seed, "batch", number), start, size)
            yield batch

    def _batch(self, rng: Random, start: int, size: int) -> Batch:
        batch = Batch(size)
        named: list[Employee] = []
        for place in range(start, start + size):
            employee = self._employee(rng, place, batch)
            if employee:
                named.append(employee)
        batch.groups += self._strays.draw(rng, named, size)
        self._finish(rng, batch)
        return batch

    def _employee(self, rng: Random, number: int, batch: Batch) -> Employee | None:
        """Live one employee's months; None when nothing happens to them."""
        courses = self._absences.draw(rng)
        short = about(rng, self.plan.rates.happenings.self_certified * len(self.plan.months))
        if not courses and not short:
            return None
        for course in courses:
            self._mishaps.befall(rng, course)
        renumbered = next((c for c in courses if c.trouble is Trouble.NEW_NUMBER), None)
        person = self._population.draw(rng, d_number=True if renumbered else None)
        if renumbered:
            person.new_fnr = self._population.next_fnr(d_number=False)
            person.renumbered = renumbered.notes[0].last + between(rng, *_RENUMBERED_AFTER)
        employee = hire(rng, self.organisation, number, person, self.plan.rates.people)
        for course in courses:
            self._course(rng, course, employee, batch)
        if not courses:
            batch.absences.append(basis.self_certified(rng, self.plan, employee))
        return employee

    def _course(self, rng: Random, course: Course, employee: Employee, batch: Batch) -> None:
        places = list(range(len(employee.jobs)))
        if len(places) > 1 and rng.random() < self.plan.rates.habits.one_job_only:
            # Ill for one of two jobs, mostly the smaller one.
            course.only_at = places[-1]
            places = places[-1:]
        story = tell(rng, course, self._setting)
        decided = decide(rng, story, self.plan.ends)
        for place in places:
            books = Books(rng, story, employee, place, plan=self.plan, schedule=self.schedule)
            batch.groups += books.groups(decided)
            job = employee.jobs[place]
            batch.income_reports += basis.income_reports(story, employee, job)
            batch.absences += basis.absences(rng, story, employee, job)

    def _finish(self, rng: Random, batch: Batch) -> None:
        """Number groups and claims, and let NAV's lines come in no order."""
        for group in batch.groups:
            self._groups += 1
            cause = group.cause()
            for line in group.lines:
                line.group, line.cause = self._groups, cause
            for claim in group.claims:
                self._claims += 1
                claim.id, claim.group, claim.cause = f"RK{self._claims:07d}", self._groups, cause
            batch.lines += group.lines
            batch.claims += group.claims
        rng.shuffle(batch.lines)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave freeing memory to reference counts: nothing here makes cycles, and it saves a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
