"""What goes wrong: which troubles and hitches befall a course, drawn by the rates."""

from __future__ import annotations

from random import Random
from typing import Final

from rutine.practice.courses import (
    CARE_DAYS,
    EMPLOYER_PERIOD_REFUND,
    PARENTAL,
    PREGNANCY,
    SICKNESS,
    Course,
    Note,
)
from rutine.practice.days import Segment, is_weekend
from rutine.practice.draws import Weighted, between, mishaps
from rutine.practice.rates import Rates
from rutine.practice.troubles import Hitch, Trouble

_ANY: Final = (Trouble.NEVER_SENT, Trouble.LATE_REPORT, Trouble.WRONG_UNIT)
_LONG: Final = (
    *(Trouble.REJECTED, Trouble.REFUND_STOPPED, Trouble.CLOSED_UNIT),
    *(Trouble.LEFT, Trouble.NEW_NUMBER, Trouble.LATE_CLAIM),
)
_SICK: Final = (
    *(Trouble.DISCRETION, Trouble.SALARY_RISE, Trouble.EMPLOYER_PERIOD, Trouble.NEW_HIRE),
)
_PAID_WRONGLY: Final = (Hitch.REVERSED, Hitch.DOUBLE, Hitch.CORRECTED, Hitch.SHORT_CLAIM)
_SICK_NOTE: Final = (Hitch.GRADE, Hitch.LOW_GRADE, Hitch.HOLIDAY, Hitch.NOT_APPLIED)
_HALF: Final = 0.5
_BELOW_LOWEST_GRADE: Final = 10


class Mishaps:
    """Draws what befalls courses and notes."""

    def __init__(self, rates: Rates) -> None:
        def troubles(*kinds: Trouble) -> Weighted[Trouble]:
            shares = [(kind, rates.troubles.get(kind, 0.0)) for kind in kinds]
            return mishaps(Trouble.NONE, shares)

        def hitches(*kinds: Hitch) -> Weighted[Hitch]:
            shares = [(kind, rates.hitches.get(kind, 0.0)) for kind in kinds]
            return mishaps(Hitch.NONE, shares)

        self._troubles = {
            SICKNESS: troubles(*_ANY, *_LONG, *_SICK),
            PREGNANCY: troubles(*_ANY, *_LONG, Trouble.WRONG_KIND),
            CARE_DAYS: troubles(*_ANY),
            **dict.fromkeys(EMPLOYER_PERIOD_REFUND, troubles(Trouble.NEVER_SENT)),
        }
        self._other_troubles = troubles(*_ANY, *_LONG)
        self._hitches = {
            SICKNESS: hitches(*_PAID_WRONGLY, *_SICK_NOTE),
            CARE_DAYS: hitches(Hitch.DOUBLE, Hitch.DAY_COUNTER),
            **dict.fromkeys(PARENTAL, hitches(*_PAID_WRONGLY, Hitch.UPTAKE)),
            **dict.fromkeys(EMPLOYER_PERIOD_REFUND, hitches(Hitch.EXEMPTION)),
        }
        self._other_hitches = hitches(*_PAID_WRONGLY, Hitch.GRADE, Hitch.NOT_APPLIED)

    def befall(self, rng: Random, course: Course) -> None:
        """Draw what goes wrong with a course and each of its notes."""
        course.trouble = self._troubles.get(course.benefit, self._other_troubles).draw(rng)
        table = self._hitches.get(course.benefit, self._other_hitches)
        for note in course.notes:
            note.hitch = table.draw(rng)
            if note.hitch:
                _change(rng, course, note)


def _days_off(rng: Random, note: Note, low: int, high: int) -> Segment:
    """Some days within the note, beginning on a weekday where there is room."""
    days = min(between(rng, low, high), note.last - note.first + 1)
    first = note.first + int(rng.random() * (note.last - note.first + 2 - days))
    while is_weekend(first) and first + days <= note.last:
        first += 1
    return first, first + days - 1


def _change(rng: Random, course: Course, note: Note) -> None:
    """Let a hitch change what NAV, or payroll, knows of the note."""
    hitch = note.hitch
    if hitch is Hitch.GRADE or (hitch is Hitch.UPTAKE and rng.random() < _HALF):
        steps = [grade for grade in range(20, 101, 10) if grade != note.grade]
        note.worked_grade = steps[int(rng.random() * len(steps))]
    elif hitch is Hitch.LOW_GRADE:
        note.worked_grade = _BELOW_LOWEST_GRADE
    elif hitch in {Hitch.HOLIDAY, Hitch.UPTAKE, Hitch.DAY_COUNTER}:
        longest = 1 if course.benefit == CARE_DAYS else 12
        note.holiday = _days_off(rng, note, min(2, longest), longest)
        note.holiday_registered = False
    elif hitch is Hitch.SHORT_CLAIM:
        note.claimed_last = max(note.first, note.last - between(rng, 1, 6))
