"""The simulation: employee after employee, what happens, what is claimed and what is paid.

Employees come in batches, so that memory stays bounded however many there are.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
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
from rutine.practice.employments import Contract, contracts
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
    contracts: list[Contract] = field(default_factory=list)


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
        self._others = Population(plan.seed, rates.people, backwards=True)
        self._absences = Absences(plan)
        self._mishaps = Mishaps(rates)
        self._strays = Strays(plan, self.schedule, self.organisation, self._population)
        self._groups = 0
        self._claims = 0

    def batches(self, *, with_basis: bool = True) -> Iterator[Batch]:
        """The employees, so many at a time, until there are no more.

        Without their basis (income reports, absences, employments) lines and claims are the
        same.
        """
        for number, start in enumerate(range(0, self.plan.employees, BATCH)):
            size = min(BATCH, self.plan.employees - start)
            with _uncollected():
                batch = self._batch(number, start, size, with_basis=with_basis)
            yield batch

    def _batch(self, number: int, start: int, size: int, *, with_basis: bool) -> Batch:
        rng = seeded(self.plan.seed, "batch", number)
        batch = Batch(size)
        named: list[Employee] = []
        well: list[int] = []
        for place in range(start, start + size):
            courses = self._absences.draw(rng)
            if courses:
                named.append(self._live(rng, place, courses, batch, with_basis=with_basis))
            else:
                well.append(place)
        batch.groups += self._strays.draw(rng, named, size)
        self._finish(rng, batch)
        if with_basis:
            self._never_long_away(seeded(self.plan.seed, "short", number), well, batch)
        return batch

    def _live(
        self, rng: Random, number: int, courses: list[Course], batch: Batch, *, with_basis: bool
    ) -> Employee:
        """Live the months of one employee who is away at least once."""
        for course in courses:
            self._mishaps.befall(rng, course)
        renumbered = next((c for c in courses if c.trouble is Trouble.NEW_NUMBER), None)
        person = self._population.draw(rng, d_number=True if renumbered else None)
        if renumbered:
            person.new_fnr = self._population.new_fnr(person.fnr)
            person.renumbered = renumbered.notes[0].last + between(rng, *_RENUMBERED_AFTER)
        employee = hire(rng, self.organisation, number, person, self.plan.rates.people)
        for course in courses:
            self._course(rng, course, employee, batch, with_basis=with_basis)
        if with_basis:
            self._employ(employee, courses, batch)
        return employee

    def _never_long_away(self, rng: Random, well: list[int], batch: Batch) -> None:
        """Employees with nothing longer than days that never concern NAV."""
        expected = self.plan.rates.happenings.self_certified * len(self.plan.months)
        for number in well:
            person = self._others.draw(rng)
            who = hire(rng, self.organisation, number, person, self.plan.rates.people)
            times = about(rng, expected)
            batch.absences += [basis.self_certified(rng, self.plan, who) for _ in range(times)]
            self._employ(who, (), batch)

    def _employ(self, employee: Employee, courses: Sequence[Course], batch: Batch) -> None:
        rng = seeded(self.plan.seed, "employments", employee.number)
        rates, begins = self.plan.rates.people, self.plan.claims_begin
        batch.contracts += contracts(rng, employee, courses, rates, begins)

    def _course(
        self, rng: Random, course: Course, employee: Employee, batch: Batch, *, with_basis: bool
    ) -> None:
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
            if with_basis:
                job = employee.jobs[place]
                batch.income_reports += basis.income_reports(story, employee, job)
                batch.absences += basis.absences(story, employee, job)

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
