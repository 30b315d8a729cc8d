"""Payroll's list of employments: who works where, since when and until when.

It is kept by people: an end is typed some days before or after it, and a new national id late
or never. Nothing here says what befell anybody; it is drawn beside the books, not from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from rutine.practice import nav
from rutine.practice.courses import Course
from rutine.practice.days import Day, Segment
from rutine.practice.draws import between
from rutine.practice.employment import Employee
from rutine.practice.people import Person
from rutine.practice.rates import People
from rutine.practice.troubles import Trouble

_SERVICE: Final = (200, 9000)
"""Days at work before the first absence."""
_TYPED: Final = (-20, 15)
"""Days from an employment's last until payroll has its end."""
_NEW_NUMBER_TYPED: Final = (15, 120)
_NEVER_TYPED: Final = 0.25  # of new national ids
_KEEPS_OLD_NUMBER: Final = 0.7
_BACK_AFTER: Final = (1, 10)
_LATE: Final = 10**7
"""A day that does not come."""


@dataclass(frozen=True, slots=True)
class Named:
    """The national id that payroll lists somebody by, and the former one where it is kept."""

    fnr: str = field(repr=False)
    previous: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Contract:
    """One position as payroll lists it. `last` is 0 while it goes on.

    Attributes:
        last_known: the day that the end is typed.
        new_number: the day that a new national id is typed.
        keeps_old: whether payroll then keeps the old one.
        restricted: marked by HR.
        income: the fixed pay a month, in øre.
    """

    unit: str
    employee: str
    person: Person = field(repr=False)
    position: str
    first: Day
    last: Day
    last_known: Day
    new_number: Day
    keeps_old: bool
    restricted: bool
    income: int = field(default=0, repr=False)

    def last_on(self, day: Day) -> Day:
        """The end as payroll has it on a day, 0 when it has none."""
        return self.last if self.last and self.last_known <= day else 0

    def person_on(self, day: Day) -> Named:
        """The national id as payroll has it on a day."""
        if day < self.new_number:
            return Named(self.person.fnr)
        return Named(self.person.new_fnr, self.person.fnr if self.keeps_old else "")


def contracts(
    rng: Random, employee: Employee, courses: Sequence[Course], rates: People, begins: Day
) -> list[Contract]:
    """All positions of one employee, those that have ended too.

    Args:
        rng: numbers of its own, so that nothing else depends on them.
        employee: who.
        courses: the employee's absences, in order.
        rates: shares of employees.
        begins: the first day looked at, for those who are never away.
    """
    person = employee.person
    restricted = rng.random() < rates.restricted
    new_number, keeps_old = _LATE, False
    if person.new_fnr and rng.random() >= _NEVER_TYPED:
        new_number = person.renumbered + between(rng, *_NEW_NUMBER_TYPED)
        keeps_old = rng.random() < _KEEPS_OLD_NUMBER
    return [
        Contract(
            job.unit.orgnr,
            employee.number,
            person,
            position.key,
            *employed,
            employed[1] + between(rng, *_TYPED),
            new_number,
            keeps_old,
            restricted,
            position.income,
        )
        for employed in _employed(rng, courses, begins)
        for job in employee.jobs
        for position in job.positions
    ]


def _employed(rng: Random, courses: Iterable[Course], begins: Day) -> list[Segment]:
    """The stretches of employment; the last day of one that goes on is 0."""
    found: list[Segment] = []
    start, latest = 0, 0
    for course in courses:
        if course.trouble is Trouble.NEW_HIRE:
            if start:
                found.append((start, latest))
            start = max(latest + 1, course.first - between(rng, 1, nav.NEW_HIRE_DAYS - 2))
        elif not start:
            back = latest + between(rng, *_BACK_AFTER) if latest else 0
            start = back or course.first - between(rng, *_SERVICE)
        latest = course.notes[-1].last
        if course.leaves:
            found.append((start, course.leaves))
            start, latest = 0, course.leaves
    if not found and not start:
        start = begins - between(rng, *_SERVICE)
    return [*found, (start, 0)] if start else found
