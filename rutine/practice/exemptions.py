"""HR's list of NAV's exemptions from the employer period, as the decision letters were filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from rutine.practice.courses import EMPLOYER_PERIOD_REFUND, Course
from rutine.practice.days import Day
from rutine.practice.draws import between
from rutine.practice.employment import Employee
from rutine.practice.troubles import Hitch

_KIND: Final = {"6": "Kronisk syk", "7": "Gravid"}
_BEFORE: Final = (5, 300)
_AFTER: Final = (30, 300)
_RUN_OUT: Final = (1, 60)
_FILED: Final = (3, 40)
_NOT_FILED: Final = 0.05
"""Letters that never reach the list; municipal auditors have found such (refund rules §2)."""


@dataclass(slots=True, eq=False)
class Decision:
    """One exemption, in the list from the day `known`."""

    fnr: str = field(repr=False)
    kind: str
    first: Day
    last: Day
    known: Day


def exemptions(rng: Random, employee: Employee, courses: Sequence[Course]) -> list[Decision]:
    """The exemptions of one employee, whose courses are all of one benefit."""
    if not courses or courses[0].benefit not in EMPLOYER_PERIOD_REFUND:
        return []
    found: list[Decision] = []
    refused_until = 0
    for n, course in enumerate(courses):
        first, last = course.first, course.notes[-1].last
        if _has_run_out(course):
            if not found:
                found.append(_decided(rng, employee, course, first - 365, first))
            else:
                found[-1].last = min(found[-1].last, first - between(rng, *_RUN_OUT))
            refused_until = last
            continue
        following = next((c.first for c in courses[n + 1 :] if _has_run_out(c)), last + 400)
        start = max(refused_until + 1, first - between(rng, *_BEFORE))
        end = min(following - 1, last + between(rng, *_AFTER))
        if found and found[-1].last >= start:
            found[-1].last = max(found[-1].last, end)
        else:
            found.append(_decided(rng, employee, course, start, end + 1))
    return [each for each in found if rng.random() >= _NOT_FILED and each.first <= each.last]


def _has_run_out(course: Course) -> bool:
    return any(note.hitch is Hitch.EXEMPTION for note in course.notes)


def _decided(rng: Random, employee: Employee, course: Course, first: Day, before: Day) -> Decision:
    """An exemption that ends the day before another day, filed when its letter has come."""
    kind = _KIND[course.benefit]
    return Decision(employee.person.fnr, kind, first, before - 1, first + between(rng, *_FILED))
